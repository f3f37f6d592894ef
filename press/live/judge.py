"""Judge the answer for one file: whether it is the one that was built, and if not, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

from press import disk
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.live import findings, headers, pages
from press.live.context import AuditContext
from press.live.fetch import DISGUISES, Answer, Disguise, Fault, request_path
from press.live.pages import Page

_TEXTS = (".html", ".htm", ".xml", ".json", ".txt", ".opml", ".js", ".css", ".svg")
FAULTS = {
    Fault.NO_ANSWER: N_("the server does not answer, or not to the end: {reason}"),
    Fault.TIMEOUT: N_("the server takes too long for its answer"),
    Fault.TOO_LARGE: N_("the answer is larger than the file of the build, and does not end"),
    Fault.ENCODING: N_("the answer is compressed in a way that was not asked for, or is damaged"),
    Fault.CERTIFICATE: N_("the certificate of the server is not valid: {reason}"),
}
"""Message ids."""
_RESTORE = N_("deploy again; if it comes back, somebody has access to the server: change its passwords")
_BREAK_IN = N_("this is a sign of a break-in: change the passwords of the server, then deploy with --all")


def judge(context: AuditContext, address: str, answer: Answer) -> Iterator[Diagnostic]:
    """Yield what is wrong with the answer for a file of the build."""
    place = context.place(address)
    if 300 <= answer.status < 400:
        yield from _redirect(context, address, answer)
    elif answer.fault:
        yield from fault(place, answer)
    elif answer.status != 200:
        if address not in context.live.missing:  # otherwise the site is stale, which is reported once
            yield findings.MISSING.broken(
                place, N_("the server answers {status} instead of this file"),
                N_("deploy again; with --all if the server is said to hold it"), status=answer.status,
            )  # fmt: skip
    else:
        yield from _acting_headers(context, address, answer)
        digest = disk.digest(answer.body)
        if digest != context.expected.digest(address):
            yield from _changed(context, address, answer, digest)
        if headers.has_wrong_type(address, answer):
            message = N_("the server sends it as “{type}”, so that browsers do not show it")
            hint = N_("use the files for hosts of the build, as docs/hosting/README.md shows")
            yield findings.TYPE.broken(place, message, hint, type=answer.media_type)


def fault(place: Place, answer: Answer) -> Iterator[Diagnostic]:
    """Yield why there is no whole answer, if it was asked for."""
    if answer.fault and answer.fault is not Fault.NOT_ASKED:
        yield findings.UNREACHABLE.broken(place, FAULTS[answer.fault], reason=answer.reason)


def _acting_headers(context: AuditContext, address: str, answer: Answer) -> Iterator[Diagnostic]:
    """Yield a problem for headers that lead readers elsewhere, or load something, whatever the page is."""
    place = context.place(address)
    if target := answer.headers.get("refresh"):
        message = N_("the address redirects to {target}, but the build has a page there")
        yield findings.REDIRECT.broken(place, message, _BREAK_IN, target=target)
    if "stylesheet" in (link := answer.headers.get("link", "")):
        message = N_("it has what the build does not have: {parts}")
        yield findings.INJECTED.broken(place, message, _BREAK_IN, parts=link)


def _redirect(context: AuditContext, address: str, answer: Answer) -> Iterator[Diagnostic]:
    """Yield a problem unless this is a former address, and the redirect leads where it should."""
    target = answer.headers.get("location", "")
    path = context.home + unquote(request_path(address))
    expected = context.redirects.targets.get(path) or context.redirects.targets.get(path.rstrip("/"))
    if expected is None and not context.knows_redirects and context.leads_to_file(target, path):
        return
    if expected is None:
        message = N_("the address redirects to {target}, but the build has a page there")
        yield findings.REDIRECT.broken(context.place(address), message, _BREAK_IN, target=target)
    elif not leads_to(context, path, target, expected):
        message = N_("the former address redirects to {target} instead of {expected}")
        yield findings.REDIRECT.broken(context.place(address), message, _RESTORE, target=target, expected=expected)


def leads_to(context: AuditContext, path: str, target: str, expected: str) -> bool:
    """Tell whether a redirect from a path leads to the expected one; both begin with a slash."""
    found = context.path_of(target, unquote(path).removeprefix(context.home))
    return found is not None and context.home + found == unquote(urlsplit(urljoin(path, expected)).path)


def _changed(context: AuditContext, address: str, answer: Answer, digest: str) -> Iterator[Diagnostic]:
    """Yield what differs, for a file with other bytes than the build gave it."""
    place = context.place(address)
    is_text = address.endswith(_TEXTS)
    ours = context.expected.file(address)
    live = context.page(answer.body, address) if is_text else Page()
    before = context.page(ours, address) if is_text and ours is not None else Page()
    is_stale = context.live.digests.get(address) == digest
    if is_text:
        yield from _signs_of_intrusion(context, address, live, before if ours is not None else None, is_stale)
    if is_stale:
        return  # as the live manifest says; this is reported once
    if ours is None or not is_text:
        message = N_("it differs from the build: {size} bytes, and not the expected {expected}")
        size, expected = len(answer.body), context.expected.size(address)
        yield findings.CHANGED.broken(place, message, _RESTORE, size=size, expected=expected)
    elif address.endswith(".html") and pages.is_rewritten(live, before):
        message = N_("the host or a CDN writes the page in another way; text, scripts and links are those of the build")
        hint = N_("switch off what changes pages there (minifying, e-mail protection), so that changes can be seen")
        yield findings.REWRITTEN.broken(place, message, hint)
    else:
        yield _difference(context, address, live, before)


def _difference(context: AuditContext, address: str, live: Page, before: Page) -> Diagnostic:
    words, expected = pages.first_difference(live, before)
    if words or expected:
        message = N_("it differs from the build: “{words}” instead of “{expected}”")
        return findings.CHANGED.broken(context.place(address), message, _RESTORE, words=words, expected=expected)
    message = N_("it differs from the build; the words are the same, the markup is not")
    return findings.CHANGED.broken(context.place(address), message, _RESTORE)


def _signs_of_intrusion(
    context: AuditContext, address: str, live: Page, before: Page | None, is_stale: bool
) -> Iterator[Diagnostic]:
    """Yield what a page has that intruders add. `before` is the page of the build, if it is at hand.

    `is_stale`: it may be an older page of the portal, with other links.
    """
    place, ours = context.place(address), before or Page()
    if words := pages.added_gambling(live, ours):
        message = N_("it advertises gambling: {words}")
        yield findings.GAMBLING.broken(place, message, _BREAK_IN, words=", ".join(words[:5]))
    added = [part for part in pages.added_parts(live, ours) if not (is_stale and part.startswith("link "))]
    if before is None:  # then only what no page of the portal has: their scripts and forms are their own
        added = [part for part in added if "://" in part and not part.startswith(("link ", "base "))]
    if added:
        message = N_("it has what the build does not have: {parts}")
        yield findings.INJECTED.broken(place, message, _BREAK_IN, parts=", ".join(added[:5]))
    if before and context.site.base.startswith("https:") and (loaded := pages.insecure(live, ours)):
        message = N_("it loads without encryption: {addresses}")
        yield findings.INJECTED.broken(place, message, _BREAK_IN, addresses=", ".join(loaded[:5]))


def cloaking(context: AuditContext, address: str, plain: Answer, number: int) -> Iterator[Diagnostic]:
    """Ask for a page again, in one of the disguises, and yield a problem if the answer is another one."""
    disguise = DISGUISES[number % len(DISGUISES)]
    answer = context.site.get(request_path(address), context.expected.size(address), disguise)
    if answer.fault is Fault.NOT_ASKED or (answer.status == plain.status and answer.body == plain.body):
        return
    if answer.status != plain.status or answer.fault:
        if answer.status < 400 and not answer.fault:  # many hosts refuse what says that it is Googlebot, and is not
            message = N_("as {reader}, the server answers {status} {target} instead of {expected}")
            target = answer.headers.get("location", "")
            yield _cloaked(
                context, address, disguise, message, status=answer.status, target=target, expected=plain.status
            )
        return
    live, before = context.page(answer.body, address), context.page(plain.body, address)
    words, expected = pages.first_difference(live, before)
    parts = ", ".join([*pages.added_gambling(live, before), *pages.added_parts(live, before)][:5])
    is_built = disk.digest(plain.body) == context.expected.digest(address)
    if parts or words != expected or (is_built and not pages.is_rewritten(live, before)):
        message = N_("{reader} gets another page: {parts} “{words}” instead of “{expected}”")
        yield _cloaked(context, address, disguise, message, parts=parts, words=words, expected=expected)


def _cloaked(context: AuditContext, address: str, disguise: Disguise, message: str, **values: object) -> Diagnostic:
    return findings.CLOAKED.broken(context.place(address), message, _BREAK_IN, reader=disguise.name, **values)
