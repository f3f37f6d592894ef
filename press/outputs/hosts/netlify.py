"""``_headers`` and ``_redirects``, which Netlify and Cloudflare read, and GitLab the second.

Netlify combines the values of all rules that match a path. Therefore the rule for all paths allows what the search page
and the players of videos need and, by their digests, the script and the style of the page that checks texts; the meta
tags of all other pages forbid it. Assets are listed one by one, since other files of their folder must not be cached
for ever. How long a page may be cached is not said: by default, browsers ask these hosts each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import urls
from press.outputs.hosts import serving
from press.outputs.hosts.serving import HostFile


def headers(file: HostFile) -> Iterator[str]:
    """Yield the lines of ``_headers``: rules by path; an indented line is a header."""
    script, style = file.check_sources
    scripts = f"{serving.SEARCH_SCRIPT_SOURCE} {script}".strip()
    home, csp = file.home, ("Content-Security-Policy", serving.policy(scripts, file.editor, style))
    yield from _rule(f"{home}*", csp, *file.security_headers())
    for address in file.assets:
        yield from _rule(f"{home}{address}", ("Cache-Control", serving.FOR_EVER))
    for name, mime in serving.FEED_TYPES.items():
        feed = (("Content-Type", serving.with_charset(mime)), ("Cache-Control", serving.BRIEFLY), *serving.READABLE)
        for path in (f"{home}{name}", f"{home}*/{name}"):
            yield from _rule(path, *feed)


def redirects(file: HostFile) -> Iterator[str]:
    """Yield the lines of ``_redirects``, which cannot say 410. In a path, ``:`` and ``*`` stand for other letters."""
    for one in file.redirects:
        if one.target and not re.search("[:*]", one.path + one.target):
            yield f"{urls.quoted(one.path)} {urls.quoted(one.target)} 301"


def _rule(path: str, *headers: tuple[str, str]) -> Iterator[str]:
    yield path
    yield from (f"  {name}: {value}" for name, value in headers)
