"""The command `announce`, with a portal, its live site and its channels."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from press import config
from press.announce import setup
from press.announce.verify import Verifier
from press.cli.commands import command
from press.errors import BadConfig, Exit, Misuse
from tests.portal import CONFIG, NOW, Portal, parse_time
from tests.services import Service, files, serving

SECRETS = {"PRESS_ANNOUNCE_KANAL_TOKEN": "rahasia"}


class Live(Portal):
    """A portal whose site is live: `deploy` copies it to the folder that a web server shows."""

    def __init__(self, root: Path, service: Service, url: str, more: str = "") -> None:
        channel = f'[announce.kanal]\ntype = "telegram"\nurl = "{service.url}"\nto = "@humas"\n'
        hub = f'[feeds]\nhub = "{service.url}/hub"\n[announce.hub]\ntype = "websub"\n'
        super().__init__(root, CONFIG.replace("https://uji.example/portal/", url) + channel + hub + more)
        self.service = service

    def deploy(self, now: str = NOW) -> None:
        """Build, and show the site."""
        self.run("build", "--now", now)
        shutil.copytree(self.root / "site", self.root.parent / "live", dirs_exist_ok=True)

    def run(self, *arguments: str, **environment: str) -> Result:
        """Run a command."""
        options = ["--root", str(self.root), "--jobs", "1", "--messages", "en"]
        more = () if "--now" in arguments else ("--now", NOW)
        return CliRunner().invoke(
            command, [*arguments, *options, *more], env=SECRETS | environment, standalone_mode=False
        )

    def announce(self, *arguments: str) -> list[dict[str, Any]]:
        """Announce, and return what became of each post."""
        done = self.run("announce", "--format", "json", *arguments)
        assert done.exception is None, (done.output, done.exception)
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    @property
    def texts(self) -> list[str]:
        """What the Telegram channel shows."""
        return [text for text in self.service.shown.values() if "hub.mode" not in text]


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    (tmp_path / "live").mkdir()
    with ExitStack() as stack:
        service = stack.enter_context(serving(Service()))
        web = stack.enter_context(serving(files(tmp_path / "live")))
        portal = Live(tmp_path / "portal", service, f"http://127.0.0.1:{web.server_address[1]}/")
        portal.post("lama.md", title="Lama", date="2026-06-01 10:00", id="lama")
        portal.deploy()
        yield portal


def test_the_command_announces_what_is_live(live: Live) -> None:
    first = live.announce()
    assert [one["status"] for one in first if one["channel"] == "kanal"] == ["seeded"]
    assert any("hub.url" in one.body.decode() for one in live.service.accepted)
    live.post("a.md", title="Air naik", date="2026-06-01 11:00", id="a", summary="Waspada.")
    live.post("b.md", title="Rahasia", date="2026-06-01 11:00", id="b", announce="false")
    live.post("c.md", title="Nanti", date="2026-06-01 13:00", id="c")
    live.post("d.md", title="Draf", date="2026-06-01 11:00", id="d", draft="true")
    live.run("build")
    assert [one["status"] for one in live.announce("--only", "kanal")] == ["waiting"]
    assert not live.texts
    live.deploy()
    printed = live.run("announce").stdout
    assert "kanal: posted: new: Air naik → " in printed
    assert "Project-Id-Version" not in printed
    [id] = [id for id, text in live.service.shown.items() if text == live.texts[0]]
    assert f"new: Air naik → {id}\n" in printed
    assert live.texts[0].startswith("<b>Air naik</b>\n\nWaspada.\n\nhttp://127.0.0.1")
    assert live.announce() == []


def test_corrections_and_withdrawals_of_the_front_matter(live: Live) -> None:
    live.announce()
    fields = {"title": "Air naik", "date": "2026-06-01 11:00", "id": "a"}
    claim = '{text: "Air beracun", verdict: false}'
    live.post("a.md", **fields, kind="clarification", claim=claim)
    live.deploy()
    live.announce()
    assert "<b>HOAKS: “Air beracun” Faktanya: Air naik</b>" in live.texts[0]
    live.post("a.md", **fields, corrections='[{date: "2026-06-01 11:30", note: "Bukan 12."}]')
    live.deploy()
    live.announce()
    assert "<b>Ralat: Air naik</b>\n\nBukan 12." in live.texts[0]
    live.post("a.md", **fields, withdrawn='{date: "2026-06-01 11:40", reason: "Salah data.", remove_title: true}')
    live.deploy()
    live.announce()
    assert "<b>Dicabut: Siaran pers, 1 Juni 2026</b>" in live.texts[0]
    assert "Air naik" not in live.texts[0]
    assert len(live.texts) == 1


def test_a_host_that_changes_the_html_is_live_too(live: Live) -> None:
    live.announce()
    live.post("a.md", title="Air naik", date="2026-06-01 11:00", id="a")
    live.deploy()
    page = live.root.parent / "live/2026/06/a/index.html"
    page.write_text(page.read_text().replace("</body>", "<!-- iklan --></body>"))
    assert "sent" in {one["status"] for one in live.announce("--only", "kanal")}


def test_dry_run_needs_no_secret_and_no_live_site(live: Live) -> None:
    live.announce()
    live.post("a.md", title="Air naik", date="2026-06-01 11:00", id="a")
    live.run("build")
    before = (live.root / "announced.json").read_bytes()
    done = live.run("announce", "--dry-run", PRESS_ANNOUNCE_KANAL_TOKEN="")
    assert "    <b>Air naik</b>" in done.stdout
    assert f"→ {live.service.url} @humas" in done.stdout
    assert (live.root / "announced.json").read_bytes() == before
    assert not live.texts


def test_misuse(live: Live) -> None:
    expected = {
        ("", ()): "PRESS_ANNOUNCE_KANAL_TOKEN",
        ("x", ("--only", "lain")): "there is no [announce.lain]; config.toml has: hub, kanal",
        ("x", ("--resolve", "kanal", "a", "sent")): "no open post",
    }
    for (secret, arguments), message in expected.items():
        done = live.run("announce", *arguments, PRESS_ANNOUNCE_KANAL_TOKEN=secret)
        assert done.return_value == Exit.MISUSE
        assert message in done.stderr


def test_a_site_that_is_down_is_asked_only_three_times(tmp_path: Path) -> None:
    with serving(Service()) as down:
        text = f'{CONFIG.replace("https://uji.example/portal", down.url)}\n[announce.x]\ntype = "telegram"\nto = "@a"\n'
        settings = config.parse(text)
        [channel] = setup.channels(setup.Place(tmp_path, tmp_path, settings, parse_time(NOW)), (), {})
        verifier = Verifier(tmp_path, settings)
        for number in range(9):
            (tmp_path / str(number)).touch()
            assert not verifier.is_live(str(number), channel)
        assert down.asked == 3


@pytest.mark.parametrize(
    ("channel", "environment", "message"),
    [
        ('type = "webhook"\nurl = "http://otomasi.wirantara.example/"', {"X_SECRET": "x"}, "use https://"),
        ('type = "webhook"\nurl = "https://a:rahasia@b.example/"', {"X_SECRET": "x"}, "set PRESS_ANNOUNCE_X_SECRET"),
        ('type = "webhook"\nurl = "ftp://b.example/"', {"X_SECRET": "x"}, "is not an https address"),
        ('type = "webhook"', {"X_SECRET": "x"}, "[announce.x] needs url"),
        ('type = "mastodon"\nurl = "https://b.example"', {"X_TOKEN": "a\nb"}, "has spaces or other signs"),
        ('type = "telegram"', {"X_TOKEN": "x"}, "[announce.x] needs to"),
        ('type = "whatsapp"', {}, "[announce.x] needs url"),
        ('type = "whatsapp"\nurl = "file:posts/wa"', {}, "belongs to the portal"),
        ('type = "whatsapp"\nurl = "file:site"', {}, "belongs to the portal"),
        ('type = "email"\nurl = "smtp://a@b.example"\nto = "c@b.example"', {}, "[announce.x] needs sender"),
        ('type = "email"\nurl = "smtp://a@b.example"\nto = "c@b.example"\nsender = "d@b.example"', {}, "X_PASSWORD"),
    ],
)
def test_settings_that_cannot_work(channel: str, environment: dict[str, str], message: str) -> None:
    settings = config.parse(f"{CONFIG}\n[announce.x]\n{channel}\n")
    place = setup.Place(Path(), Path("site"), settings, parse_time(NOW))
    secrets = {f"PRESS_ANNOUNCE_{name}": value for name, value in environment.items()}
    with pytest.raises(Misuse) as raised:
        setup.check_secrets(setup.channels(place, (), secrets))
    assert message in str(raised.value)
    assert "rahasia" not in str(raised.value)


def test_a_channel_shows_no_secret() -> None:
    settings = config.parse(f'{CONFIG}\n[announce.x]\ntype = "telegram"\nto = "@a"\n')
    place = setup.Place(Path(), Path("site"), settings, parse_time(NOW))
    [channel] = setup.channels(place, (), {"PRESS_ANNOUNCE_X_TOKEN": "rahasia"})
    assert channel.secret == "rahasia"
    assert "rahasia" not in f"{channel!r} {channel}"


def test_before_a_build_and_after_a_preview_nothing_is_announced(live: Live) -> None:
    live.run("build", "--drafts")
    assert "is a preview" in live.run("announce").stderr
    shutil.rmtree(live.root / ".press")
    live.deploy()
    shutil.rmtree(live.root / ".press")
    assert "run build first" in live.run("announce").stderr


def test_a_failure_is_an_exit_code_and_no_secret_is_printed(live: Live) -> None:
    live.announce()
    live.post("a.md", title="Air naik", date="2026-06-01 11:00", id="a")
    live.deploy()
    live.service.faults, live.service.description = [401], "Unauthorized rahasia"
    done = live.run("announce", "--only", "kanal")
    assert "kanal: waits: new: Air naik: 401 Unauthorized …" in done.stderr
    assert "rahasia" not in done.output
    assert done.return_value == Exit.CONTENT
    done = live.run("announce", "--only", "kanal", SOURCE_DATE_EPOCH="1700000000")  # the time of a commit means nothing
    assert "posted: new: Air naik" in done.stdout


@pytest.mark.parametrize(
    ("channel", "message"),
    [
        ('type = "twitter"', "there is no type of channel “twitter”"),
        ('type = "telegram"\nkinds = ["kabar"]', "“kabar” is not one of the kinds"),
        ('type = "telegram"\nlimit = 0', "“limit” must be 1 or more"),
        ('type = "telegram"\nhours = 1000000000000', "“hours” must be 8760 or less"),
        ('type = "telegram"\ntoken = "x"', "unknown key"),
    ],
)
def test_wrong_channels_are_reported_with_their_line(channel: str, message: str) -> None:
    with pytest.raises(BadConfig) as raised:
        config.parse(f"{CONFIG}\n[announce.kanal]\n{channel}\n")
    problem = raised.value.problems[0]
    assert message in problem.message.format_map(problem.values)
    assert problem.place.line > CONFIG.count("\n")
