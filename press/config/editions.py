"""What ``config.toml`` says of the links of all pages, and of the portal in other languages."""

from __future__ import annotations

import msgspec


class MenuItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[menu]]`` and ``[[footer]]``: one link."""

    label: str
    """The text of the link."""
    url: str
    """A path from the root of the portal, with a leading slash; or an absolute URL."""


class EditionTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[editions.LANGUAGE.topics]``, ``.offices``, ``.regions``: an entry of a vocabulary in the language."""

    name: str = ""
    """The full name. Default: as in the portal."""
    short: str = ""
    """A shorter name, where there is little space."""
    description: str = ""
    """One sentence, shown on its list and in its feed."""
    hours: str = ""
    """When the counter of an office is open."""


class EditionContact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[editions.LANGUAGE.contacts]``: what of a press contact is said in the language."""

    role: str = ""
    hours: str = ""


class EditionSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[editions.LANGUAGE]``: the portal in another language, such as ``[editions.en]``; all keys are optional."""

    title: str = ""
    """Name of the portal. Default: as in the main edition, and so for all other keys."""
    short_title: str = ""
    """Shorter name, where there is little space."""
    description: str = ""
    """One sentence that says what the portal is. Default: none."""
    publisher: str = ""
    """The government body that is responsible for it."""
    menu: tuple[MenuItem, ...] = ()
    """``[[editions.LANGUAGE.menu]]``: the links at the top. Default: those of the portal that lead to lists."""
    footer: tuple[MenuItem, ...] = ()
    """``[[editions.LANGUAGE.footer]]``: the links at the foot. Default: as for the menu."""
    topics: dict[str, EditionTerm] = {}
    """Names of topics by their ids: ``air = { name = "Water" }``."""
    offices: dict[str, EditionTerm] = {}
    """The same of offices."""
    regions: dict[str, EditionTerm] = {}
    """The same of regions."""
    contacts: dict[str, EditionContact] = {}
    """Role and hours of press contacts by their ids."""
