"""Import of texts from other programs: a source is opened, and each of its items becomes the file of a release.

A new source is one module in `press.importing.sources` and a line in its `table`:

- ``recognises(path, head) -> bool``: whether a file (`head`: its first 256 kB) or folder (no `head`) is of its kind;
- ``opened(path, zone) -> Archive``: reads what items refer to. `Archive.items` is called several times, and each time
  yields the same `Item` values in the same order; nothing may be kept of them, so that a source of any size fits into
  memory. `Archive.address` and `.hosts` say which links are into the old site; `.pictures` what is known of photos.

What an `Item` is, field by field: `press.importing.items`. The rest is done here, and is the same for every source:

- `planning`: the file (by date and `Item.key`), the id (`Item.guid`, else host and key), and an address that is free.
- `converting`: the text becomes Markdown (`html`), links to other items get their new addresses (`addresses`), files
  are found beside the source, in the folder of ``--media`` or downloaded (`media`), categories become terms (`terms`).
  The body of an `Item` is HTML as readers saw it, or Markdown (`Item.is_markdown`) in which the source has converted
  what is not of our dialect: it is made HTML by our parser first.
- `proof`: words, links, images, tables and headings, before and as our own renderer shows them; a note for every loss.
- `staging`: the files are put into a copy of the portal, and what `build` would refuse is held as a draft.
- `record`: ``imports.json``, so that a second import changes nothing, and nothing that a person wrote is overwritten.

What cannot be carried over is a `press.importing.notes.note`, in `Item.notes` or `Archive.notes`: what is wrong, and
what to do. `run.run` does it all; `report` prints it.
"""
