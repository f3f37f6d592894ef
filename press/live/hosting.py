"""How the host serves the site: its certificate, headers, and former addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from press import urls
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.live import findings, judge
from press.live.context import AuditContext
from press.live.fetch import LiveSite
from press.live.headers import Deviation

_CERTIFICATE = timedelta(days=14)
_HOST_FILES = N_("use the files for hosts of the build, as docs/hosting/README.md shows")
_PERMANENT = (301, 308)
_GONE = (404, 410)
"""Some hosts cannot answer 410."""


def certificate(site: LiveSite, now: datetime) -> Iterator[Diagnostic]:
    """Yield a problem if the certificate ends soon."""
    if site.expires and site.expires - now < _CERTIFICATE:
        message = N_("the certificate of the server ends on {date}")
        hint = N_("renew it: afterwards, browsers warn of the portal")
        date = f"{site.expires.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
        yield findings.CERTIFICATE.broken(Place(site.base), message, hint, date=date)


def headers(context: AuditContext, deviations: Iterable[tuple[str, Deviation]]) -> Iterator[Diagnostic]:
    """Yield one problem for each header, for all addresses together: another part of them is asked for each day."""
    by_kind = defaultdict[tuple[str, str], list[tuple[str, Deviation]]](list)
    for path, one in deviations:
        by_kind[one.name, one.promised].append((path, one))
    for group in by_kind.values():
        path, one = min(group, key=lambda item: (item[0], item[1].live))
        message = (
            N_("header {name} is “{live}” instead of “{promised}”; so at {count} addresses, as {url}")
            if one.live
            else N_("header {name} is missing, it should be “{promised}”; so at {count} addresses, as {url}")
        )
        values = {"name": one.name, "live": one.live, "promised": one.promised, "url": context.url(path)}
        yield findings.HEADER.broken(Place(context.site.base), message, _HOST_FILES, count=len(group), **values)


def redirects(context: AuditContext, most: int) -> Iterator[Diagnostic]:
    """Yield a problem for each former address that does not lead where it should, and each that should be gone."""
    for path, target in sorted(context.redirects.targets.items())[:most]:
        yield from _former(context, path, target)
    for path in sorted(context.redirects.gone)[:most]:
        answer = context.site.get(_request(context, path))
        if answer.fault:
            yield from judge.fault(_place(context, path), answer)
        elif answer.status not in _GONE:
            message = N_("the address is gone, but the server answers {status} instead of 410")
            yield findings.REDIRECT.broken(_place(context, path), message, _HOST_FILES, status=answer.status)


def _former(context: AuditContext, path: str, target: str) -> Iterator[Diagnostic]:
    """Yield a problem unless an address redirects for good, or has the page of the build that leads on."""
    answer = context.site.get(_request(context, path))
    address = context.file_at(path.removeprefix(context.home))
    if answer.fault:
        yield from judge.fault(_place(context, path), answer)
    elif 300 <= answer.status < 400:
        found = answer.headers.get("location", "")
        values = {"status": answer.status, "target": found, "expected": target}
        if not judge.leads_to(context, path, found, target):
            message = N_("the former address redirects to {target} instead of {expected}")
            yield findings.REDIRECT.broken(_place(context, path), message, _HOST_FILES, **values)
        elif answer.status not in _PERMANENT:
            message = N_("the former address redirects with {status} instead of 301: search engines keep the old one")
            yield findings.REDIRECT.broken(_place(context, path), message, _HOST_FILES, **values)
    elif answer.status == 200 and address in context.expected.rows:
        yield from judge.judge(context, address, answer)
    elif address not in context.live.missing:
        message = N_("the former address answers {status} instead of leading to {expected}")
        yield findings.REDIRECT.broken(
            _place(context, path), message, _HOST_FILES, status=answer.status, expected=target
        )


def _request(context: AuditContext, path: str) -> str:
    return urls.quoted(path.removeprefix(context.home))


def _place(context: AuditContext, path: str) -> Place:
    return Place(context.url(_request(context, path)))
