"""Beside each release: its canonical text, and the proof that the log has it. They exist where there is ``[seal]``."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press.config import Config
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import View
from press.views.context import Snapshot
from press.views.sealed import PROOF_ENDING, TEXT, canonical_text, is_sealable, sealed_text

TEMPLATES = ()
PROOF = TEXT + PROOF_ENDING
"""The name of the proof of the newest version."""


class Text(View, frozen=True, kw_only=True):
    """A file of text."""

    text: str


_text = msgspec.json.Decoder(Text)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each text belongs to a release."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The text of the release."""
    if config.seal.origin and card.has_page and not card.is_page:
        yield card.address


def owns(path: str, config: Config) -> bool:
    """No path: each release takes its own folder."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The text and the proof in one folder."""
    card = snapshot.catalogue.page_at(invalidation.id)
    text = proof = None
    if card and is_sealable(card, snapshot) and snapshot.log:
        found = sealed_text(card, snapshot)
        text = None if found.forbidden else Text(text=canonical_text(card, snapshot))
        proven = snapshot.log.proof(found.sealed.index) if found.sealed else None
        proof = Text(text=str(proven)) if proven else None
    yield invalidation.id + TEXT, text
    yield invalidation.id + PROOF, proof


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the file."""
    return _text.decode(view).text.encode()
