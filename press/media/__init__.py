"""Photos and attachments: detecting the type of a file, choosing the sizes of a photo, and making them.

No other package imports Pillow. It is loaded when the first photo is opened, so that a build in which no photo changed
does not take time for it. Every size of a photo is encoded from only the pixels, and a copy at full size keeps nothing
of the original but what shows them (`full_size`), so that no GPS position, comment or hidden thumbnail is published.
Attachments are published unchanged.
"""
