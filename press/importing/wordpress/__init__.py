"""Exports of WordPress (WXR 1.0, 1.1 and 1.2).

`source` reads the file, `posts` makes items of its posts, `texts` makes HTML of their texts as WordPress would show it:
`blocks` (of its editor), `shortcodes` and `paragraphs`.
"""
