"""Programs for developers of Press: ``python -m tools.NAME``."""
