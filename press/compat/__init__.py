"""Where we override the inside of a library: one module for each, each override with the measurement that justifies it.

Such code can break with any release of the library. `tests/unit/test_compat.py` holds each to the library's own answer.
"""
