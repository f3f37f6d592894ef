"""A sealed portal with the texts of the sample portal's releases, for the page that checks messages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from press.build import engine
from press.build.sealing import Sealer
from press.seal import keys, ledger, notes, policy
from press.seal.keys import KeyList
from press.seal.notes import Key
from press.seal.signing import Seed
from tests.portal import CONFIG, NOW, Portal

REPOSITORY = Path(__file__).parent.parent
ORIGIN = "uji.example/portal/seal"
ROOT, SEED, WITNESS = (Seed(bytes([number]) * 32, "ed25519") for number in (1, 2, 7))
ROOT_KEY = Key(keys.root_name(ORIGIN), notes.NOTE, ROOT.public())
WITNESS_KEY = Key("saksi.example/w1", notes.COSIGNATURE, WITNESS.public())
SETTINGS = f'{CONFIG}\n[seal]\norigin = "{ORIGIN}"\nroot = "{ROOT_KEY}"\n'


def sealed_portal(root: Path, settings: str = SETTINGS) -> Portal:
    """A portal with keys and without releases."""
    portal = Portal(root, settings)
    listed = KeyList(ORIGIN).with_seeds((SEED,), 1)
    ledger.write(root / ledger.FOLDER, ledger.KEYS, str(keys.signed(listed, ROOT)))
    ledger.write(root / ledger.FOLDER, ledger.POLICY, policy.text(listed.at(1)))
    return portal


def seal(portal: Portal, now: str = NOW) -> None:
    """Build and seal."""
    if not (portal.root / ".press").exists():
        portal.build(now=now)
    engine.build(portal.request(now=now), sealer=Sealer((SEED,)))


def write_samples(portal: Portal, count: int) -> None:
    """Write the texts of some releases of the sample portal, without photos and links to other releases."""
    paths = sorted(path for path in (REPOSITORY / "posts").rglob("*.md") if path.read_text().startswith("---\n"))
    for number, path in enumerate(paths[:count]):
        _, front, body = path.read_text().split("---\n", 2)
        fields = yaml.safe_load(front)
        if fields.get("lang") or fields.get("kind") in ("tautan", "link") or fields.get("withdrawn"):
            continue
        names = ("title", "summary", "points", "quotes")
        kept = {name: json.dumps(fields[name], ensure_ascii=False) for name in names if name in fields}
        text = re.sub(r"!\[.*?\]\([^)]*\)|^\[.*$", "", body, flags=re.MULTILINE)
        text = re.sub(r"\[([^]]*)\]\((?!https)[^)]*\)", r"\1", text)
        portal.post(f"{number}.md", text, id=f"n-{number}", date=f"2026-0{number % 5 + 1}-1{number % 9} 10:00", **kept)
