"""The tests of Press."""
