"""The links of config.toml: those into the portal lead to something, and no other leads to the author's own network.

They are checked in every build, since any removed page may be one of their targets.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from press import rules, web
from press.build.state import BuildState
from press.checks import with_severities
from press.config import NAME, Config
from press.config.places import KeyPath, place_of
from press.config.validity import menu_items
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.views.addresses import exists
from press.views.context import Snapshot


def record(build: BuildState, snapshot: Snapshot) -> None:
    """Record a problem for each wrong link of config.toml."""
    dead = [(path, target) for path, target in _links(build.request.config) if _leads_nowhere(target, snapshot)]
    text = (build.request.root / NAME).read_text(encoding="utf-8") if dead else ""
    found = [_problem(path, target, text) for path, target in dead]
    build.ledger.record_problems("", "config", with_severities(found, build.request.config))


def _links(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Yield each link with the path of its key."""
    yield from ((path, item.url) for path, item in menu_items(config))
    yield from ((("publisher_url",), config.publisher_url), (("license_url",), config.license_url))
    yield ("feeds", "hub"), config.feeds.hub
    yield from ((("security", "policy"), config.security.policy), (("trust", "disclosure"), config.trust.disclosure))
    for name in ("topics", "offices", "regions"):
        yield from (((name, id, "url"), term.url) for id, term in (getattr(config, name) or {}).items())


def _leads_nowhere(target: str, snapshot: Snapshot) -> bool:
    if not target:
        return False
    if target.startswith(snapshot.config.base_url):
        target = f"/{target.removeprefix(snapshot.config.base_url)}"
    if web.is_foreign(target):
        return web.is_local(urlsplit(target).hostname or "web")
    path = unquote(urlsplit(target).path).lstrip("/")
    return bool(path) and not exists(path, snapshot)


def _problem(path: KeyPath, target: str, text: str) -> Diagnostic:
    message, hint = N_("the link “{target}” leads to nothing"), N_("correct the address, or remove the link")
    return rules.CONFIG_LINK.broken(place_of(path, text), message, hint, target=target)
