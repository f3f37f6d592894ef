"""Check the words and the hosts of links: words that say where a link leads, and a host that readers can reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from press import rules, web
from press.checks.texts import TextContext
from press.content.prose import Link, Prose, links
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_

_VAGUE = re.compile(
    r"(?:(?:silakan |silahkan |mohon )?(?:klik|tekan|ketuk|buka|lihat|baca|unduh|download|cek|akses)?\s*"
    r"(?:(?:di|tautan|link|laman|halaman) )?(?:sini|ini|berikut(?: ini)?|disini)"
    r"|klik|klik tautan|tautan|link|(?:lihat |baca )?selengkapnya|lihat|baca juga|baca|unduh|download|click|more"
    r"|(?:please )?(?:click|press|tap|read|see|download)?\s*(?:here|this|this (?:link|page))|(?:read|see) more)"
    r"\W*",
    re.IGNORECASE,
)
_PUNCTUATION = " ()[]<>«»\"'“”‘’.,:;!?…→-–"
_HOST_FIRST = re.compile(r"www\.|//\w")
_FIELD = re.compile(r"https?://[^\s<>\"')\]]+")


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each link whose words say nothing, and for each whose host readers cannot reach."""
    for link in links(prose):
        place = prose.place(link.offset)
        yield from _words(link, place)
        yield from _host(link.target, place, context)
    for address, place in addresses(prose):
        yield from _host(address, place, context)


def _words(link: Link, place: Place) -> Iterator[Diagnostic]:
    if link.is_image:
        return
    if not link.is_bare and (_VAGUE.fullmatch(link.text.strip(_PUNCTUATION)) or not re.search(r"\w|^$", link.text)):
        message, hint = (
            N_("the words of the link, “{words}”, do not say where it leads"),
            N_("make a link of the words that name the page or document"),
        )
        yield rules.VAGUE_LINK.broken(place, message, hint, words=link.text)
    elif link.text.lower().startswith(("http://", "https://")) and urlsplit(link.text).path.strip("/"):
        message, hint = (
            N_("the link shows its address, which screen readers spell out"),
            N_("write [the name of the page](its address)"),
        )
        yield rules.VAGUE_LINK.broken(place, message, hint)


def addresses(prose: Prose) -> Iterator[tuple[str, Place]]:
    """Yield the web addresses in the front matter."""
    release = prose.release
    if release.original:
        yield release.original, Place(release.source, release.lines.get("original", 1))
    for evidence in release.claim.evidence if release.claim else ():
        for found in _FIELD.finditer(f"{evidence.title} {evidence.url}"):
            yield found[0], Place(release.source, release.lines.get("claim.evidence", 1))


def _host(target: str, place: Place, context: TextContext) -> Iterator[Diagnostic]:
    host = _host_of(target)
    if not host:
        return
    if web.is_local(host):
        message, hint = (
            N_("the link leads to “{host}”, which is only on this computer or network"),
            N_("write the public address of the page"),
        )
        yield rules.LOCAL_LINK.broken(place, message, hint, host=host)
    elif context.config.checks.hosts and not _is_listed(host, context):
        message, hint = (
            N_("the link leads to “{host}”, which is not a host that this portal links to"),
            N_("remove the link, or add the host to [checks] hosts in config.toml"),
        )
        yield rules.UNLISTED_HOST.broken(place, message, hint, host=host)


def _host_of(target: str) -> str:
    address = target if "://" in target else f"https://{target.lstrip('/')}" if _HOST_FIRST.match(target) else ""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_listed(host: str, context: TextContext) -> bool:
    """Tell whether a host, or a domain that it is in, is the portal's own or in its list."""
    own = urlsplit(context.config.base_url).hostname or ""
    known = (own, *(name.lower().removeprefix("*.").strip(".") for name in context.config.checks.hosts))
    return any(host == name or host.endswith(f".{name}") for name in known)
