"""Tests of the sample portal with a real browser and other real programs."""
