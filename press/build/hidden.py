"""Hidden files in ``static/``: they are not published, since nobody sees that they are there, and each is named."""

from __future__ import annotations

from pathlib import PurePosixPath

from press import rules
from press.build.state import BuildState
from press.checks import with_severities
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import STATIC

_PUBLISHED = frozenset({".well-known", ".htaccess", ".nojekyll"})


def is_hidden(address: str) -> bool:
    """Tell whether a file of ``static/`` is hidden, or in a hidden folder, and not one that hosts need."""
    return "/." in f"/{address}" and any(part[0] == "." and part not in _PUBLISHED for part in address.split("/"))


def record(build: BuildState) -> None:
    """Record a problem for each hidden file or, once, for a hidden folder."""
    hidden = {_hidden_part(address) for address in build.ledger.digests_under(STATIC) if is_hidden(address)}
    build.ledger.record_problems("", "hidden", with_severities(map(_problem, sorted(hidden)), build.request.config))


def _hidden_part(address: str) -> str:
    """Return the outermost path that is hidden."""
    paths = [address, *(str(folder) for folder in PurePosixPath(address).parents[:-1])]
    return min((path for path in paths if is_hidden(path)), key=len)


def _problem(address: str) -> Diagnostic:
    message = N_("hidden files are not published")
    hint = N_("move it out of static/, or give it a name that does not start with a dot")
    return rules.HIDDEN_FILE.broken(Place(f"{STATIC}{address}"), message, hint)
