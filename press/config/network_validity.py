"""Checks of what ``config.toml`` says of the other portals of the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from press import web
from press.config.network import Member
from press.config.places import KeyPath, wrong
from press.config.schema import Config
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.model import LISTED_KINDS

_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _check_network(config: Config, text: str) -> Iterator[Diagnostic]:
    taken: dict[str, str] = {}
    for name, member in config.network.items():
        path = ("network", name)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            yield wrong(path, text, N_("the id “{id}” may contain only a-z, 0-9 and hyphens"), id=name)
        if (other := taken.setdefault(member.url, name)) != name:
            message, hint = N_("{other} has the same feed"), N_("name each portal once")
            yield wrong((*path, "url"), text, message, hint, other=other)
        if member.silent_after < 0:
            yield wrong((*path, "silent_after"), text, N_("“{key}” must be 0 or more"), key="silent_after")
        yield from _addresses(path, member, text)
        yield from _terms(path, member, config, text)


def _check_registries(config: Config, text: str) -> Iterator[Diagnostic]:
    for name, registry in config.registries.items():
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            message = N_("the id “{id}” may contain only a-z, 0-9 and hyphens")
            yield wrong(("registries", name), text, message, id=name)
        if not _is_trusted(registry.url) or not urlsplit(registry.url).path.endswith((".txt", ".toml")):
            message = N_("“{key}” must be the complete https address of a .txt or .toml file")
            yield wrong(("registries", name, "url"), text, message, key="url")


def _addresses(path: KeyPath, member: Member, text: str) -> Iterator[Diagnostic]:
    for key, address in (("url", member.url), ("home", member.home)):
        if (address or key == "url") and not _is_trusted(address):
            message = N_("“{key}” must be a complete https address")
            yield wrong((*path, key), text, message, N_("write the complete address, beginning with https://"), key=key)
    for host in member.hosts:
        if not _HOST.fullmatch(host.lower()):
            hint = N_("write only the name of the host, such as berita.kabupaten.example")
            yield wrong((*path, "hosts"), text, N_("“{host}” is not the name of a host"), hint, host=host)


def _is_trusted(address: str) -> bool:
    """Tell whether nobody on the way can change what is at an address: https, or this computer."""
    if not web.is_web_address(address):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in _LOOPBACK


def _terms(path: KeyPath, member: Member, config: Config, text: str) -> Iterator[Diagnostic]:
    known = {
        "kinds": (member.kinds, LISTED_KINDS),
        "regions": (member.regions, config.regions),
        "topics": (tuple(member.topics.values()), config.topics),
    }
    for key, (ids, allowed) in known.items():
        for id in ids:
            if allowed is not None and id not in allowed:
                message, hint = N_("“{name}” is not one of the {key} of this portal"), N_("write one of: {names}")
                yield wrong((*path, key), text, message, hint, name=id, key=key, names=", ".join(allowed))


CHECKS = (_check_network, _check_registries)
