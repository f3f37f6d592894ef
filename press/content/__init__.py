"""From files to releases: finds changed files, reads them, and decides the state of each release at a given time."""
