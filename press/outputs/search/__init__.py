"""Search: the page, and the index that a browser searches."""
