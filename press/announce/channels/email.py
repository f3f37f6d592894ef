"""Mail to a list: a digest of all that is new, as text and HTML, by SMTP; or as files for a newsletter program."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from press import disk
from press.announce import smtp, texts
from press.announce.channel import FOR_EVER, NEVER, Channel, LaterError, Patience, Post
from press.i18n.catalogues import Translate, translator
from press.i18n.mark import N_

SECRET = "PASSWORD"  # noqa: S105 - the end of a variable's name
EDITS, GROUPS = False, True
_SEVERAL = N_("{count} releases: {title}")
_LEAVE = N_("To receive no more mail: {address}")
_READ = N_("Read more")


def missing(channel: Channel) -> str:
    """Return the key that is missing; files need neither a sender nor a list."""
    settings = channel.settings
    if channel.folder or not settings.url:
        return "" if settings.url else "url"
    if urlsplit(settings.url).scheme not in smtp.SCHEMES:
        return "url"
    return next((name for name in ("sender", "to") if not getattr(settings, name)), "")


def repeatable(channel: Channel) -> timedelta:
    """Return that files may be written again, and that no mail may be sent again."""
    return FOR_EVER if channel.folder else NEVER


def where(channel: Channel) -> str:
    """Return the folder, or the list."""
    return str(channel.folder or channel.settings.to)


def text(posts: Sequence[Post], channel: Channel) -> str:
    """Return subject and text."""
    return f"{_subject(posts)}\n\n{_plain(posts, channel)}"


def deliver(posts: Sequence[Post], channel: Channel, patience: Patience) -> str:
    """Send the digest, or write it; returns the id of the message, or the path of the file."""
    message = _message(posts, channel)
    if channel.folder is None:
        smtp.send(message, channel, patience)
        return str(message["Message-ID"])
    path = channel.folder / f"{channel.now:%Y-%m-%d}-{_key(posts)[:8]}.eml"
    written = {".html": _html(posts, channel), ".txt": text(posts, channel)}
    try:
        channel.folder.mkdir(parents=True, exist_ok=True)
        for ending, said in written.items():
            disk.write(path.with_suffix(ending), said.encode())
        disk.write(path, message.as_bytes())
    except OSError as reason:
        raise LaterError(str(reason)) from reason
    return str(path)


def _key(posts: Sequence[Post]) -> str:
    return texts.key(*(post.key for post in posts))


def _message(posts: Sequence[Post], channel: Channel) -> EmailMessage:
    settings = channel.settings
    message = EmailMessage(SMTP.clone(cte_type="7bit"))
    message["Subject"] = _subject(posts)
    message["From"] = settings.sender or f"press@{channel.authority}"
    if settings.to:
        message["To"] = settings.to
    message["Date"] = format_datetime(channel.now)
    message["Message-ID"] = f"<{_key(posts)}@{channel.authority}>"
    message["Auto-Submitted"] = "auto-generated"
    if settings.unsubscribe:
        message["List-Unsubscribe"] = f"<{settings.unsubscribe}>"
    message.set_content(_plain(posts, channel))
    message.add_alternative(_html(posts, channel), subtype="html")
    return message


def _translate(posts: Sequence[Post]) -> Translate:
    return translator(posts[0].language)


def _subject(posts: Sequence[Post]) -> str:
    title = posts[0].headline
    if len(posts) == 1:
        return title
    return _translate(posts)(_SEVERAL).format(count=len(posts), title=title)


def _plain(posts: Sequence[Post], channel: Channel) -> str:
    parts = ["\n\n".join((post.headline, *post.paragraphs, post.url)) for post in posts]
    return "\n\n* * *\n\n".join(parts) + f"\n\n-- \n{_footer(posts, channel)}\n"


def _footer(posts: Sequence[Post], channel: Channel) -> str:
    leave = channel.settings.unsubscribe
    return f"{channel.portal}\n{_translate(posts)(_LEAVE).format(address=leave)}" if leave else channel.portal


def _html(posts: Sequence[Post], channel: Channel) -> str:
    read = html.escape(_translate(posts)(_READ))
    parts = "\n<hr>\n".join(_article(post, read) for post in posts)
    footer = html.escape(channel.portal)
    if leave := channel.settings.unsubscribe:
        said = html.escape(_translate(posts)(_LEAVE)).format(address=_link(leave, leave))
        footer += f"<br>{said}"
    title, language = html.escape(_subject(posts)), html.escape(posts[0].language)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f'<body style="font-family: sans-serif; max-width: 36em; margin: auto">\n{parts}\n<hr>\n<p>{footer}</p>\n'
        "</body></html>\n"
    )


def _article(post: Post, read: str) -> str:
    said = "\n".join(f"<p>{html.escape(one)}</p>" for one in post.paragraphs)
    heading = f"<h2>{_link(post.url, post.headline)}</h2>"
    return f'<article lang="{html.escape(post.language)}">{heading}\n{said}\n<p>{_link(post.url, read)}</p></article>'


def _link(url: str, label: str) -> str:
    return f'<a href="{html.escape(url)}">{html.escape(label)}</a>'
