"""Pages that are not of the build: what live sitemaps, feeds and changed pages name, and usual names of intruders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from press import disk, urls
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.live import findings, pages
from press.live.context import AuditContext
from press.live.fetch import Answer, Fault
from press.live.pages import Page

USUAL_NAMES = (
    "slot/", "slot-gacor/", "slot-online/", "gacor/", "judi/", "judi-online/", "togel/", "toto/", "casino/", "maxwin/",
    "rtp/", "situs-slot/", "slot88/", "slot777/", "slot-thailand/", "slot-dana/", "wp-login.php", "wp-content/",
    "wp-includes/", "index.php", "slot.php", "shell.php", "alfa.php", "wso.php", "up.php", ".git/HEAD", ".env",
    ".well-known/slot/", "sitemap_index.xml", "sitemap1.xml", "sitemap.txt",
)  # fmt: skip
"""What intruders leave on the servers of go.id sites, and files that must never be on one."""
_MOST = 100
"""Addresses from one audit that are asked for."""
_LINK = re.compile(
    r"""<(?:loc|link|id|uri|guid)\b[^<>]{0,200}>\s{0,20}([^<\s]{1,2000})\s{0,20}<"""
    r"""|(?:href|url|src)\s{0,9}=\s{0,9}(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'>]{1,2000}))|"(https?:[^"\\]{1,2000})\"""",
    re.IGNORECASE,
)
"""A link in XML, HTML or JSON."""
_UNLIKELY = "press-audit-{}/"


def linked(context: AuditContext, path: str, data: bytes) -> frozenset[str]:
    """Return the paths of the site that a sitemap, a feed or a page names, and that are not of the build."""
    found = set[str]()
    for match in _LINK.finditer(data.decode(errors="replace")):
        link = context.path_of(unescape(match[match.lastindex or 0]), path)
        if link is not None and not _is_known(context, link):
            found.add(link)
    return frozenset(found)


def _is_known(context: AuditContext, path: str) -> bool:
    plain, _, query = path.partition("?")
    if file := context.file_at(plain):
        # A page with a query may be that of an intruder's script; those of the portal have queries for the search only.
        return not query or not file.endswith(".html") or query.startswith("q=")
    return f"{context.home}{plain}" in {*context.redirects.targets, *context.redirects.gone}


def check(context: AuditContext, paths: Iterable[str], seed: str) -> Iterator[Diagnostic]:
    """Ask for foreign addresses, those with usual names too, and yield a problem for each that answers."""
    unlikely = _UNLIKELY.format(disk.digest(seed.encode())[:12])
    nothing = context.site.get(unlikely)
    yield from _of_nothing(context, unlikely, nothing)
    names = [name for name in USUAL_NAMES if not context.file_at(name)]
    some = sorted(paths, key=lambda path: disk.digest(f"{seed} {path}".encode(errors="replace")))[:_MOST]
    for path in dict.fromkeys([*some, *names]):
        answer = context.site.get(_quoted(path))
        if answer.status == 200 and answer.body and not _is_same(path, answer, unlikely, nothing):
            yield from _foreign(context, path, answer)
        elif 300 <= answer.status < 400 and _leads_away(context, path, answer):
            message = N_("a page that the build does not have redirects to {target}")
            yield findings.FOREIGN.broken(_place(context, path), message, _DELETE, target=answer.headers["location"])


_DELETE = N_("delete it on the server, and look for who put it there: it is a sign of a break-in")


def _place(context: AuditContext, path: str) -> Place:
    return Place(context.url(_quoted(path)))


def _quoted(path: str) -> str:
    plain, mark, query = path.partition("?")
    return urls.quoted(plain) + mark + urls.quoted(query)


def _foreign(context: AuditContext, path: str, answer: Answer) -> Iterator[Diagnostic]:
    plain = path.partition("?")[0]
    page = context.page(answer.body, plain)
    known = context.file_at(plain)
    if known and known in context.expected.rows and disk.digest(answer.body) == context.expected.digest(known):
        return  # a query that changes nothing
    words = pages.added_gambling(page, Page())
    if words:
        message = N_("a page that the build does not have advertises gambling: {words}")
        yield findings.GAMBLING.broken(_place(context, path), message, _DELETE, words=", ".join(words[:5]))
    else:
        message = N_("the build does not have this address, but the server shows something: “{words}”")
        yield findings.FOREIGN.broken(_place(context, path), message, _DELETE, words=" ".join(page.words[:8])[:120])


def _is_same(path: str, answer: Answer, unlikely: str, nothing: Answer) -> bool:
    """Tell whether an answer is the one that this server gives for everything that does not exist."""
    both = (answer.body.replace(path.encode(), b""), nothing.body.replace(unlikely.encode(), b""))
    return nothing.status == 200 and both[0] == both[1]


def _leads_away(context: AuditContext, path: str, answer: Answer) -> bool:
    return context.path_of(answer.headers.get("location", ""), path) is None and "location" in answer.headers


def _of_nothing(context: AuditContext, path: str, answer: Answer) -> Iterator[Diagnostic]:
    """Yield a problem with the answer for an address that does not exist."""
    place, url = Place(context.site.base), context.url(path)
    hint = N_("use the files for hosts of the build, as docs/hosting/README.md shows")
    if answer.fault is Fault.NOT_ASKED:
        return
    if answer.status not in (404, 410):
        message = N_("{url} does not exist, but answers {status} instead of 404")
        yield findings.NOT_FOUND.broken(place, message, hint, url=url, status=answer.status or answer.fault)
        return
    shown = disk.digest(answer.body)
    if answer.status == 404 and "404.html" in context.expected.rows and shown not in context.digests_of("404.html"):
        message = N_("for what does not exist, such as {url}, the server does not show the portal's page 404.html")
        yield findings.NOT_FOUND.broken(place, message, hint, url=url)
