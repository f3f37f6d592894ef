"""From files to releases: which files changed, reading them, and where each release stands in time."""
