"""The beginning of a portal of one's own: what takes the place of the sample portal, for the command `init`."""
