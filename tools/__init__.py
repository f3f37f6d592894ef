"""Programs for those who work on Press itself: ``python -m tools.NAME``."""
