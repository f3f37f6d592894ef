"""The policy for web addresses: which links in content and settings are allowed."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, quote, urlsplit

_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_HOST = re.compile(r"(?:[\w-]+\.)*[\w-]+\.?|[0-9a-f:.]*:[0-9a-f:.]*")
"""A host name in any script, or an IPv6 address."""
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def is_foreign(target: str) -> bool:
    """Tell whether a link leads out of the portal, that is, has a scheme or a host."""
    return bool(re.match(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)", target))


def with_https(target: str) -> str:
    """Return a link with its scheme: ``//host/…`` means https here, whatever the scheme of the page is."""
    return f"https://{target.lstrip('/')}" if target.startswith("//") else target


_HOST_PART = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#]*)")
_ILLEGAL = re.compile(r"""[^!-~]|["<>\\^`{|}]|%(?![0-9A-Fa-f]{2})""")


def encoded(target: str) -> str:
    """Return a link with an ASCII host and only such characters as a URL may have, percent-encoded as browsers do.

    What is percent-encoded already stays; a ``%`` that begins no code is one that somebody wrote: ``%25``.
    """
    if not _ILLEGAL.search(target):
        return target
    host = _HOST_PART.match(target)
    rest = target[host.end() :] if host else target
    return (_with_ascii_host(host) if host else "") + _ILLEGAL.sub(_percent, rest)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace"))


def _with_ascii_host(host: re.Match[str]) -> str:
    try:
        return host[0].removesuffix(host[1]) + (host[1] if host[1].isascii() else host[1].encode("idna").decode())
    except UnicodeError:
        return host[0]


def link_of(text: str) -> str:
    """Return the link that a text is, for a field that may hold one; empty if it is other words, or not allowed."""
    target = with_https(text)
    return encoded(target) if is_foreign(target) and is_safe(target) else ""


def is_safe(target: str) -> bool:
    """Tell whether a link in content is allowed. This is the only URL policy.

    Allowed are http, https, mailto and tel, and links into the portal. Not allowed are user names
    (``https://bank@evil.example``), ``//host``, control characters, and ``https:host``.
    """
    if _CONTROL.search(target) or "\\" in target or target.startswith("//"):
        return False
    if not is_foreign(target):
        return True
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme.lower() not in _SAFE_SCHEMES:
        return False
    return parts.scheme.lower() in ("mailto", "tel") or (bool(parts.hostname) and "@" not in parts.netloc)


def split(address: str) -> SplitResult:
    """Split an address that others wrote; one that cannot be split has no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def is_web_address(target: str) -> bool:
    """Tell whether a text is a complete http or https address, with a host."""
    if not target.lower().startswith(("http://", "https://")) or not is_safe(target) or not target.isprintable():
        return False
    parts = urlsplit(target)
    try:
        port = parts.port
    except ValueError:
        return False
    return port != 0 and bool(_HOST.fullmatch(parts.hostname or ""))


def folder_url(written: str) -> str:
    """Return the URL of a folder of the web, with an ASCII host, a percent-encoded path, and a slash at its end.

    Empty if it is not a complete http or https address, or has a user name, a query or a fragment.
    """
    written = with_https(written)
    if not is_web_address(written) or "?" in written or "#" in written:
        return ""
    parts = urlsplit(written)
    try:
        host = parts.netloc.lower() if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except UnicodeError:
        return ""
    path = quote(unicodedata.normalize("NFC", parts.path), safe="/%:@!$&'()*+,;=~").rstrip("/") + "/"
    return "" if _BAD_PATH.search(path) else f"{parts.scheme}://{host}{path}"


_BAD_PATH = re.compile(r"//|/\.{1,2}/|%(?![0-9A-Fa-f]{2})")
"""Empty folders, ``.`` and ``..``, and incomplete percent-encoding."""


_LOCAL_NAME = re.compile(r"(?:[^.]*|localhost|.*\.(?:localhost|local|lan|internal|intranet|home|corp|localdomain))\.?")


def is_local(host: str) -> bool:
    """Tell whether a host is this computer or one of a private network."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return bool(_LOCAL_NAME.fullmatch(host))
