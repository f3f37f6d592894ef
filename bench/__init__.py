"""Measure the speed of Press and of other generators: ``make bench``. Described in docs/performance.md."""
