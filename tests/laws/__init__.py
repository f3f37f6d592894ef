"""Tests of properties that must hold for every portal, history of edits and fault."""
