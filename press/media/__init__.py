"""Photos and attachments: what a file is, in which sizes a photo is published, and the making of those sizes.

The only door to Pillow, which is loaded when the first photo is opened: a build in which no photo changed does not pay
for it. Originals of photos are never published; every size is encoded anew from bare pixels, so that no GPS position,
comment or hidden thumbnail goes out. Attachments are published as they are.
"""
