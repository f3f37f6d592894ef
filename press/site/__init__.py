"""The folder ``site/``: writing it, auditing it, and its manifest."""
