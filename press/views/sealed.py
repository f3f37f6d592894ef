"""The canonical text of a release as it is now, and which version of it the log has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from press import urls
from press.model import Card
from press.views.check import links
from press.views.context import Snapshot
from press.views.parts import SealState
from press.views.sealed_text import SealedText

if TYPE_CHECKING:  # imported only for portals with a seal
    from press.seal.entries import Action
    from press.seal.ledger import Version

TEXT = "canonical.txt"
"""Its name in the folder of the release."""
PROOF_ENDING = ".tlog-proof"
"""What the name of its proof has besides (https://c2sp.org/tlog-proof)."""


def is_sealable(card: Card, snapshot: Snapshot) -> bool:
    """Tell whether a release has a canonical text: it is public, and the portal has a seal."""
    return snapshot.log is not None and links.has_text(card)


def newest_text(card: Card, snapshot: Snapshot) -> str:
    """Return the newest sealed text of a release that `is_sealable`, as it is in the log; empty if there is none."""
    log = snapshot.log
    sealed = [one for one in log.versions(card.release.id) if one.index < log.size] if log else []
    return log.canonical_text(sealed[-1].entry.digest) if log and sealed else ""


def sealed_text(card: Card, snapshot: Snapshot) -> SealedText:
    """Return what is known of the canonical text of a release that `is_sealable`."""
    source = card.release.source
    if source not in snapshot.sealed:
        snapshot.sealed[source], snapshot.canonical[source] = _made(card, snapshot)
    return snapshot.sealed[source]


def is_proven(card: Card, snapshot: Snapshot) -> bool:
    """Tell whether the text of a release as it is now has a proof; it is made again only where that is not clear."""
    log, source = snapshot.log, card.release.source
    if log is None or not is_sealable(card, snapshot) or card.release.id not in log.ids():
        return False
    if source in snapshot.sealed or source in snapshot.unsure:
        found = sealed_text(card, snapshot).sealed
        return found is not None and log.has_proof(found.index)
    return log.has_proof(log.newest(card.release.id))


def canonical_text(card: Card, snapshot: Snapshot) -> str:
    """Return the canonical text of a release that `is_sealable`; empty if it has a character that none may have."""
    source = card.release.source
    if source not in snapshot.canonical:
        snapshot.sealed[source], snapshot.canonical[source] = _made(card, snapshot)
    return snapshot.canonical[source]


def change(card: Card, before: Version, snapshot: Snapshot) -> Action | None:
    """Return why the text of a release may follow the version before it; None: it was changed silently."""
    from press.seal import versions  # noqa: PLC0415 - as above

    assert snapshot.log
    return versions.action(snapshot.log.canonical_text(before.entry.digest), canonical_text(card, snapshot))


def seal_state(card: Card, snapshot: Snapshot) -> SealState | None:
    """Return what the page of a release says of its seal; None: the portal has none."""
    if not is_sealable(card, snapshot):
        return None
    found = sealed_text(card, snapshot)
    if found.forbidden:
        return None
    href = urls.href(card.address + TEXT, snapshot.config)
    number = found.sealed.index + 1 if found.sealed else 0
    link = links.check_link(card, snapshot.config)
    return SealState(
        href=href,
        version=found.version,
        number=number,
        check=snapshot.config.base_path + link.removeprefix(snapshot.config.base_url),
        check_url=link,
        typed=links.typed_link(card, snapshot.config),
    )


def _made(card: Card, snapshot: Snapshot) -> tuple[SealedText, str]:
    from press.seal import canonical  # noqa: PLC0415 - as above
    from press.seal.characters import NotCanonicalError  # noqa: PLC0415
    from press.seal.lines import lines  # noqa: PLC0415
    from press.views import statements  # noqa: PLC0415

    assert snapshot.log
    versions = snapshot.log.versions(card.release.id)
    digests = ["", *(version.entry.digest for version in versions)]
    try:
        said = statements.statement(card, snapshot)
        rows = [line for html in statements.html(card, snapshot) for line in lines(html)]
        if versions:
            text = canonical.text(said, rows, len(versions), digests[-2])
            if canonical.digest(text) == digests[-1]:
                return SealedText(len(versions), sealed=versions[-1]), text
        text = canonical.text(said, rows, len(versions) + 1, digests[-1])
    except NotCanonicalError as reason:
        return SealedText(forbidden=reason.character), ""
    return SealedText(len(versions) + 1, before=versions[-1] if versions else None), text
