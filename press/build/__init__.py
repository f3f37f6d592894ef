"""A build: it finds what changed, determines which outputs may differ, and renders and publishes these."""
