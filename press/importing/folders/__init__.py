"""Folders of texts of other static generators: Jekyll, Hugo, Pelican, Eleventy.

Each source says which files are texts, and where the page of each was (`generator.Generator`). What is the same for
all of them is here: `texts` reads a file with its fields, `fields` finds what our fields need in them, `addresses`
fills the patterns of old addresses, `tags` writes Liquid tags and shortcodes as HTML, `kramdown` what only other
parsers of Markdown read, `archive` makes the items.
"""
