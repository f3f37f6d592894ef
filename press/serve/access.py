"""Who may open the preview: this computer; if its owner asked for it, also devices in its network with a link."""

from __future__ import annotations

import ipaddress
import secrets
import threading
from email.message import Message
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie

from press.errors import Misuse
from press.i18n.mark import N_

OPEN_PATH = "/_open/"
"""The path of a one-time link, before its token."""
_LOCAL = "127.0.0.1"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Characters of a token: people type it on a phone, so none looks like another."""
_TOKEN_LENGTH = 10
"""Characters of a token: 50 bits, of which a server that answers 10,000 requests a second tries none out in a year."""
_TRUSTED_SITES = ("same-origin", "none", "")
"""Values of Sec-Fetch-Site for requests that no other site made; older browsers send none."""


class Access:
    """Decides which requests the server answers.

    If `host` is an address of this computer in its network, every device needs a cookie, which it gets by a link that
    works once. Otherwise only this computer can connect. Raises `Misuse` for an address that is open to the internet.
    """

    def __init__(self, host: str = "") -> None:
        self.host = _checked(host) if host else _LOCAL
        self.is_shared = bool(host)
        self._session = secrets.token_urlsafe(32)
        self._lock = threading.Lock()
        self._token = _new_token()

    def origin(self, port: int) -> str:
        """Return the origin of the server: scheme, host and port."""
        return f"http://{_hosts(self.host, port)[-1]}"

    def link(self, port: int) -> str:
        """Return the link that lets in one device; empty if none is needed."""
        return f"{self.origin(port)}{OPEN_PATH}{self._token}" if self.is_shared else ""

    def cookie_for(self, token: str, port: int) -> str:
        """Return the cookie for a device that opened the link; empty if the link is not the present one.

        From then on there is another link.
        """
        with self._lock:
            if not self.is_shared or not compare_digest(token.encode(), self._token.encode()):
                return ""
            self._token = _new_token()
        return f"{_cookie_name(port)}={self._session}; Path=/; HttpOnly; SameSite=Strict"

    def is_ours(self, headers: Message, port: int) -> bool:
        """Tell whether a request was made for this server and by none of the pages of other sites.

        Else such a page could read drafts through a name that leads here (DNS rebinding), or load parts of them.
        """
        hosts = headers.get_all("Host", [])
        names = (*_hosts(self.host, port), *(() if self.is_shared else _hosts("localhost", port)))
        if len(hosts) != 1 or hosts[0] not in names:
            return False
        origins = headers.get_all("Origin", [])
        if any(origin != f"http://{hosts[0]}" for origin in origins):
            return False
        is_page = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
        return is_page or headers.get("Sec-Fetch-Site", "") in _TRUSTED_SITES

    def has_cookie(self, headers: Message, port: int) -> bool:
        """Tell whether a request has the cookie, if it needs one."""
        if not self.is_shared:
            return True
        try:
            found = SimpleCookie("; ".join(headers.get_all("Cookie", []))).get(_cookie_name(port))
        except CookieError:
            return False
        return found is not None and compare_digest(found.value.encode(), self._session.encode())


def _cookie_name(port: int) -> str:
    """Return the name of the cookie: browsers send a cookie to all ports of a host, so each preview has its own."""
    return f"press-preview-{port}"


def _hosts(host: str, port: int) -> tuple[str, ...]:
    """Return how a browser writes a host and a port in the Host header."""
    name = f"[{host}]" if ":" in host else host
    return (f"{name}:{port}", name) if port == 80 else (f"{name}:{port}",)


def _new_token() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_TOKEN_LENGTH))


def _checked(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        message = N_("“{host}” is not the address of this computer in its network; write one such as 192.168.1.20")
        raise Misuse(message, host=host) from None
    if address.is_unspecified or address.is_multicast or "%" in host:
        message = N_("{host} stands for several addresses; write the one of this computer, such as 192.168.1.20")
        raise Misuse(message, host=host)
    if address.is_global:
        raise Misuse(N_("{host} can be reached from the internet, where drafts must not be shown"), host=host)
    return str(address)
