"""``.htaccess``, for Apache 2.4 and LiteSpeed.

It has only directives that ``AllowOverride FileInfo`` allows, and those of a module only where the server has it: any
other directive would make every request fail. Where something depends on the path, it sets a variable
(``SetEnvIf``), which LiteSpeed understands too, unlike most expressions of ``<If>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from press.outputs.hosts import serving
from press.outputs.hosts.serving import HostFile

_HASHED, _FEED = "press_hashed", "press_feed"


def htaccess(file: HostFile) -> Iterator[str]:
    """Yield the lines of ``.htaccess``."""
    yield from (f"ErrorDocument {code} {file.home}{page}" for code, page in serving.ERROR_PAGES.items())
    yield "FileETag MTime Size"
    yield from _types(file)
    yield from _headers(file)
    yield from _compression(file)
    yield from _access(file)
    yield from _redirects(file)


def _types(file: HostFile) -> Iterator[str]:
    types = serving.TEXT_TYPES | serving.OTHER_TYPES
    texts = " ".join(f".{ending}" for ending in serving.TEXT_TYPES)
    lines = [f"AddType {mime} .{ending}" for ending, mime in types.items()]
    yield "AddDefaultCharset utf-8"
    yield from _if_module("mime", [*lines, f"AddCharset utf-8 {texts}"])
    copies = _copies_of(file)
    if copies:
        for ending, mime in serving.TEXT_TYPES.items():
            yield from _if_file(rf"\.{ending}{copies}$", f'ForceType "{serving.with_charset(mime)}"')
    for name, mime in serving.FEED_TYPES.items():
        pattern = f"^{re.escape(name)}({copies})?$" if copies else f"^{re.escape(name)}$"
        yield from _if_file(pattern, f'ForceType "{serving.with_charset(mime)}"')


def _copies_of(file: HostFile) -> str:
    """Return a regular expression for the endings of compressed copies; empty: there are none."""
    return rf"\.({'|'.join(file.encodings.values())})" if file.encodings else ""


def _headers(file: HostFile) -> Iterator[str]:
    pages = {f"press_{name}": page for name, page in file.policies.items()}
    paths = {name: f"^{re.escape(path)}" for name, (path, _) in pages.items()} | {
        _HASHED: file.hashed,
        _FEED: file.feeds,
    }
    yield from _if_module("setenvif", [f'SetEnvIf Request_URI "{path}" {name}' for name, path in paths.items()])
    yield from _if_module(
        "headers",
        [
            *(f'Header always set {name} "{value}"' for name, value in file.security_headers()),
            f'Header always set Content-Security-Policy "{serving.policy()}"',
            *(
                f'Header always set Content-Security-Policy "{policy}" env={name}'
                for name, (_, policy) in pages.items()
            ),
            f'Header set Cache-Control "{serving.BRIEFLY}"',
            f'Header set Cache-Control "{serving.FOR_EVER}" env={_HASHED}',
            *(f'Header set {name} "{value}" env={_FEED}' for name, value in serving.READABLE),
        ],
    )


def _compression(file: HostFile) -> Iterator[str]:
    """Yield what sends compressed copies, and compresses all other texts.

    Apache adds ``-gzip`` to the tag of what it compresses, and would not recognise it when a reader sends it back.
    """
    types = sorted({*serving.TEXT_TYPES.values(), *serving.FEED_TYPES.values()})
    compress = [f"AddOutputFilterByType DEFLATE {' '.join(types)}"]
    yield from _if_module("deflate", _if_module("filter", compress))
    tag = r'RequestHeader edit If-None-Match "^((?:W/)?\"[^\"]*)-gzip\"$" "$1\""'
    yield from _if_module("headers", [tag])
    if file.encodings:
        yield from _if_module("rewrite", ["RewriteEngine On", *_copies(file)])
        texts = rf"\.({'|'.join(serving.TEXT_TYPES)})"
        for name, ending in file.encodings.items():
            encoding = _if_file(rf"{texts}\.{ending}$", f"AddEncoding {name} .{ending}", f"RemoveLanguage .{ending}")
            yield from _if_module("mime", encoding)
        vary = _if_file(rf"{texts}({_copies_of(file)})?$", "Header merge Vary Accept-Encoding")
        yield from _if_module("headers", vary)


def _copies(file: HostFile) -> Iterator[str]:
    """Yield the rules that send a compressed copy of a file or of the page of a folder, if there is one."""
    for name, ending in file.encodings.items():
        for index, pattern in (("", "^(.+[^/])$"), ("index.html", "^(.*/|)$")):
            yield rf'RewriteCond %{{HTTP:Accept-Encoding}} "\b{name}\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))"'
            yield f'RewriteCond "%{{REQUEST_FILENAME}}{index}.{ending}" -f'
            yield f'RewriteRule "{pattern}" "$1{index}.{ending}" [L,E=no-gzip:1]'


def _access(file: HostFile) -> Iterator[str]:
    """Yield what hides files, and lists of files: ``Options -Indexes`` would need another ``AllowOverride``."""
    without_page = "-d %{REQUEST_FILENAME} && ! -f '%{REQUEST_FILENAME}/index.html'"
    yield from _if_module(
        "alias",
        [
            f'RedirectMatch 404 "{serving.UNSERVED}"',
            f'RedirectMatch 404 "{file.rules_for_hosts}"',
            *(f'<If "{without_page}">', '  RedirectMatch 404 "/$"', "</If>"),
        ],
    )


def _redirects(file: HostFile) -> Iterator[str]:
    """Yield the redirects; Apache compares decoded paths, and encodes the target itself."""
    lines = []
    for one in file.redirects:
        pattern = f'"^{_escaped(one.path.rstrip("/"))}/?$"'
        lines.append(f'RedirectMatch 301 {pattern} "{one.target}"' if one.target else f"RedirectMatch 410 {pattern}")
    if lines:
        yield from _if_module("alias", lines)


def _escaped(path: str) -> str:
    return re.sub(r"([^\w/~-])", r"\\\1", path)


def _if_file(pattern: str, *lines: str) -> Iterator[str]:
    """Yield directives for files whose names match."""
    yield f'<FilesMatch "{pattern}">'
    yield from (f"  {line}" for line in lines)
    yield "</FilesMatch>"


def _if_module(name: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield directives for servers that have a module."""
    yield f"<IfModule mod_{name}.c>"
    yield from (f"  {line}" for line in lines)
    yield "</IfModule>"
