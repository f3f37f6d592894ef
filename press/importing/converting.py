"""From an item to the file of a release, with the proof of what was kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

import msgspec

from press import urls
from press.config import Config
from press.content import front_matter, markdown
from press.content.markdown.timeout import bounded
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing import html
from press.importing.addresses import OldSite, TextAddresses, alias
from press.importing.items import Item, Picture
from press.importing.notes import note
from press.importing.planning import Planned, Planner
from press.importing.proof import Counts, losses, measured, rendered
from press.importing.terms import TermMap
from press.model import Attachment, Body, Image, Release, ReleaseKind

_SUMMARY = 300
"""The longest summary that is taken from the first paragraph, in characters."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"’)]?\s")


class ConvertedItem(msgspec.Struct, frozen=True):
    """The file of an item, and what is to be reported of it."""

    data: bytes
    before: Counts
    after: Counts
    linked: frozenset[str]
    """The keys of the items that it links to."""
    notes: tuple[Diagnostic, ...]


class Converter:
    """Converts items, one after the other."""

    def __init__(
        self, addresses: TextAddresses, site: OldSite, terms: TermMap, planner: Planner, office: str, config: Config
    ) -> None:
        """`office` is the leading office of items that name none; it may be empty."""
        self._addresses, self._site, self._terms, self._planner = addresses, site, terms, planner
        self._office, self._config = office, config

    def convert(self, item: Item, planned: Planned, is_held: bool, has_aliases: bool) -> ConvertedItem:
        """Convert an item; `has_aliases` tells whether it may have its former addresses."""
        notes = [*item.notes, *planned.notes]
        self._addresses.begin(next((one for one in item.addresses if "?" not in one), self._site.address), planned.stem)
        shown = _html_of(item.body, notes) if item.is_markdown else item.body
        shown, item = self._with_photo_once(shown, item, notes)
        text, expected = self._markdown(shown, notes)
        body = markdown.render(text, planned.path)[0] or Body("", "", "", 0)
        release = self._release(item, planned, body.lead, notes)
        release = msgspec.structs.replace(
            release,
            draft=planned.is_draft or is_held,
            aliases=tuple(self._aliases(item, planned, notes)) if has_aliases else (),
        )
        after = rendered(body)
        before = measured(shown)
        notes += self._addresses.notes
        notes += losses(before, after, expected, {one.rule for one in notes})
        data = front_matter.dump(release, text).encode(errors="replace")
        linked = frozenset(self._addresses.linked)
        return ConvertedItem(data, before.counts, after.counts, linked, _distinct(notes))

    def _with_photo_once(self, shown: str, item: Item, notes: list[Diagnostic]) -> tuple[str, Item]:
        """Return a text without the lead photo with which it begins, since pages show it above the text."""
        from press.importing.html import lead_photo  # noqa: PLC0415 - Beautiful Soup takes 100 ms

        photo = self._addresses.image(item.lead.url) if item.lead and "<img" in shown else None
        if item.lead is None or photo is None or "://" in photo.url:
            return shown, item
        if not (moved := lead_photo.moved(shown, item.lead, self._addresses)):
            return shown, item
        notes.append(note("lead", _TWICE, _TWICE_HINT, address=item.lead.url))
        return moved[0], msgspec.structs.replace(item, lead=moved[1])

    def _markdown(self, shown: str, notes: list[Diagnostic]) -> tuple[str, html.Expected]:
        found = html.convert(shown, self._addresses)
        notes += found.notes
        return found.markdown, found.expected

    def _image(self, picture: Picture, notes: list[Diagnostic]) -> Image | None:
        found = self._addresses.image(picture.url)
        if not found:
            notes.append(note("image", _NO_LEAD, _NO_LEAD_HINT, address=picture.url))
        if not found or "://" in found.url:
            return None
        alt, caption = picture.alt or found.alt, picture.caption or found.caption
        if not alt:
            notes.append(note("alt", _NO_ALT, _NO_ALT_HINT, name=found.url))
        return Image(found.url, _line(alt), _line(caption), _line(picture.credit))

    def _attachments(self, item: Item) -> Iterator[Attachment]:
        for address in item.attachments:
            name = self._addresses.link(address)
            if name and "://" not in name and not name.startswith("/"):
                yield Attachment(name)

    def _release(self, item: Item, planned: Planned, first: str, notes: list[Diagnostic]) -> Release:
        """Return the fields of the release; `first` is the first paragraph of its text."""
        placed, config = self._terms.place(item), self._config
        title = _line(item.title)
        if not title:
            title = _shortened(first, 80) or item.key
            notes.append(note("title", _NO_TITLE, _NO_TITLE_HINT, title=title))
        summary = _line(item.summary)
        if not summary and not item.is_page and "summary" in config.checks.require:
            summary = _shortened(first, _SUMMARY)
            notes.append(note("summary", _NO_SUMMARY, _NO_SUMMARY_HINT))
        offices = placed.offices or ([self._office] if self._office and not item.is_page else [])
        return Release(
            source=planned.path, id=planned.id, title=title, date=planned.date, expires=item.expires, slug=planned.slug,
            kind=ReleaseKind.PAGE if item.is_page else placed.kind, summary=summary,
            topics=tuple(placed.topics), tags=tuple(placed.tags), offices=tuple(offices),
            regions=tuple(placed.regions), place=item.place, author=tuple(map(_line, item.authors)),
            image=self._image(item.lead, notes) if item.lead else None, attachments=tuple(self._attachments(item)),
            lang="" if item.lang == config.language else item.lang,
        )  # fmt: skip

    def _aliases(self, item: Item, planned: Planned, notes: list[Diagnostic]) -> Iterator[str]:
        """Yield the old addresses that are not the new one, and that nothing else has."""
        found = (alias(address, self._site, self._config) for address in item.addresses)
        for one in {one.strip("/").casefold(): one for one in found}.values():
            if not one or one.strip("/") == planned.address.strip("/"):
                continue
            if self._planner.may_have(one, planned.id):
                yield one
            else:
                notes.append(note("address", _TAKEN, _TAKEN_HINT, address=one))


