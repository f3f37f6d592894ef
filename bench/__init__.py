"""How fast Press is, beside others: ``make bench``. What it measures and how: docs/performance.md."""
