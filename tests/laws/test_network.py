"""Property: whatever members do, the province shows what each of them last said, once, and nothing else.

Three portals on loopback: a province and two regencies, which edit, correct, withdraw and publish again, are not there,
or answer what they must not. The province fetches and builds after every few of these steps.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.fuzzing import FACTOR
from tests.network import BAD_ANSWERS, Host, give, member, pulled, regency, serving
from tests.portal import CONFIG, Portal

_STEPS = 200
_ALL = "\n[feeds]\nitems = 1000\nkilobytes = 100000\n"
"""The feed of the province has everything, so that it can be compared."""
_OWN = "tag:uji.example,2026:release/own"
_VERDICTS = ("false", "true", "scam")


class Shown(NamedTuple):
    """What the feed of the province says of a release."""

    title: str
    url: str
    kind: str
    withdrawn: str
    corrections: tuple[str, ...]


class Regency:
    """A member of the network, and what it says now."""

    def __init__(self, root: Path, name: str) -> None:
        self.host = Host()
        self.name = name
        self.portal = regency(root / name, self.host, name)
        self.posts: dict[int, dict[str, str]] = {}
        self.minute = 0

    def change(self, chance: random.Random) -> None:
        """Publish a release, or change one."""
        self.minute += 1
        at = f"2026-05-{10 + self.minute // 60:02} {self.minute // 4 % 24:02}:{self.minute % 60:02}"
        number = chance.choice([*self.posts, len(self.posts), len(self.posts)])
        if number == len(self.posts):
            self.posts[number] = {"id": f"n{number}", "title": f"Judul {number}", "date": at, "slug": f"n{number}"}
            self._write(number)
            return
        post = self.posts[number]
        match chance.randrange(6):
            case 0:
                post |= {"title": f"Judul baru {self.minute}", "updated": at}
            case 1:
                post["corrections"] = f"[{{date: {at}, note: Catatan {self.minute}}}]"
            case 2:
                removed = chance.choice(("remove_title: true", "remove_text: true", "remove_text: false"))
                post["withdrawn"] = f"{{date: {at}, reason: Alasan {self.minute}, {removed}}}"
            case 3:
                post.pop("withdrawn", None)
                post["updated"] = at
            case 4:
                claim = f"{{text: Klaim {self.minute}, verdict: {chance.choice(_VERDICTS)}}}"
                post |= {"kind": "clarification", "claim": claim, "updated": at}
            case _:
                post |= {"slug": f"s{self.minute}", "updated": at, "topics": f"[{chance.choice(['air', 'jalan'])}]"}
        self._write(number)

    def _write(self, number: int) -> None:
        self.portal.post(f"n{number}.md", f"Isi {number}.", **self.posts[number])

    def says(self) -> dict[str, Shown]:
        """What its own feed says now, by id."""
        self.portal.build()
        return shown(self.portal)


def shown(portal: Portal) -> dict[str, Shown]:
    """What the feed of a portal says, by id; no id is there twice."""
    found = json.loads(portal.text("feed.json"))["items"]
    assert len({item["id"] for item in found}) == len(found)
    return {item["id"]: _shown(item) for item in found}


def _shown(item: dict[str, object]) -> Shown:
    facts = item["_press"]
    assert isinstance(facts, dict)
    notes = tuple(each["note"] for each in facts.get("corrections", ()))
    reason = facts.get("withdrawn", {}).get("reason", "")
    return Shown(str(item["title"]), str(item["url"]), facts["kind"], reason, notes)


def misbehave(one: Regency, other: Regency, chance: random.Random) -> None:
    """Let the server of a regency be down, or give what it must not."""
    body, status, more = chance.choice([*BAD_ANSWERS.values()])
    hostile = {"id": chance.choice((_OWN, f"tag:{other.name.lower()}.example,2026:release/n0"))}
    if chance.random() < 0.5:
        give(
            one.host,
            {**hostile, "title": "Palsu <script>alert(1)</script>"},
            {"id": "x", "url": "https://evil.example/"},
        )
    else:
        one.host.answering = lambda request: request.give(body, status, **more)


@pytest.mark.fuzz
@pytest.mark.timeout(0 if FACTOR > 1 else 600)
def test_the_province_shows_what_members_last_said(tmp_path: Path) -> None:
    seed = random.randrange(2**32) if FACTOR > 1 else 1
    chance = random.Random(seed)
    hulu, hilir = regencies = Regency(tmp_path, "Hulu"), Regency(tmp_path, "Hilir")
    with serving(hulu.host, hilir.host):
        settings = CONFIG + _ALL + member("Hulu", hulu.host) + member("Hilir", hilir.host)
        province = Portal(tmp_path / "province", settings)
        province.post("own.md", title="Sendiri", id="own")
        province.build()
        expected = shown(province)
        assert expected.keys() == {_OWN}
        step = 0
        while step < _STEPS * min(FACTOR, 10):
            for _ in range(chance.randint(1, 6)):
                chance.choice(regencies).change(chance)
                step += 1
            for one, other in ((hulu, hilir), (hilir, hulu)):
                one.host.answering = None
                if chance.random() < 0.2 and hulu.posts and hilir.posts:
                    misbehave(one, other, chance)
                else:
                    expected |= one.says()
            outcomes = pulled(province)
            assert [outcome.name for outcome in outcomes] == ["hulu", "hilir"]
            province.build()
            assert shown(province) == expected, (seed, step)
            assert "<script>alert" not in province.text("index.html")
        province.build("clean")
        assert province.site() == province.site("clean")
