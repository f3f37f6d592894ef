"""The links that lead people to the check of a release against the seal: in texts, pictures and print.

They do not depend on the log: what was published before it was sealed has its link already, and keeps it.
"""

from __future__ import annotations

import re

from press import urls
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.model import Card
from press.views import builders

_TYPED = re.compile(r"[A-Za-z0-9._-]{1,24}")
"""The ids that people can type: those that `new` makes, such as ``2026-0042``."""
_LONGEST = 120
"""Most characters of a link in a code on a picture: more would need dots too small for phones."""


def check_link(card: Card, config: Config) -> str:
    """Return the URL that checks a release; empty if it has no canonical text, or the portal no such page."""
    return urls.check_link(card.release.id, config) if config.seal.has_check and has_text(card) else ""


def has_text(card: Card) -> bool:
    """Tell whether a card is that of a public release with a page of its own: then it has a canonical text."""
    return card.public and card.has_page and not card.is_page


def typed_link(card: Card, config: Config) -> str:
    """Return the same link as people type it, without ``https://``; that of the page if the id is too long to type."""
    link = check_link(card, config)
    whole = link if _TYPED.fullmatch(card.release.id) else urls.absolute(urls.check_address(config), config)
    return whole.partition("://")[2] if link else ""


def pictured_link(card: Card, config: Config) -> str:
    """Return the link for a code on a picture; that of the page if the id is too long for it."""
    link = check_link(card, config)
    return link if len(link) <= _LONGEST else urls.absolute(urls.check_address(config), config)


def check_line(card: Card, config: Config) -> str:
    """Return the line that ends a text which people forward: *Cek: https://…*; empty if there is nothing to check."""
    link = check_link(card, config)
    return translator(builders.language(card, config))(CHECK).format(address=link) if link else ""


CHECK = N_("Check: {address}")
