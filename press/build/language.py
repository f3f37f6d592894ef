"""The checks of language: only the command `check` runs them, each text once until it, or a dictionary, changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec

from press import rules, toml
from press.build import fingerprints
from press.build.request import BuildRequest
from press.build.workers import Batching, WorkerPool
from press.checks import with_severities
from press.checks.texts import TextContext
from press.content import files
from press.diagnostics import Diagnostic, Place
from press.errors import CacheDamaged
from press.i18n.mark import N_
from press.language import dictionary, word_lists
from press.model import SourceRecord
from press.store import database
from press.store.checked import CheckedTexts

_BATCHING = Batching(inline=8, size=50, weight=400_000)
"""Batches of texts; the weight of a text is the size of its file."""
_FOLDERS = ("dictionaries",)
"""The folders of the portal whose files the checks use."""


def problems(request: BuildRequest, texts: Sequence[SourceRecord], pool: WorkerPool) -> tuple[Diagnostic, ...]:
    """Return what the checks of language find in texts; what they found before is cached in ``.press/``.

    Each output folder has a cache of its own, like that of builds: a preview may check while ``check`` runs.
    """
    cache = request.database.with_name(request.database.name.replace("build", "checked", 1))
    missing = with_severities((*_missing(request), *_unread(request)), request.config)
    try:
        return (*missing, *_problems(cache, request, texts, pool))
    except (CacheDamaged, msgspec.MsgspecError, UnicodeDecodeError):
        database.delete(cache)
        return (*missing, *_problems(cache, request, texts, pool))


def _problems(
    path: Path, request: BuildRequest, texts: Sequence[SourceRecord], pool: WorkerPool
) -> tuple[Diagnostic, ...]:
    fingerprint = _fingerprint(request)
    keys = {text.path: f"{fingerprint}{text.digest}" for text in texts}
    with database.opened(path) as cache:
        checked = CheckedTexts(cache.database)
        known = checked.keys()
        checked.delete(known.keys() - keys.keys())
        changed = [text for text in texts if known.get(text.path) != keys[text.path]]
        work = partial(_check_batch, TextContext(request.root, request.config, fingerprint))
        for text, found in zip(changed, pool.map(work, changed, _BATCHING, lambda text: text.size), strict=True):
            checked.record(text.path, keys[text.path], found)
        cache.commit()
        return tuple(checked.problems())


def _fingerprint(request: BuildRequest) -> str:
    """Return the fingerprint of all that the problems depend on besides the texts."""
    own = sorted(path for name in _FOLDERS for path in (request.root / name).rglob("*"))
    names = (str(path.relative_to(request.root)).encode() for path in own)
    config = msgspec.json.encode(request.config)
    used = _dictionary(request.root)
    return fingerprints.digest((request.code_fingerprint.encode(), config, used, *names, *fingerprints.contents(own)))


def _dictionary(root: Path) -> bytes:
    """Return which dictionary the spelling check uses: the file, its size and the time of its last change."""
    path = dictionary.find(root) if dictionary.is_available() else None
    state = path.stat() if path else None
    return f"{path} {state.st_size} {state.st_mtime_ns}".encode() if state else b""


def _missing(request: BuildRequest) -> Iterator[Diagnostic]:
    """Yield a problem if the portal is Indonesian and the computer has no dictionary."""
    if request.config.language == "id" and not _dictionary(request.root):
        message = N_("the spelling is not checked: this computer has no Indonesian dictionary")
        hint = N_("on Debian and Ubuntu: apt-get install hunspell-id; docs/rules.md says how to get it elsewhere")
        yield rules.DICTIONARY.broken(Place("dictionaries"), message, hint)


def _unread(request: BuildRequest) -> Iterator[Diagnostic]:
    """Yield a problem for each registry in ``dictionaries/`` that cannot be read."""
    for path in word_lists.registries(request.root):
        place = path.relative_to(request.root).as_posix()
        try:
            toml.loads(path.read_text(encoding="utf-8-sig"))
        except toml.NotToml as reason:
            hint = N_("correct this line or the one above it")
            yield rules.DICTIONARY.broken(Place(place, reason.line or 1), reason.message, hint, **reason.values)
        except (OSError, UnicodeDecodeError) as reason:
            message = N_("this registry cannot be read: {reason}")
            yield rules.DICTIONARY.broken(Place(place), message, N_("save it as UTF-8"), reason=str(reason))


def _check_batch(context: TextContext, texts: Iterable[SourceRecord]) -> list[tuple[Diagnostic, ...]]:
    return [_check(context, text) for text in texts]


def _check(context: TextContext, text: SourceRecord) -> tuple[Diagnostic, ...]:
    """Check one text. A file that cannot be read is reported where releases are read."""
    from press.checks import texts  # noqa: PLC0415 - in workers only
    from press.checks.language.table import INDONESIAN_CHECKS  # noqa: PLC0415
    from press.checks.review.table import REVIEW_CHECKS  # noqa: PLC0415
    from press.content import front_matter  # noqa: PLC0415

    try:
        source = files.read(context.root, text.path)
    except OSError:
        return ()
    parsed = front_matter.parse(source, context.config)
    found = texts.problems(parsed, REVIEW_CHECKS | INDONESIAN_CHECKS, context)
    return rules.without_allowed(found, parsed.release) if parsed.release else found
