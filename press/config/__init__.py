"""``config.toml`` becomes one frozen, typed `Config`; everything is checked here, once.

A wrong or unknown key is a diagnostic with its line. What each key means: docs/config.md.
"""

from __future__ import annotations

from press.config.directory import Office, Region, Term
from press.config.editions import MenuItem
from press.config.loader import TABLES, language_of, load, parse
from press.config.network import Member, Registry
from press.config.places import NAME
from press.config.schema import AnnounceChannel, Config, DeployTarget, Election, Feeds
from press.config.services import Editor

__all__ = [
    "NAME", "TABLES", "AnnounceChannel", "Config", "DeployTarget", "Editor", "Election", "Feeds", "Member", "MenuItem",
    "Office", "Region", "Registry", "Term", "language_of", "load", "parse",
]  # fmt: skip
