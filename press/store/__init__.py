"""What one build remembers for the next, in one SQLite file."""
