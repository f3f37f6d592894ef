"""A complete ``server`` block for nginx, and ``_redirects.nginx``, the redirects that it includes.

The redirects are values of a ``map``: nginx reads the file as root, and nothing in a ``map`` can change the server,
whoever wrote the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from press import urls
from press.outputs.hosts import serving
from press.outputs.hosts.serving import HostFile

_GONE = "gone"
_OWN_TYPES = ("csv", "ics", "opml", "vtt", "webmanifest")
"""Endings whose types are not in nginx's own list."""


def redirects(file: HostFile) -> Iterator[str]:
    """Yield the lines of ``_redirects.nginx``: former paths, decoded, and where they lead.

    A ``map`` ignores the case of letters; where it counts, the path is a regular expression.
    """
    found = {path: one for one in file.redirects for path in dict.fromkeys((one.path, one.path.rstrip("/")))}
    taken = {*found, *(one.target for one in file.redirects)}
    spellings = Counter(path.lower() for path in taken)
    for path, one in found.items():
        is_plain = path == path.lower() and spellings[path] == 1
        key = path if is_plain else f"~^{re.escape(path)}$"
        yield f'"{key}" "{urls.quoted(one.target) if one.target else _GONE}";'


def server(file: HostFile, base_url: str, folder: str) -> Iterator[str]:
    """Yield the lines of a file for ``/etc/nginx/conf.d``; the site is in `folder`."""
    address = urlsplit(base_url)
    prefix = "press_" + re.sub(r"\W+", "_", address.netloc.lower())
    port = address.port or 80
    yield from _maps(file, prefix, folder)
    yield from ("", "server {", f"    listen {port};", f"    listen [::]:{port};")
    yield f"    server_name {address.hostname};"
    lines = (*_settings(file, prefix), *_locations(file, folder))
    yield from (f"    {line}".rstrip() for line in lines)
    yield "}"


def _maps(file: HostFile, prefix: str, folder: str) -> Iterator[str]:
    """Yield the variables that depend on the path; headers are set once, since a location inherits all or none."""
    pages = (f'"~^{re.escape(path)}" "{policy}";' for path, policy in file.policies.values())
    yield "# For all files together: remove the next two lines from the second portal's file."
    yield from ("map_hash_max_size 16384;", "map_hash_bucket_size 512;")
    yield from _map(f"${prefix}_policy", f'default "{serving.policy()}";', *pages)
    yield from _map(f"${prefix}_cache", f'default "{serving.BRIEFLY}";', f'"~{file.hashed}" "{serving.FOR_EVER}";')
    for number, (_, value) in enumerate(serving.READABLE):
        yield from _map(f"${prefix}_readable_{number}", f'"~{file.feeds}" "{value}";')
    # With a pattern, a file that is not there yet is no error; after an error, the path is another one: volatile.
    yield from _map(f"${prefix}_redirect", "volatile;", f"include {folder}/_redirects.n[g]inx;")


def _map(variable: str, *lines: str) -> Iterator[str]:
    yield from (f"map $uri {variable} {{", *(f"    {line}" for line in lines), "}")


def _settings(file: HostFile, prefix: str) -> Iterator[str]:
    texts = sorted({*serving.TEXT_TYPES.values(), *serving.FEED_TYPES.values(), "application/javascript"})
    types = " ".join(mime for mime in texts if mime != "text/html")
    own = " ".join(f"{serving.TEXT_TYPES[ending]} {ending};" for ending in _OWN_TYPES)
    yield from ("server_tokens off;", "absolute_redirect off;", "autoindex off;", "index index.html;", "etag on;", "")
    yield from ("include mime.types;", f"types {{ {own} }}", "charset utf-8;", f"charset_types {types};", "")
    yield from ("gzip on;", "gzip_vary on;", "gzip_proxied any;", "gzip_min_length 1024;", f"gzip_types {types};")
    if "gzip" in file.encodings:
        yield "gzip_static on;"
    if "br" in file.encodings:
        yield "# brotli_static on;  # needs the module ngx_brotli; on Debian: libnginx-mod-http-brotli-static"
    yield ""
    headers = {
        **dict(file.security_headers()),
        "Content-Security-Policy": f"${prefix}_policy",
        "Cache-Control": f"${prefix}_cache",
        **{name: f"${prefix}_readable_{number}" for number, (name, _) in enumerate(serving.READABLE)},
    }
    yield from (f'add_header {name} "{value}" always;' for name, value in headers.items())
    yield ""
    yield from (f"error_page {code} {file.home}{page};" for code, page in serving.ERROR_PAGES.items())
    yield f"if (${prefix}_redirect = {_GONE}) {{ return 410; }}"
    yield f"if (${prefix}_redirect) {{ return 301 ${prefix}_redirect; }}"
    yield ""


def _locations(file: HostFile, folder: str) -> Iterator[str]:
    home = file.home
    yield f'location ~ "{serving.UNSERVED}" {{ return 404; }}'
    yield f'location ~ "{file.rules_for_hosts}" {{ return 404; }}'
    for name, mime in serving.FEED_TYPES.items():
        yield from _typed(rf"^{re.escape(home)}((?:.*/)?{re.escape(name)})$", mime, folder)
    yield from _typed(rf"^{re.escape(home)}(.*\.xml)$", serving.TEXT_TYPES["xml"], folder)
    if home != "/":
        yield f"location = {home.rstrip('/')} {{ return 301 {home}; }}"
    yield f"location {home} {{ alias {folder}/; }}"


def _typed(pattern: str, mime: str, folder: str) -> Iterator[str]:
    yield f'location ~ "{pattern}" {{ alias {folder}/$1; types {{ }} default_type {mime}; }}'
