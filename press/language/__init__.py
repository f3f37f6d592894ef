"""What programs can know of texts: words, sentences, numbers, dates; a dictionary, non-standard forms, names.

Most of it is about Indonesian. Nothing here knows releases or problems: `press.checks` reports what these modules find.
"""
