"""Mail by SMTP, which tells apart what was not sent, what was refused, and what nobody knows."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from press.announce.channel import Channel, LaterError, Patience, RejectedError, UnclearError

SCHEMES = ("smtp", "smtps")
_ACCEPTED, _PERMANENT = 250, 500
_TAKEN, _READY = (250, 251), (354,)
"""The answers with which a server takes an address, and waits for the message (RFC 5321)."""
_PORTS = {"smtp": 587, "smtps": 465}


def send(message: EmailMessage, channel: Channel, patience: Patience) -> None:
    """Send a message. Raises `LaterError`, `RejectedError`, `UnclearError`."""
    try:
        server = _connected(channel, patience.timeout)
        try:
            _prepare(server, message, channel)
        except BaseException:
            server.close()
            raise
    except smtplib.SMTPResponseException as refused:
        raise _refusal(refused.smtp_code, refused.smtp_error) from refused
    except (smtplib.SMTPException, OSError) as reason:
        raise LaterError(str(reason)) from reason
    except UnicodeError:
        raise RejectedError("user and password may have only letters of ASCII") from None
    try:
        _send_data(server, message)
    finally:
        server.close()


def _connected(channel: Channel, timeout: float) -> smtplib.SMTP:
    """Connect, encrypt, and log in. The password is never sent in clear."""
    parts, context = urlsplit(channel.settings.url), ssl.create_default_context()
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=timeout)
    try:
        server.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        elif parts.scheme == "smtp" and not channel.settings.allow_plain:
            raise RejectedError(f"{host} offers no encryption (STARTTLS); allow_plain = true permits that")
        if parts.username:
            server.login(unquote(parts.username), channel.secret)
    except BaseException:
        server.close()
        raise
    return server


def _prepare(server: smtplib.SMTP, message: EmailMessage, channel: Channel) -> None:
    """Name sender and receiver, and ask to send the message."""
    _expect(_TAKEN, server.mail(parseaddr(channel.settings.sender)[1]))
    _expect(_TAKEN, server.rcpt(parseaddr(channel.settings.to)[1]))
    _expect(_READY, server.docmd("DATA"))


def _expect(wanted: tuple[int, ...], answer: tuple[int, bytes]) -> None:
    code, said = answer
    if code not in wanted:
        raise smtplib.SMTPResponseException(code, said.decode(errors="replace"))


def _send_data(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Send the message itself. If the server does not answer, nobody knows whether it accepted it."""
    data = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in message.as_bytes().split(b"\r\n"))
    try:
        server.send(data + b"\r\n.\r\n")
        code, said = server.getreply()
    except (smtplib.SMTPException, OSError) as reason:
        raise UnclearError(str(reason)) from reason
    if code != _ACCEPTED:
        raise _refusal(code, said)
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def _refusal(code: int, said: bytes | str) -> LaterError | RejectedError:
    text = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return RejectedError(text) if code >= _PERMANENT else LaterError(text)
