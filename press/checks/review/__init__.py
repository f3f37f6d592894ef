"""The checks of facts, completeness and privacy in texts, which only the command `check` runs."""
