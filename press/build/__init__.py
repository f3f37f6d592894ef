"""One build: what was asked for, what changed, what must be made again, and the making of it."""
