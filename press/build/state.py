"""The state of a running build: its request, and what all its steps use."""

from __future__ import annotations

from typing import NamedTuple

from press.build.profile import Profile
from press.build.request import BuildRequest
from press.build.workers import WorkerPool
from press.store.catalogue import Catalogue
from press.store.ledger import Ledger


class BuildState(NamedTuple):
    """What all steps of a build use. Catalogue and ledger are in one transaction, which ends with the build."""

    request: BuildRequest
    catalogue: Catalogue
    ledger: Ledger
    pool: WorkerPool
    profile: Profile
