"""The page that checks messages against the seal, what leads to it, and the index by which it finds releases."""
