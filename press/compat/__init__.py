"""Overrides of library internals: one module for each library, each override justified by a measurement.

Such code can break with any release of the library. `tests/unit/test_compat.py` compares each override with the result
of the library itself.
"""
