"""Files at fixed addresses for programs: for crawlers, for finders of security holes, and on what is the office's own.

``robots.txt`` is RFC 9309, ``.well-known/security.txt`` is RFC 9116, ``trust.txt`` is the format of JournalList
(journallist.net). The last two belong to a whole host; a portal in a folder of one has neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

from press import urls, views, web
from press.config import Config
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views.context import Snapshot

TEMPLATES = ()
ROBOTS, SECURITY, TRUST = "robots.txt", ".well-known/security.txt", "trust.txt"
TRUST_TOO = ".well-known/trust.txt"
"""Its other address: JournalList recommends it since 2020, and programs that know only one know either of them."""


class Lines(views.View, frozen=True, kw_only=True):
    """A file, by line."""

    lines: tuple[str, ...]


_file = msgspec.json.Decoder(Lines)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """All files."""
    return (ROBOTS, SECURITY, TRUST, TRUST_TOO)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """No ids: no release changes them."""
    return ()


def owns(path: str, config: Config) -> bool:
    """The rules for crawlers, and those files that config.toml has the content of."""
    if path == SECURITY:
        return has_security(config)
    return path == ROBOTS or (path in (TRUST, TRUST_TOO) and _has_trust(config))


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One of the files."""
    id, config = invalidation.id, snapshot.config
    lines: Iterable[str] = ()
    if id == ROBOTS:
        lines = _robots(snapshot)
    elif owns(id, config):
        lines = _security(config, snapshot.now) if id == SECURITY else _trust(config)
    yield id, Lines(lines=tuple(lines)) if lines else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the file."""
    return "".join(f"{line}\n" for line in _file.decode(view).lines).encode()


def _robots(snapshot: Snapshot) -> Iterator[str]:
    """Of a preview, crawlers may read nothing."""
    is_preview = snapshot.site.preview
    yield from ("User-agent: *", "Disallow: /" if is_preview else "Disallow:", "")
    for name in () if is_preview else ("sitemap.xml", "sitemap-news.xml"):
        yield f"Sitemap: {urls.absolute(name, snapshot.config)}"


def has_security(config: Config) -> bool:
    """Tell whether there is a file that expires: it must be described again in every build."""
    return bool(config.security.contact) and config.base_path == "/"


def _has_trust(config: Config) -> bool:
    is_filled = any(msgspec.structs.astuple(config.trust)) or bool(_accounts(config)) or config.seal.has_check
    return is_filled and config.base_path == "/"


def _security(config: Config, now: datetime) -> Iterator[str]:
    yield from (f"Contact: {_uri(one)}" for one in config.security.contact)
    yield f"Expires: {expires(now)}"
    yield f"Preferred-Languages: {config.language}"
    yield f"Canonical: {urls.absolute(SECURITY, config)}"
    if config.security.policy:
        yield f"Policy: {_whole(config.security.policy, config)}"


def expires(now: datetime) -> str:
    """Return when the file expires: half a year to a year after the build, as RFC 9116 advises.

    It changes twice a year. The file of a portal that nobody builds any more expires, and rightly.
    """
    today = now.astimezone(UTC)
    return f"{today.year}-12-31T00:00:00Z" if today.month <= 6 else f"{today.year + 1}-06-30T00:00:00Z"


def _trust(config: Config) -> Iterator[str]:
    trust = config.trust
    lists = {
        "member": trust.members, "belongto": trust.belongs_to, "control": trust.controls,
        "controlledby": trust.controlled_by, "social": _accounts(config),
    }  # fmt: skip
    for name, addresses in lists.items():
        yield from (f"{name}={web.encoded(address)}" for address in addresses)
    if trust.disclosure:
        yield f"disclosure={_whole(trust.disclosure, config)}"
    if config.seal.has_check:
        yield f"disclosure={urls.absolute(urls.check_address(config), config)}"
    yield from (f"contact={_uri(one)}" for one in trust.contact)


def _accounts(config: Config) -> tuple[str, ...]:
    """The official accounts: those of ``[trust]``, then those of ``[channels]``, each once."""
    channels = (address for address in config.channels.addresses.values() if web.is_foreign(address))
    return tuple(dict.fromkeys((*config.trust.social, *channels)))


def _uri(contact: str) -> str:
    """Return a contact as an address: an e-mail address gets its scheme."""
    return web.encoded(contact) if web.is_foreign(contact) else f"mailto:{contact}"


def _whole(link: str, config: Config) -> str:
    return link if web.is_foreign(link) else urls.absolute_link(config.base_path + link.lstrip("/"), config)
