"""How old the live site is: its manifest and sitemap, compared with those of the build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from press.deploy import manifests
from press.deploy.manifests import DamagedManifest
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.live import findings
from press.live.context import AuditContext, LiveManifest
from press.live.fetch import LiveSite
from press.live.reference import Reference, reader
from press.site import manifest

_SITEMAP = "sitemap.xml"
_CHANGED = re.compile(rb"<lastmod>([^<]{10,40})</lastmod>")
_MOST_SHARDS = 1000
"""Somebody else's manifest may name any number, each of which would be asked for."""
_NAMED = 5
"""Releases that a message names."""


def live_manifest(expected: Reference, site: LiveSite) -> tuple[LiveManifest, bool]:
    """Compare the manifest of the live site with that of the build; also tell whether there is a whole one."""
    read = reader(site)
    data = read(manifest.NAME)
    try:
        live = manifests.root(data or b"")
        if len(live.manifests) > _MOST_SHARDS + 4 * len(expected.root.manifests):
            return LiveManifest(), False
        found = manifests.difference(live, expected.root, read, expected.read_shard)
    except DamagedManifest:
        return LiveManifest(), False
    return LiveManifest(found.new | found.changed, frozenset(found.removed)), True


def check(context: AuditContext, has_manifest: bool) -> Iterator[Diagnostic]:
    """Yield a problem if the live site is that of another build, with the releases that it lacks."""
    if not has_manifest:
        message = N_("the site does not show a whole manifest.json, so that its age is not known")
        yield findings.NO_MANIFEST.broken(context.place(manifest.NAME), message)
    if context.live.digests or context.live.missing:
        yield _stale(context)


def _stale(context: AuditContext) -> Diagnostic:
    lacking = {context.expected.release_id(address): address for address in sorted(context.live.missing)}
    lacking.pop("", None)
    hours = _hours_behind(context)
    place = Place(context.site.base)
    values = {
        "hours": hours,
        "count": len(lacking),
        "releases": ", ".join(list(lacking)[:_NAMED]) + " …" * (len(lacking) > _NAMED),
        "files": len(context.live.digests) + len(context.live.missing),
    }
    hint = N_("deploy; if that should have happened by itself, look at the last run of CI or of cron")
    if lacking and hours:
        message = N_("the live site is {hours} h behind the repository; {count} releases are missing: {releases}")
    elif lacking:
        message = N_("the live site is older than the repository; {count} releases are missing: {releases}")
    elif hours:
        message = N_("the live site is {hours} h behind the repository; {files} files differ")
    else:
        message = N_("the live site is that of another build; {files} files differ")
    return findings.STALE.broken(place, message, hint, **values)


def _hours_behind(context: AuditContext) -> int:
    """Return the hours between the last changes of releases that both sitemaps name; 0 if it is not known."""
    ours = _last_change(context.expected.file(_SITEMAP))
    live = _last_change(context.site.get(_SITEMAP).body)
    if not ours or not live or ours <= live:
        return 0
    return max(1, round((ours - live).total_seconds() / 3600))


def _last_change(data: bytes | None) -> datetime | None:
    times = list[datetime]()
    for text in _CHANGED.findall(data or b""):
        try:
            moment = datetime.fromisoformat(text.decode())
        except ValueError:
            continue
        times += [moment] if moment.tzinfo else []
    return max(times, default=None)
