"""The Markdown that Press reads: CommonMark and GitHub's additions, with footnotes, definitions, abbreviations and
attribute lists.

Python-Markdown does the rest, and calls `BlockReader` and `InlineReader` in the place of its own parsers.
"""
