"""The sample portal in a real browser, and other real programs."""
