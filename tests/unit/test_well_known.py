"""security.txt (RFC 9116) and trust.txt, from config.toml."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press import config
from press.errors import BadConfig, Refused
from press.outputs import well_known
from tests.fuzzing import fuzz
from tests.portal import CONFIG, Portal
from tests.sealed import ROOT_KEY

AT_ROOT = CONFIG.replace("uji.example/portal/", "uji.example/")
SETTINGS = """
[security]
contact = ["csirt@uji.example", "https://uji.example/lapor?a=b"]
policy = "/keamanan/"
[trust]
social = ["https://www.instagram.com/uji"]
controls = ["https://uji.example/lain/"]
controlled_by = ["https://induk.example/"]
belongs_to = ["https://asosiasi.example/"]
members = ["https://anggota.example/"]
disclosure = "https://induk.example/tentang/"
contact = ["humas@uji.example"]
"""
SECURITY, TRUST, TRUST_TOO = well_known.SECURITY, well_known.TRUST, well_known.TRUST_TOO


@pytest.fixture
def settled(portal: Portal) -> Portal:
    portal.write("config.toml", AT_ROOT + SETTINGS)
    portal.write("pages/keamanan.md", "---\ntitle: Keamanan\n---\n\nIsi.\n")
    return portal


def test_security_txt_has_the_fields_of_the_rfc(settled: Portal) -> None:
    settled.build()
    assert settled.text(SECURITY) == (
        "Contact: mailto:csirt@uji.example\nContact: https://uji.example/lapor?a=b\nExpires: 2026-12-31T00:00:00Z\n"
        "Preferred-Languages: id\nCanonical: https://uji.example/.well-known/security.txt\n"
        "Policy: https://uji.example/keamanan/\n"
    )


def test_trust_txt_has_the_variables_of_its_format(settled: Portal) -> None:
    settled.build()
    assert settled.text(TRUST) == (
        "member=https://anggota.example/\nbelongto=https://asosiasi.example/\ncontrol=https://uji.example/lain/\n"
        "controlledby=https://induk.example/\nsocial=https://www.instagram.com/uji\n"
        "disclosure=https://induk.example/tentang/\ncontact=mailto:humas@uji.example\n"
    )


def test_trust_txt_is_at_both_addresses_and_names_the_check_of_a_seal(settled: Portal) -> None:
    settled.build()
    assert settled.text(TRUST_TOO) == settled.text(TRUST)
    seal = '[seal]\norigin = "uji.example/seal"\n'
    settled.write("config.toml", AT_ROOT + seal)
    settled.build()
    assert TRUST not in settled.site(), "without a root key there is no page to lead to"
    settled.write("config.toml", f'{AT_ROOT}{seal}root = "{ROOT_KEY}"\n')
    settled.build()
    assert settled.text(TRUST_TOO) == settled.text(TRUST) == "disclosure=https://uji.example/cek/\n"


@fuzz(examples=50)
@given(st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_it_expires_in_half_a_year_to_a_year(now: datetime) -> None:
    left = datetime.fromisoformat(well_known.expires(now)) - now
    assert timedelta(days=180) < left < timedelta(days=366)


def test_the_date_moves_with_builds_in_which_nothing_else_changes(settled: Portal) -> None:
    settled.build(now="2026-06-30T20:00:00+08:00")
    same = settled.build(now="2026-06-30T21:00:00+08:00")
    assert same.written == ()
    later = settled.build(now="2026-07-01T12:00:00+08:00")
    assert set(later.written) == {SECURITY, ".well-known/manifest.json", "manifest.json"}
    found = settled.site()
    settled.delete_cache()
    settled.build(now="2026-07-01T12:00:00+08:00", output="bersih")
    assert settled.site("bersih") == found


def test_files_go_with_their_settings(settled: Portal) -> None:
    settled.build()
    settled.write("config.toml", AT_ROOT)
    report = settled.build()
    assert {SECURITY, TRUST, TRUST_TOO} < set(report.removed)


def test_a_portal_in_a_folder_of_a_host_has_neither(settled: Portal) -> None:
    settled.write("config.toml", CONFIG + SETTINGS)
    settled.build()
    assert not {SECURITY, TRUST, TRUST_TOO} & settled.site().keys()


def test_a_file_of_static_is_published_only_without_settings(settled: Portal) -> None:
    settled.write(f"static/{SECURITY}", "sendiri")
    with pytest.raises(Refused):
        settled.build()
    settled.write("config.toml", AT_ROOT)
    settled.build()
    assert settled.text(SECURITY) == "sendiri"


@pytest.mark.parametrize(
    "line",
    [
        '[security]\ncontact = ["humas"]', '[security]\ncontact = ["a@b.example\\nPolicy: x"]',
        '[security]\ncontact = ["javascript:x"]', '[security]\npolicy = "keamanan"', '[trust]\nsocial = ["@uji"]',
        '[trust]\ncontact = [""]', '[trust]\ndisclosure = "http://"', '[trust]\ncontrols = ["https://a.example/\\nx"]',
    ],
)  # fmt: skip
def test_wrong_values_are_reported_with_their_line(line: str) -> None:
    with pytest.raises(BadConfig) as raised:
        config.parse(AT_ROOT + line)
    (problem,) = raised.value.problems
    assert problem.place.line == AT_ROOT.count("\n") + 2


def test_a_page_that_is_not_there_is_reported(settled: Portal) -> None:
    (settled.root / "pages/keamanan.md").unlink()
    assert [problem.rule for problem in settled.build().problems] == ["config-link"]
