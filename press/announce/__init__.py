"""Announcements: new, corrected and withdrawn releases are told to channels, each once (docs/announce.md).

A `Post` is what one channel says about one release. What was said is recorded in a file (`press.announce.record`)
before and after each post.
"""
