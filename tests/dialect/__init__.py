"""Compares how Press and a GFM parser (markdown-it-py) read Markdown: `python -m tests.dialect --help`."""
