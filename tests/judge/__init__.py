"""Judges: each reads a whole site as a stranger would, and says what is wrong with it."""
