"""The data that a build stores for the next one, in one SQLite file."""
