"""Nothing that is not public is in the site: every file is searched for marks of it before any is published.

What is not public must be in no view, so nothing is ever found, except after a fault in Press or in a template. Marks
are the id, the address and the title of a release, beginnings of its paragraphs, and its files. They are chosen from
that release alone, which takes little time. Only if one is found, it is compared with all that is public: a text that
is in a public release, in the settings, in a template or in Press itself is no mark, so no common title stops a
newsroom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec

from press import rules
from press.build.publish import Publisher
from press.build.request import BuildRequest
from press.build.scan import NO_MARKS, Marks, marks_in, texts_in
from press.build.state import BuildState
from press.config import Config
from press.diagnostics import Diagnostic, Place
from press.i18n import catalogues
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.media import renditions
from press.model import STATIC, Card
from press.store.catalogue import Catalogue

RUN = 8
"""Words of a mark from the beginning of a paragraph; no two people write the same by chance."""
_MOST_RUNS = 12
"""Marks from the text of one release, from its beginning to its end."""
_SHORTEST_ID, _SHORTEST_TITLE, _SHORTEST_NAME = 6, 10, 10
"""Characters of an id, a title and the name of a file below which others may have it by chance."""
_LONG_FIELD = 4
"""Words from which a field other than the title is a mark, such as a caption."""
_FEW = 4
"""A title with no more words may be one that Press itself makes: *Arsip Maret 2026*."""
_PLAIN = re.compile(r"[^\s<>&\"'\\`]+")
"""A word that is written in the same way in HTML, XML and JSON."""
_IS_ID = re.compile(rf"(?=.*[^\W\d_])(?=.*[\d/_.-]){_PLAIN.pattern}")
"""An id that is neither a number or date nor a word."""
_TAG_OR_LINE = re.compile(r"<[^>]*>|[\n\r\t\0]")
_NO_TEXT = frozenset({"source", "id", "slug", "title", "kind", "lang", "lines", "original", "place", "code"})
"""Fields without texts by which a release could be recognised; id and title have rules of their own."""


class Mark(NamedTuple):
    """Something by which a release is recognised."""

    text: str
    source: str
    """The release."""
    is_digest: bool = False
    """Whether it is the SHA-256 of a file."""


class Hidden(NamedTuple):
    """A release, or a text of one, that is not public."""

    card: Card
    html: str
    is_text_only: bool = False
    """Whether the release is public, without its text."""


class Secrets(NamedTuple):
    """The marks of all that is not public."""

    marks: tuple[Mark, ...]
    new: tuple[Mark, ...]
    """Those of what was public until this build, which files that are not written again may have."""

    def to_find(self) -> Marks:
        """Return the marks in the form in which workers get them."""
        return _to_find(self.marks)


def becoming_hidden(sources: Iterable[str], catalogue: Catalogue) -> list[Hidden]:
    """Return what is public in the catalogue and not in what is staged: releases, and texts that were removed."""
    found: list[Hidden] = []
    for source in sources:
        old, new = catalogue.card(source), catalogue.staged.card(source)
        if old and new and old.public and (not new.public or (old.body and not new.body)):
            found.append(Hidden(old, catalogue.html(old), is_text_only=new.public))
    return found


def secrets(build: BuildState, becoming: Iterable[Hidden]) -> Secrets:
    """Return the marks of all that is not public now."""
    catalogue, config = build.catalogue, build.request.config
    new = tuple(mark for one in becoming for mark in _marks(one, config))
    cards = (catalogue.card(source) for source in catalogue.hidden())
    marks = (mark for card in cards if card for mark in _marks(Hidden(card, catalogue.html(card)), config))
    return Secrets(tuple(sorted({*marks, *new})), new)


def problems(build: BuildState, publisher: Publisher, secrets: Secrets) -> list[Diagnostic]:
    """Return an error for each release of which a mark was found, in what was written or in what is there already."""
    found = {secrets.marks[number]: address for number, address in publisher.found.items()}
    found |= _found_in_rest(secrets.new, build, publisher)
    if not found:
        return []
    suspects = sorted(found)
    public = _public_texts([mark.text for mark in suspects], build)
    leaks: dict[str, Diagnostic] = {}
    for mark in suspects:
        if mark.text not in public:
            leaks.setdefault(mark.source, _problem(mark, found[mark]))
    return list(leaks.values())


def _problem(mark: Mark, address: str) -> Diagnostic:
    message = N_("this is not public, but {address} would contain “{text}”")
    hint = N_(
        "nothing was published; remove it from what that file is made from, such as a template, or report this as a "
        "fault in Press"
    )
    return rules.LEAK.broken(Place(mark.source), message, hint, address=address, text=mark.text[:80])


# Marks ----------------------------------------------------------------------------------------------------------


def _marks(hidden: Hidden, config: Config) -> Iterator[Mark]:
    source = hidden.card.release.source
    texts = _texts(hidden) if hidden.is_text_only else (*_names(hidden.card, config), *_texts(hidden))
    yield from (Mark(text, source) for text in dict.fromkeys(texts) if text)
    if not hidden.is_text_only:
        digests = dict.fromkeys(file.digest for file in hidden.card.files.values() if not file.is_static)
        yield from (Mark(digest, source, is_digest=True) for digest in digests)


def _names(card: Card, config: Config) -> Iterator[str]:
    """Yield what names the release: its id, addresses and title, and its files."""
    release = card.release
    if len(release.id) >= _SHORTEST_ID and _IS_ID.fullmatch(release.id):
        yield release.id
    for address in filter(None, (card.address, card.former)):
        yield address.rstrip("/") if address.count("/") > 1 else f"{config.base_path}{address}"
    title = _run(release.title, 2, most=len(release.title))
    if len(title) >= _SHORTEST_TITLE:
        yield title
    for file in card.files.values():
        name = renditions.name(file)
        yield name if len(name) >= _SHORTEST_NAME and not file.is_static else ""


def _texts(hidden: Hidden) -> Iterator[str]:
    """Yield the beginnings of the paragraphs and of the long fields of a release."""
    fields = msgspec.to_builtins(hidden.card.release)
    parts = [part for name, value in fields.items() if name not in _NO_TEXT for part in _strings(value)]
    runs = [run for part in parts for run in _beginnings(part, _LONG_FIELD)]
    runs += [run for part in _TAG_OR_LINE.split(hidden.html) for run in _beginnings(part, RUN)]
    last = len(runs) - 1
    positions = {round(last * number / (_MOST_RUNS - 1)) for number in range(_MOST_RUNS)} if runs else set()
    return (runs[position] for position in sorted(positions))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _TAG_OR_LINE.split(value)
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _beginnings(text: str, least: int) -> list[str]:
    """Return the first eight plain words of a text that are side by side; at least `least`, else nothing."""
    if text.count(" ") < least - 1:
        return []
    run = _run(text, least, RUN)
    return [run] if run else []


def _run(text: str, least: int, most: int) -> str:
    """Return the first plain words of a text with single spaces between, of at least and at most so many words."""
    words: list[str] = []
    for word in text.strip().split(" "):
        if _PLAIN.fullmatch(word):
            words.append(word)
        elif len(words) >= least:
            break
        else:
            words = []
        if len(words) == most:
            break
    return " ".join(words) if len(words) >= least else ""


def _to_find(marks: Sequence[Mark]) -> Marks:
    if not marks:
        return NO_MARKS
    digests = {mark.text: number for number, mark in enumerate(marks) if mark.is_digest}
    return Marks(tuple(mark.text.encode() for mark in marks), digests)


# What is found --------------------------------------------------------------------------------------------------


def _found_in_rest(new: tuple[Mark, ...], build: BuildState, publisher: Publisher) -> dict[Mark, str]:
    """Return the new marks in those files of the site that this build did not write."""
    found: dict[Mark, str] = {}
    if not new:
        return found
    written, marks = set(publisher.written), _to_find(new)
    for record in build.ledger.outputs():
        if record.address not in written and record.kind not in ("files", "sharing"):
            with suppress(OSError):  # a damaged file, which was made again
                data = (build.request.output / record.address).read_bytes()
                found |= {new[number]: record.address for number in marks_in(record, data, marks)}
    return found


def _public_texts(texts: Sequence[str], build: BuildState) -> set[str]:
    """Return those of some texts that are public: in a public release, or in what the portal itself consists of."""
    base_path = build.request.config.base_path
    forms = [(text, text) for text in texts]
    forms += [(text, text[len(base_path) - 1 :]) for text in texts if text.startswith(base_path)]  # as people write it
    encoded = tuple(form.encode() for _, form in forms)
    own = _own_words(build.request)
    public = {text for text in texts if 1 <= text.count(" ") < _FEW and own.issuperset(_words(text))}
    for data in (*_portal_data(build), *build.catalogue.public_data()):
        in_one_line = b" ".join(data.replace(b"\\n", b" ").split())
        public |= {forms[number][0] for number in texts_in(in_one_line, encoded)}
    return public


def _portal_data(build: BuildState) -> Iterator[bytes]:
    """Yield the settings, texts of Press, the templates, and the names of their files and of those of ``static/``."""
    request = build.request
    yield from (catalogues.compiled(language).read_bytes() for language in _languages(request))
    yield msgspec.json.encode(request.config)
    yield " ".join(build.ledger.digests_under(STATIC)).encode()
    for folder in request.template_folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield f"{path.name} ".encode() + path.read_bytes()


def _own_words(request: BuildRequest) -> frozenset[str]:
    """Return the words that Press itself writes into pages, and those of the settings."""
    days = [f"2026-{month:02}-{month + 10}" for month in range(1, 13)]
    texts = [repr(request.config)]
    for language in _languages(request):
        form = LocaleFormat(language)
        texts += (form.date(day, style) for day in days for style in ("day", "short"))
        texts.append(catalogues.compiled(language).read_text("utf-8", "ignore"))
    return frozenset(_words(" ".join(texts)))


def _languages(request: BuildRequest) -> tuple[str, ...]:
    """Return the languages of the pages: that of the portal, and those of its editions."""
    return (request.config.language, *request.config.editions)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())
