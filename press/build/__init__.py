"""One build: what was asked for, what changed, what must be made anew, and the making of it."""
