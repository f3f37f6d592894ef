"""The audit: what is asked for, in which order, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import msgspec

from press import urls
from press.config import Config
from press.diagnostics import Diagnostic, Place, Severity
from press.errors import Misuse
from press.i18n.mark import N_
from press.live import age, findings, foreign, headers, hosting, judge, reference
from press.live.context import AuditContext, LiveManifest
from press.live.fetch import Fault, LiveSite, Manners, request_path
from press.live.sample import everything, sample

_FORMER = 30
"""Former addresses that are asked for, unless all are."""
_SUSPICIOUS = frozenset({findings.CHANGED.name, findings.GAMBLING.name, findings.INJECTED.name})
_DISGUISED = 20
"""Pages that are asked for in a disguise too."""
Step = Callable[[], None]


class AuditRequest(msgspec.Struct, frozen=True):
    """What to audit."""

    url: str
    """The home page of the live site."""
    config: Config
    now: datetime
    manifest: Path | None = None
    """The root of the manifest of the build; None: the one that the live site serves."""
    everything: bool = False
    """Whether to ask for every file."""
    most: int = 300
    """Files in one audit, otherwise."""
    manners: Manners = Manners()

    @property
    def day(self) -> date:
        """The day that decides which part of the site is audited."""
        return self.now.date()


class Audit(msgspec.Struct, frozen=True):
    """What an audit found."""

    url: str
    time: datetime
    checked: int
    """Files that were asked for."""
    total: int
    """Files of the build."""
    days: int
    """In so many days, with one audit each, all files are asked for."""
    requests: int
    findings: tuple[Diagnostic, ...]
    """The worst first; their places are URLs."""

    @property
    def has_errors(self) -> bool:
        """Whether the live site is not as it was built."""
        return any(one.severity is Severity.ERROR for one in self.findings)


def audit(request: AuditRequest, step: Step = lambda: None) -> Audit:
    """Audit a site; `step` is called after each file. Raises `Misuse`."""
    local = reference.of_folder(request.manifest) if request.manifest else None
    try:
        site = LiveSite(request.url, request.manners)
    except (OSError, ValueError) as reason:
        message = N_("the server cannot be found: {reason}")
        return _without_answer(request, message, getattr(reason, "strerror", "") or str(reason))
    home = site.get("")
    if home.status == 0:
        return _without_answer(request, judge.FAULTS[home.fault or Fault.NO_ANSWER], home.reason)
    expected = local or reference.of_site(site)
    if expected is None:
        message = N_("there is no build to compare {url} with: build first, or name one with --manifest")
        raise Misuse(message, url=request.url)
    live, has_manifest = age.live_manifest(expected, site) if local else (LiveManifest(), True)
    context = AuditContext(site, expected, live, request.config.base_url)
    return _audit(request, context, has_manifest, step)


def _without_answer(request: AuditRequest, message: str, reason: str) -> Audit:
    found = findings.UNREACHABLE.broken(Place(request.url), message, reason=reason)
    return Audit(request.url, request.now, 0, 0, 1, 1, (found,))


def _audit(request: AuditRequest, context: AuditContext, has_manifest: bool, step: Step) -> Audit:
    site, expected = context.site, context.expected
    always = (f"{urls.word('corrections', request.config)}/{name}" for name in ("index.html", "feed.xml"))
    is_whole = request.everything
    chosen = everything(expected) if is_whole else sample(expected, always, request.day, request.most)
    checked = _check_all(context, chosen.addresses, step)
    linked = {path for one in checked for path in one.linked}
    found = [
        *age.check(context, has_manifest),
        *hosting.certificate(site, request.now),
        *(one for each in checked for one in each.findings),
        *hosting.headers(context, ((each.path, one) for each in checked for one in each.deviations)),
        *hosting.redirects(context, len(expected.rows) if is_whole else _FORMER),
        *foreign.check(context, linked, f"{request.url}{request.day}"),
    ]
    done = sum(one.is_asked for one in checked)
    if done < len(checked):
        message = N_("{count} of {total} files were not audited, since the server was too slow or did not answer")
        found.append(
            findings.INCOMPLETE.broken(Place(site.base), message, count=len(checked) - done, total=len(checked))
        )
    return Audit(
        request.url,
        request.now,
        done,
        len(everything(expected).addresses),
        chosen.days,
        site.requests,
        findings.sorted_findings(found),
    )


class _Checked(msgspec.Struct, frozen=True):
    """What is known of a file."""

    path: str = ""
    findings: tuple[Diagnostic, ...] = ()
    linked: frozenset[str] = frozenset()
    """Paths that it names, and that are not of the build."""
    deviations: tuple[headers.Deviation, ...] = ()
    is_asked: bool = True


def _check_all(context: AuditContext, addresses: Sequence[str], step: Step) -> list[_Checked]:
    """Ask for files, several at a time; for some pages also in a disguise."""
    home, releases = "index.html", context.expected.releases()[: _DISGUISED // 2]
    others = (address for address in reversed(addresses) if address.endswith("/index.html"))
    pages = list(dict.fromkeys([home, *releases, *others]))[:_DISGUISED]
    disguises = {address: (number,) for number, address in enumerate(pages)} | {home: (0, 1)}

    def check(address: str) -> _Checked:
        found = _check(context, address, disguises.get(address, ()))
        step()
        return found

    with ThreadPoolExecutor(context.site.manners.connections, thread_name_prefix="audit") as threads:
        return list(threads.map(check, addresses))


def _check(context: AuditContext, address: str, disguises: tuple[int, ...]) -> _Checked:
    path = request_path(address)
    answer = context.site.get(path, context.expected.size(address))
    if answer.fault is Fault.NOT_ASKED:
        return _Checked(is_asked=False)
    found = list(judge.judge(context, address, answer))
    if answer.status != 200 or answer.fault:
        return _Checked(path, tuple(found))
    is_list = address.endswith((".xml", ".json", ".txt"))
    is_suspicious = any(one.rule in _SUSPICIOUS for one in found)
    linked = foreign.linked(context, path, answer.body) if is_list or is_suspicious else frozenset()
    for number in disguises:
        found += judge.cloaking(context, address, answer, number)
    deviations = headers.deviations(f"{context.home}{path}", answer, context.promises)
    return _Checked(path, tuple(found), linked, tuple(deviations))
