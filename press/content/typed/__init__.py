"""What people type into a text although a field of the release holds it: the dateline, sign-offs, who wrote it."""
