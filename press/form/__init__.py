"""The fields of a release as people fill them in: name, explanation and choices, for editors and for `new`."""