def _html_of(text: str, notes: list[Diagnostic]) -> str:
    """Return Markdown as HTML; a text that cannot be converted as one paragraph for each of its own."""
    from press.content.markdown import convert  # noqa: PLC0415 - takes 40 ms

    try:
        return bounded(convert.to_html, text, seconds=markdown.SECONDS)
    except Exception:  # a bug in a parser, met by one text, must not stop the import of the others
        convert.clear_converters()
        notes.append(note("html", _NO_MARKDOWN, _NO_MARKDOWN_HINT))
        return "".join(f"<p>{escape(part)}</p>\n" for part in re.split(r"\n\s*\n", text))


def _distinct(notes: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the notes, each once."""
    return tuple({(one.rule, one.message, *one.values.items()): one for one in notes}.values())


def _line(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", " ", text).split())[:10_000]


def _shortened(text: str, limit: int) -> str:
    """Return the first sentences of a text that are no longer than a limit; of a longer one, its first words."""
    if len(text) <= limit:
        return text
    ends = [found.start() for found in _SENTENCE_END.finditer(text, 0, limit)]
    return text[: ends[-1]].strip() if ends else f"{text[:limit].rpartition(' ')[0] or text[:limit]} …"


def queries(item: Item, planned: Planned, config: Config) -> Iterator[tuple[str, str]]:
    """Yield the old addresses that are queries, from the root of the host, with the new address."""
    for address in item.addresses:
        if found := re.search(r"/(\?(?:p|page_id)=\d+)$", address):
            yield f"/{found[1]}", urls.href(planned.address, config)


_TAKEN = N_("another page has the old address {address}: it does not lead here")
_TAKEN_HINT = N_("see whether the two are the same text, and keep one of them")
_NO_LEAD = N_("the lead photo {address} was not found")
_NO_LEAD_HINT = N_(
    "name the folder that has it with --media, and import again; or write image: and the name of a photo"
)
_NO_MARKDOWN = N_("the Markdown could not be read: its paragraphs are as they were written")
_NO_MARKDOWN_HINT = N_("read the text, and write lists, links and images again where it has any")
_TWICE = N_("the text began with the lead photo {address}: it is shown once, above the text")
_TWICE_HINT = N_("if it is to be in the text too, write it there again")
_NO_ALT = N_("the lead photo {name} has no description for those who cannot see it")
_NO_ALT_HINT = N_("write alt: below it, and what it shows")
_NO_TITLE = N_("there is no title: it is “{title}” now")
_NO_TITLE_HINT = N_("write a headline")
_NO_SUMMARY = N_("there is no summary: the first sentences of the text are the summary now")
_NO_SUMMARY_HINT = N_("read it, and write a better one if it does not stand on its own")
