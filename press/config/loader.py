"""Reading ``config.toml``, and what the command line overrides."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from press import rules, toml, web
from press.config import validity
from press.config.directory import Channels, Map, Office, Region, Term
from press.config.editions import EditionSettings
from press.config.network import Member, Registry
from press.config.places import NAME, KeyPath, nearest, wrong
from press.config.schema import (
    Addresses,
    AnnounceChannel,
    Checks,
    Config,
    DeployTarget,
    Election,
    Feeds,
    Hosts,
    Identity,
    Lists,
    PlaceName,
    PressKit,
    Prose,
    Search,
    Theme,
)
from press.config.services import Editor, Offline, Ppid, Seal, Security, Sharing, Trust
from press.diagnostics import Diagnostic, Place
from press.errors import BadConfig, Misuse
from press.i18n.mark import N_
from press.model import Contact


def load(root: Path, base_url: str = "") -> Config:
    """Read ``config.toml`` under `root`; `base_url`, if given, overrides its value.

    Raises `Misuse` if there is no such file, `BadConfig` with all its diagnostics if it is wrong.
    """
    return _completed(parse(_text(root)), base_url)


def language_of(root: Path) -> str:
    """Return the language of a portal, even if the rest of its ``config.toml`` is wrong; empty if none is found.

    The problems of the file itself are reported in this language.
    """
    try:
        found = _LANGUAGE.search(_text(root))
    except Misuse:
        return ""
    return found[1] if found else ""


def parse(text: str) -> Config:
    """Convert the text of a config.toml to a `Config`. Raises `BadConfig`."""
    try:
        data = toml.loads(text)
    except toml.NotToml as reason:
        place = Place(NAME, reason.line or text.rstrip().count("\n") + 1, reason.column)
        hint = N_("correct this line or the one above it; docs/config.md has examples")
        raise BadConfig([rules.CONFIG.broken(place, reason.message, hint, **reason.values)]) from None
    problems = list(_unknown_keys(data, text))
    known = _with_whole_addresses(_without_unknown_keys(data))
    try:
        config = msgspec.convert(known, Config)
    except msgspec.ValidationError as reason:
        problems.append(_wrong_type(str(reason), known, text))
    else:
        problems += validity.problems(config, text)
    if problems:
        raise BadConfig(problems)
    return config


_LANGUAGE = re.compile(r"""^\s*language\s*=\s*["']([A-Za-z-]+)["']""", re.MULTILINE)


def _text(root: Path) -> str:
    try:
        return (root / NAME).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = N_("there is no config.toml in {root}; go to the portal's folder, or name it with --root")
        raise Misuse(message, root=root) from None
    except (OSError, UnicodeDecodeError) as reason:
        message = N_("config.toml cannot be read: {reason}; check that you may read it, and that it is saved as UTF-8")
        raise Misuse(message, reason=reason) from None


def _completed(config: Config, base_url: str) -> Config:
    """Fill in the defaults that depend on other values, and what the command line overrides. Raises `Misuse`."""
    own_url = web.folder_url(config.base_url)
    if not (url := web.folder_url(base_url) if base_url else own_url):
        raise Misuse(N_("--base-url must be a complete http or https address, such as https://berita.example/"))
    authority = config.identity.authority or urlsplit(own_url).hostname or "localhost"
    return msgspec.structs.replace(
        config,
        identity=msgspec.structs.replace(config.identity, authority=authority),
        base_url=url,
        publisher=config.publisher or config.title,
    )


# Unknown keys: msgspec itself would report only the first --------------------------------------------------------

_TABLES: dict[str, type[msgspec.Struct]] = {
    "identity": Identity, "theme": Theme, "checks": Checks, "prose": Prose, "lists": Lists, "feeds": Feeds,
    "press_kit": PressKit, "sharing": Sharing, "search": Search, "addresses": Addresses, "hosts": Hosts,
    "security": Security, "trust": Trust, "ppid": Ppid, "offline": Offline, "editor": Editor, "seal": Seal, "map": Map,
    "channels": Channels,
}  # fmt: skip
_TABLES_BY_NAME: dict[str, type[msgspec.Struct]] = {
    "contacts": Contact, "topics": Term, "offices": Office, "regions": Region, "places": PlaceName,
    "elections": Election, "deploy": DeployTarget, "announce": AnnounceChannel, "network": Member,
    "registries": Registry, "editions": EditionSettings,
}  # fmt: skip
TABLES = _TABLES | _TABLES_BY_NAME
"""The struct of every table, or of every entry of a table of tables, by the table's name."""


def _structs(data: dict[str, Any]) -> Iterator[tuple[KeyPath, dict[str, Any], type[msgspec.Struct]]]:
    """Yield every table that has a struct, with its path."""
    yield (), data, Config
    for name, struct in _TABLES.items():
        if isinstance(table := data.get(name), dict):
            yield (name,), table, struct
    for name, struct in _TABLES_BY_NAME.items():
        if isinstance(tables := data.get(name), dict):
            yield from (((name, key), table, struct) for key, table in tables.items() if isinstance(table, dict))


def _unknown_keys(data: dict[str, Any], text: str) -> Iterator[Diagnostic]:
    for path, table, struct in _structs(data):
        for key in _unknown(table, struct):
            like = nearest(key, struct.__struct_fields__)
            hint = N_("did you mean “{nearest}”?") if like else N_("see docs/config.md")
            name = ".".join((*path, key))
            yield wrong((*path, key), text, N_("unknown key “{key}”"), hint, key=name, nearest=like)


def _without_unknown_keys(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data without keys that were reported as unknown, so that the types of the rest are still checked."""
    data = copy.deepcopy(data)
    for _, table, struct in list(_structs(data)):
        for key in _unknown(table, struct):
            del table[key]
    return data


_ADDRESSES = frozenset({"url", "publisher_url", "license_url", "hub", "policy", "disclosure"})
"""Keys whose values are links."""


def _with_whole_addresses(value: Any, key: str = "") -> Any:
    """Return the data with complete links: ``//host/…`` begins with https, and other characters are encoded."""
    match value:
        case dict():
            return {name: _with_whole_addresses(one, name) for name, one in value.items()}
        case list():
            return [_with_whole_addresses(one) for one in value]
        case str() if key in _ADDRESSES:
            return web.encoded(web.with_https(value))
    return value


def _unknown(table: dict[str, Any], struct: type[msgspec.Struct]) -> list[str]:
    return [key for key in table if key not in struct.__struct_fields__]


# Types --------------------------------------------------------------------------------------------------------

_TYPES = {
    "str": N_("“{key}” must be a text in quotation marks"), "int": N_("“{key}” must be a whole number"),
    "bool": N_("“{key}” must be true or false"), "array": N_("“{key}” must be a list in square brackets"),
    "object": N_("“{key}” must be a table of its own: [{key}]"),
}  # fmt: skip
"""Our message by the type that msgspec expected."""


def _wrong_type(reason: str, data: dict[str, Any], text: str) -> Diagnostic:
    """Make a diagnostic from the message of msgspec: ``Expected `str`, got `int` - at `$.theme.colour```."""
    what, _, where = reason.partition(" - at `$")
    path = _with_keys(re.findall(r"[\w-]+|\.\.\.", where), data, reason)
    if missing := re.search(r"missing required field `(\w+)`", what):
        key, hint = ".".join((*path, missing[1])), N_("write {name} = and its value; docs/config.md says what it takes")
        return wrong((*path, missing[1]), text, N_("“{key}” is missing"), hint, key=key, name=missing[1])
    if unknown := re.search(r"unknown field `(.+)`", what):
        key = ".".join((*path, unknown[1]))
        return wrong((*path, unknown[1]), text, N_("unknown key “{key}”"), N_("see docs/config.md"), key=key)
    expected = re.match(r"Expected `(\w+)", what)
    message = _TYPES.get(expected[1] if expected else "", N_("“{key}”: {reason}"))
    return wrong(path, text, message, key=".".join(path), reason=what)


def _with_keys(steps: list[str], data: dict[str, Any], reason: str) -> KeyPath:
    """Return the path of what msgspec reports: for a key of a table of tables it only writes ``[...]``.

    It is a key that alone in its table has the same problem.
    """
    value: Any = data
    path: KeyPath = ()
    for step in steps:
        key = next(key for key in [*value] if _is_reported_for(key, value, data, reason)) if step == "..." else step
        value = value[int(key)] if isinstance(value, list) else value.get(key)
        path = (*path, key)
    return path


def _is_reported_for(key: str, table: dict[str, Any], data: dict[str, Any], reason: str) -> bool:
    """Tell whether msgspec reports the same of the data if a table in it has nothing but this key."""
    entries = dict(table)
    table.clear()
    table[key] = entries[key]
    try:
        msgspec.convert(data, Config)
    except msgspec.ValidationError as same:
        return str(same) == reason
    else:
        return False
    finally:
        table.clear()
        table.update(entries)
