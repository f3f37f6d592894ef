"""Checks of those values of ``config.toml`` that have the right type."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from press import rules, web
from press.config import colours, directory_validity, network_validity
from press.config.editions import EditionSettings, MenuItem
from press.config.places import KeyPath, nearest, wrong
from press.config.schema import CHANNELS, Config
from press.diagnostics import Diagnostic, Severity
from press.i18n.catalogues import languages
from press.i18n.mark import N_
from press.model import LISTED_KINDS


def problems(config: Config, text: str) -> Iterator[Diagnostic]:
    """Yield the problems of the values; `text` is that of the file."""
    for check in _CHECKS:
        yield from check(config, text)


def _check_address(config: Config, text: str) -> Iterator[Diagnostic]:
    if not web.folder_url(config.base_url):
        yield wrong(
            ("base_url",),
            text,
            N_("base_url must be a complete http or https address, such as https://berita.example/"),
            N_("write it without spaces, user name, “?” and “#”"),
        )


def _check_web_addresses(config: Config, text: str) -> Iterator[Diagnostic]:
    found: list[tuple[KeyPath, str]] = [
        (("publisher_url",), config.publisher_url), (("license_url",), config.license_url),
        (("feeds", "hub"), config.feeds.hub),
    ]  # fmt: skip
    for name in ("topics", "offices", "regions"):
        found += [((name, id, "url"), term.url) for id, term in (getattr(config, name) or {}).items()]
    for name in ("social", "controls", "controlled_by", "belongs_to", "members"):
        found += [(("trust", name), address) for address in getattr(config.trust, name)]
    for path, address in found:
        if address and not web.is_web_address(address):
            message = N_("“{key}” must be a complete http or https address")
            yield wrong(path, text, message, N_("write the complete address, beginning with https://"), key=path[-1])


def _check_zones(config: Config, text: str) -> Iterator[Diagnostic]:
    zones: list[tuple[KeyPath, str]] = [(("timezone",), config.timezone)]
    zones += [(("places", name, "timezone"), place.timezone) for name, place in config.places.items()]
    for path, name in zones:
        if not _is_zone(name):
            hint = N_("write an IANA name such as Asia/Jakarta")
            yield wrong(path, text, N_("unknown time zone “{name}”"), hint, name=name)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _check_theme(config: Config, text: str) -> Iterator[Diagnostic]:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", config.theme.colour):
        yield wrong(("theme", "colour"), text, N_("the colour must be written as #rrggbb, such as #0b4f6c"))
    elif colours.contrast_with_white(config.theme.colour) < colours.READABLE:
        message = N_("white text on {colour} cannot be read: the contrast is {contrast}, and must be {least}")
        hint = N_("choose a darker colour, such as {readable}")
        values = {"contrast": f"{colours.contrast_with_white(config.theme.colour):.1f}", "least": colours.READABLE}
        readable = colours.readable(config.theme.colour)
        yield wrong(("theme", "colour"), text, message, hint, colour=config.theme.colour, readable=readable, **values)


def _check_editions(config: Config, text: str) -> Iterator[Diagnostic]:
    for language, edition in config.editions.items():
        path = ("editions", language)
        if language == config.language.partition("-")[0]:
            message = N_("the portal itself is in this language: [editions.{language}] would be a second one")
            yield wrong(path, text, message, N_("delete this section"), language=language)
        elif language not in languages():
            message = N_("Press has no words in the language “{language}”")
            hint = N_("write one of {languages}, or add a catalogue as CONTRIBUTING.md says")
            yield wrong(path, text, message, hint, language=language, languages=", ".join(languages()))
        for name in ("topics", "offices", "regions", "contacts"):
            known = getattr(config, name) or {}
            for id in getattr(edition, name):
                if id not in known:
                    message = N_("[{name}] has no “{id}”, which [editions.{language}] names")
                    hint = N_("did you mean “{nearest}”?") if nearest(id, known) else N_("write an id that is declared")
                    values = {"name": name, "id": id, "language": language, "nearest": nearest(id, known)}
                    yield wrong((*path, name, id), text, message, hint, **values)


def menu_items(config: Config) -> Iterator[tuple[KeyPath, MenuItem]]:
    """Yield each link of the menus of the portal and of its editions, with the path of its entry."""
    menus: list[tuple[KeyPath, Config | EditionSettings]] = [((), config)]
    menus += [(("editions", language), said) for language, said in config.editions.items()]
    for path, said in menus:
        for name, items in (("menu", said.menu), ("footer", said.footer)):
            yield from (((*path, name, str(number)), item) for number, item in enumerate(items))


def _check_menus(config: Config, text: str) -> Iterator[Diagnostic]:
    for path, item in menu_items(config):
        if not item.label.strip():
            yield wrong((*path, "label"), text, N_("“{key}” is empty"), key="label")
        if not web.is_safe(item.url) or not (item.url.startswith("/") or web.is_foreign(item.url)):
            message = N_("“{address}” is no address that a menu can lead to")
            hint = N_("write a path from the root of the portal, such as /pedoman/, or a complete https address")
            yield wrong((*path, "url"), text, message, hint, address=item.url)


def _check_contacts(config: Config, text: str) -> Iterator[Diagnostic]:
    for name, office in (config.offices or {}).items():
        if office.contact and office.contact not in config.contacts:
            path = ("offices", name, "contact")
            hint = N_("add [contacts.{name}], or write the id of another contact")
            yield wrong(path, text, N_("there is no contact “{name}”"), hint, name=office.contact)


def _check_hosts(config: Config, text: str) -> Iterator[Diagnostic]:
    for name in config.hosts.compress:
        if name not in ("gzip", "brotli"):
            message, hint = N_("unknown compression “{name}”"), N_("write gzip, brotli or both")
            yield wrong(("hosts", "compress"), text, message, hint, name=name)


def _check_reports(config: Config, text: str) -> Iterator[Diagnostic]:
    """Check whom readers can tell something, and the pages that say how."""
    for name, contacts in (("security", config.security.contact), ("trust", config.trust.contact)):
        for contact in contacts:
            if not directory_validity.is_mail(contact) and not (web.is_foreign(contact) and web.is_safe(contact)):
                message = N_("“{contact}” is neither an e-mail address nor a complete https address")
                hint = N_("write humas@dinas.example, or the address of a page with a form")
                yield wrong((name, "contact"), text, message, hint, contact=contact)
    for path, link in (
        (("security", "policy"), config.security.policy),
        (("trust", "disclosure"), config.trust.disclosure),
        (("ppid", "request"), config.ppid.request if config.ppid else ""),
    ):
        if link and not link.startswith("/") and not web.is_web_address(link):
            hint = N_("write a path from the root of the portal, such as /pedoman/, or a complete https address")
            yield wrong(path, text, N_("“{key}” is not an address"), hint, key=path[-1])


def _check_vocabularies(config: Config, text: str) -> Iterator[Diagnostic]:
    for name in ("topics", "offices", "regions"):
        for term in getattr(config, name) or ():
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", term):
                yield wrong((name, term), text, N_("the id “{id}” may contain only a-z, 0-9 and hyphens"), id=term)


def _check_term_aliases(config: Config, text: str) -> Iterator[Diagnostic]:
    for name in ("topics", "offices", "regions"):
        terms = getattr(config, name) or {}
        taken = set(terms)
        for id, term in terms.items():
            for alias in term.aliases:
                hint = N_("write each former id once, and none that a term has now")
                if alias in taken:
                    yield wrong((name, id, "aliases"), text, N_("the id “{id}” is already used"), hint, id=alias)
                taken.add(alias)


def _check_gone(config: Config, text: str) -> Iterator[Diagnostic]:
    for written in config.addresses.gone:
        if not re.fullmatch(r"/[^*?#]+(/\*)?", written) or "//" in written:
            message = N_("“{address}” is not an address of this portal")
            hint = N_("write it from the root of the portal, such as /2020/01/banjir/, or /2020/* for a whole folder")
            yield wrong(("addresses", "gone"), text, message, hint, address=written)


def _check_severities(config: Config, text: str) -> Iterator[Diagnostic]:
    for name, severity in config.checks.severity.items():
        path = ("checks", "severity", name)
        if name not in rules.RULES:
            like = nearest(name, rules.RULES)
            hint = N_("did you mean “{nearest}”?") if like else N_("docs/rules.md lists all rules")
            yield wrong(path, text, N_("there is no rule “{name}”"), hint, name=name, nearest=like)
        if severity not in (Severity.ERROR, Severity.WARNING, "off"):
            yield wrong(path, text, N_("the severity must be error, warning or off"))


def _check_elections(config: Config, text: str) -> Iterator[Diagnostic]:
    for name, election in config.elections.items():
        if election.ends < election.begins:
            yield wrong(("elections", name, "ends"), text, N_("the last day is before the first one"))
        if not any(candidate.strip() for candidate in election.candidates):
            yield wrong(("elections", name, "candidates"), text, N_("“{key}” is empty"), key="candidates")
        for region in election.regions:
            if config.regions is not None and region not in config.regions:
                message = N_("unknown region “{name}”")
                yield wrong(("elections", name, "regions"), text, message, name=region)


def _check_channels(config: Config, text: str) -> Iterator[Diagnostic]:
    for name, channel in config.announce.items():
        path = ("announce", name)
        if channel.type not in CHANNELS:
            hint = N_("write one of: {names}")
            message = N_("there is no type of channel “{name}”")
            yield wrong((*path, "type"), text, message, hint, name=channel.type, names=", ".join(CHANNELS))
        known: dict[str, Collection[str] | None] = {
            "kinds": LISTED_KINDS,
            "topics": config.topics,
            "offices": config.offices,
        }
        for key, ids in known.items():
            for id in getattr(channel, key):
                if ids is not None and id not in ids:
                    hint = N_("write one of: {names}")
                    message = N_("“{name}” is not one of the {key} of this portal")
                    yield wrong((*path, key), text, message, hint, name=id, key=key, names=", ".join(ids))
        for key in ("hours", "limit", "minimum"):
            if getattr(channel, key) < 1:
                yield wrong((*path, key), text, N_("“{key}” must be 1 or more"), key=key)
        if channel.hours > _MOST_HOURS:
            message = N_("“{key}” must be {most} or less")
            yield wrong((*path, "hours"), text, message, key="hours", most=_MOST_HOURS)


_MOST_HOURS = 24 * 365


def _check_synonyms(config: Config, text: str) -> Iterator[Diagnostic]:
    for group in config.search.synonyms:
        if len({word.casefold().strip() for word in group} - {""}) < 2:
            message = N_("a group of synonyms has at least two words: {words}")
            hint = N_('write them in brackets, such as ["dbd", "demam berdarah"]')
            yield wrong(("search", "synonyms"), text, message, hint, words=", ".join(group))


def _check_lists(config: Config, text: str) -> Iterator[Diagnostic]:
    if config.lists.size < 1:
        yield wrong(("lists", "size"), text, N_("“{key}” must be 1 or more"), key="lists.size")
    if config.checks.document_megabytes < 1:
        path = ("checks", "document_megabytes")
        yield wrong(path, text, N_("“{key}” must be 1 or more"), key=".".join(path))


_SERVER = re.compile(r"(https://[\w.-]+|http://(localhost|127\.0\.0\.1))(:\d+)?")


def _check_editor(config: Config, text: str) -> Iterator[Diagnostic]:
    editor = config.editor
    if editor.forge not in ("github", "gitlab"):
        yield wrong(("editor", "forge"), text, N_("the forge must be github or gitlab"))
    if editor.repository and not re.fullmatch(r"[\w.-]+(/[\w.-]+)+", editor.repository, re.ASCII):
        hint = N_("write it as its address names it, without the host: humas/berita")
        yield wrong(("editor", "repository"), text, N_("“{name}” is not a repository"), hint, name=editor.repository)
    if not re.fullmatch(r"[\w./-]+", editor.branch):
        yield wrong(("editor", "branch"), text, N_("“{name}” is not a branch"), name=editor.branch)
    for key, address in (("server", editor.server), ("relay", editor.relay)):
        if address and not _SERVER.fullmatch(address):
            hint = N_("write https:// and the host, without a slash at the end: https://git.example.go.id")
            yield wrong(("editor", key), text, N_("“{address}” is not the address of a server"), hint, address=address)


def _check_seal(config: Config, text: str) -> Iterator[Diagnostic]:
    origin, root = config.seal.origin, config.seal.root
    if origin and not re.fullmatch(r"[\w.-]+(:\d+)?(/[\w.-]+)*", origin, re.ASCII):
        hint = N_("write the address of the portal without https://, and seal behind it: {example}")
        example = f"{config.base_url.partition('://')[2].rstrip('/')}/seal"
        message = N_("“{name}” cannot be the name of a log")
        yield wrong(("seal", "origin"), text, message, hint, name=origin, example=example)
    if root and not _is_public_key(root):
        hint = N_("write it as seal init printed it: the name, and two parts, with a + before each")
        yield wrong(("seal", "root"), text, N_("this is not a public key"), hint)


def _is_public_key(text: str) -> bool:
    from press.seal import notes  # noqa: PLC0415 - only for portals with a seal

    try:
        notes.key(text)
    except ValueError:
        return False
    return True


_CHECKS = (
    *directory_validity.CHECKS, *network_validity.CHECKS,
    _check_address, _check_web_addresses,
    _check_zones, _check_theme, _check_contacts, _check_reports, _check_vocabularies, _check_term_aliases,
    _check_gone, _check_hosts, _check_severities, _check_elections, _check_channels, _check_synonyms, _check_lists,
    _check_editor, _check_seal, _check_editions, _check_menus,
)  # fmt: skip
