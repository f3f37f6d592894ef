"""An export of WordPress: Tools → Export → All content, a file, or a folder of several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from press.diagnostics import Diagnostic
from press.errors import Misuse
from press.i18n.mark import N_
from press.importing import xml
from press.importing.items import Archive, Item
from press.importing.notes import note
from press.importing.wordpress import export, posts

_FEEDS = ("feed", "feed/rss", "feed/rss2", "feed/atom", "feed/rdf")


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file, or one of a folder, has the elements of an export."""
    if path.is_dir():
        return any(recognises(file, xml.head(file)) for file in path.glob("*.xml"))
    text = head.replace(b"\0", b"")
    return b"wordpress.org/export/" in text or b"<wp:" in text or b'generator="WordPress' in text


def opened(path: Path, zone: ZoneInfo) -> Archive:
    """Read what the posts refer to. Raises OSError, `Misuse` if there is no post."""
    paths = sorted(path.glob("*.xml")) if path.is_dir() else [path]
    site = export.survey(paths)
    if not site.count:
        raise Misuse(
            N_("{path} has no items of a WordPress export; export again: Tools, Export, All content"), path=path
        )

    def items() -> Iterator[Item]:
        return (posts.item(fields, site, zone) for fields in export.posts(paths))

    return Archive(
        items=items,
        address=site.address,
        hosts=frozenset(site.hosts),
        pictures=export.pictures(site),
        files=export.files(site),
        feeds=_feeds(site),
        skipped=Counter(site.left_out),
        notes=tuple(_notes(paths)),
    )


def _feeds(site: export.Site) -> dict[str, str]:
    """Return the lists of the feeds of the old site, by path."""
    found = dict.fromkeys(_FEEDS, "")
    for kind, slugs in site.slugs.items():
        found |= {f"{kind}/{slug}/feed": slug for slug in sorted(slugs) if re.fullmatch(r"[\w-]+", slug)}
    return found


def _notes(paths: list[Path]) -> Iterator[Diagnostic]:
    for path in paths:
        if not xml.is_whole(path):
            yield note("xml", _CUT, _CUT_HINT, name=path.name)


_CUT = N_("{name} ends in the middle: what follows is missing, and its last item may be incomplete")
_CUT_HINT = N_("export again, in parts by year if it is large; compare the last item with the old page")
