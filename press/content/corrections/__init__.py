"""Corrections and withdrawals: writing them into a file, and finding facts that were changed without one."""
