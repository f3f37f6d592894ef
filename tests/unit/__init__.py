"""Tests of single rooms: small portals, single functions."""
