"""The types of channels, by the name that config.toml gives them."""

from __future__ import annotations

from press.announce.channel import ChannelType
from press.announce.channels import email, mastodon, telegram, webhook, websub, whatsapp

TYPES: dict[str, ChannelType] = {
    "websub": websub, "telegram": telegram, "mastodon": mastodon, "webhook": webhook, "email": email,
    "whatsapp": whatsapp,
}  # fmt: skip
