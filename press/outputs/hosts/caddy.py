"""A complete site block for Caddy, and ``_redirects.caddy``, the redirects that it imports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from press import urls
from press.outputs.hosts import serving
from press.outputs.hosts.serving import HostFile

_GONE = "gone"


def redirects(file: HostFile) -> Iterator[str]:
    """Yield the lines of ``_redirects.caddy``: former paths, decoded, and where they lead. Braces are placeholders."""
    for one in file.redirects:
        if not re.search(r"[{}`]", one.path + one.target):
            target = urls.quoted(one.target) if one.target else _GONE
            yield from (f'"{path}" "{target}"' for path in dict.fromkeys((one.path, one.path.rstrip("/"))))


def site(file: HostFile, base_url: str, folder: str) -> Iterator[str]:
    """Yield the lines of a file for ``/etc/caddy``; the site is in `folder`."""
    address = urlsplit(base_url)
    name = address.netloc if address.scheme == "https" else f"{address.scheme}://{address.netloc}"
    yield f"{name} {{"
    yield from (f"\t{line}" for line in _matchers(file))
    yield from ("", "\troute {")
    yield from (f"\t\t{line}" for line in _route(file, folder))
    yield from ("\t}", "", "\thandle_errors {")
    yield from (f"\t\t{line}" for line in _errors(file, folder))
    yield from ("\t}", "}")


def _matchers(file: HostFile) -> Iterator[str]:
    """Yield names for sets of paths. Caddy's regular expressions have no lookahead."""
    home = re.escape(file.home)
    yield r"@unserved `path_regexp('(^|/)\\.|~$') && !path_regexp('^(/[^./~][^/]*)*/\\.well-known(/[^.][^/]*)*/?$')`"
    yield f"@rules path_regexp {file.rules_for_hosts}"
    yield from (f"@{name} path {path}*" for name, (path, _) in file.policies.items())
    yield f"@hashed path_regexp {file.hashed}"
    yield f"@feeds path_regexp {file.feeds}"
    for number, name in enumerate(serving.FEED_TYPES):
        yield f"@feed{number} path_regexp ^{home}(.*/)?{re.escape(name)}$"
    for ending in (*serving.TEXT_TYPES, *serving.OTHER_TYPES):
        yield f"@{ending} path *.{ending}"
    yield f'@gone expression `{{press_redirect}} == "{_GONE}"`'
    yield '@moved expression `{press_redirect} != ""`'


def _route(file: HostFile, folder: str) -> Iterator[str]:
    """Yield the steps of a response, in their order."""
    yield from ("map {path} {press_redirect} {", f"\timport {folder}/_redirects.c*ddy", '\tdefault ""', "}")
    yield f'header Content-Security-Policy "{serving.policy()}"'
    yield from (f'header @{name} Content-Security-Policy "{policy}"' for name, (_, policy) in file.policies.items())
    yield from (f'header {name} "{value}"' for name, value in file.security_headers())
    yield f'header Cache-Control "{serving.BRIEFLY}"'
    yield from ("error @unserved 404", "error @rules 404", "error @gone 410", "redir @moved {press_redirect} 301")
    yield f'header @hashed Cache-Control "{serving.FOR_EVER}"'
    yield from (f'header @feeds {name} "{value}"' for name, value in serving.READABLE)
    for ending, mime in serving.TEXT_TYPES.items():
        yield f'header @{ending} Content-Type "{serving.with_charset(mime)}"'
    yield from (f'header @{ending} Content-Type "{mime}"' for ending, mime in serving.OTHER_TYPES.items())
    for number, mime in enumerate(serving.FEED_TYPES.values()):
        yield f'header @feed{number} Content-Type "{serving.with_charset(mime)}"'
    types = sorted({*serving.TEXT_TYPES.values(), *serving.FEED_TYPES.values()})
    yield from ("encode {", "\tgzip", "\tmatch {", *(f"\t\theader Content-Type {mime}*" for mime in types), "\t}", "}")
    if file.home != "/":
        yield f"redir {file.home.rstrip('/')} {file.home} 301"
    yield from (f"handle_path {file.home}* {{", f"\troot * {folder}", "\tfile_server {", "\t\tindex index.html")
    if file.encodings:
        yield f"\t\tprecompressed {' '.join(file.encodings)}"
    yield from ("\t}", "}", "error 404")


def _errors(file: HostFile, folder: str) -> Iterator[str]:
    yield f"root * {folder}"
    yield f'header Content-Type "{serving.with_charset("text/html")}"'
    yield f'header Cache-Control "{serving.BRIEFLY}"'
    for code, page in serving.ERROR_PAGES.items():
        yield f"@{code} expression {{err.status_code}} == {code}"
        yield from (f"handle @{code} {{", f"\trewrite * /{page}", "\tfile_server", "}")
