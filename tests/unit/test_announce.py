"""`announce`: what is posted, to whom, and what happens if a service fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest

from press.announce import run
from press.announce.channel import Patience
from press.announce.channels.table import TYPES
from press.announce.channels.webhook import signature
from press.announce.record import File, Status, locked
from press.config import AnnounceChannel
from press.config.schema import CHANNELS
from press.errors import Busy, Misuse
from tests.newsroom import HANG_TIMEOUT, PATIENCE, Newsroom
from tests.services import CUT, DIE, HANG, Mailbox, Service, serving


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service()) as started:
        yield started


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with serving(Mailbox()) as started:
        yield started


def telegram(service: Service, **more: Any) -> AnnounceChannel:
    return AnnounceChannel("telegram", service.url, "@humas", **more)


def mail(mailbox: Mailbox, **more: Any) -> AnnounceChannel:
    fields = {"sender": "Humas <humas@uji.example>", "allow_plain": True, "unsubscribe": "https://uji.example/keluar"}
    return AnnounceChannel("email", mailbox.url, "warga@uji.example", **{**fields, **more})


def all_types(service: Service, **more: Any) -> dict[str, AnnounceChannel]:
    """A channel of each type that posts by HTTP."""
    kinds = {kind: AnnounceChannel(kind, service.url, "@humas", **more) for kind in ("mastodon", "telegram", "webhook")}
    return {**kinds}


def test_the_table_has_every_type() -> None:
    assert set(TYPES) == set(CHANNELS)


# What is announced ----------------------------------------------------------------------------------------------


def test_the_first_run_posts_nothing(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, **all_types(service))
    (tmp_path / "announced.json").unlink()
    newsroom.publish("a")
    assert newsroom.statuses() == ["seeded"] * 3
    newsroom.wait(hours=1)
    assert newsroom.statuses() == []
    newsroom.publish("b")
    assert newsroom.statuses() == ["sent"] * 3
    assert len(service.accepted) == 3


def test_a_lost_record_floods_nobody(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    for number in range(30):
        newsroom.publish(f"r{number}")
    (tmp_path / "announced.json").unlink()
    assert newsroom.statuses() == ["seeded"]
    assert not service.accepted


def test_a_longer_window_announces_nothing_from_before_the_first_run(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a", date=newsroom.now - timedelta(days=20))
    newsroom.channels["kanal"] = telegram(service, hours=24 * 365)
    assert newsroom.statuses() == []


def test_a_release_with_a_date_before_the_first_run_may_be_new(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a", date=newsroom.now - timedelta(hours=1))
    assert newsroom.statuses() == ["sent"]


def test_a_damaged_record_stops(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    (tmp_path / "announced.json").write_text("{")
    with pytest.raises(Misuse, match="cannot be read"):
        newsroom.announce()


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        ({"kinds": ("news",)}, {"kind": "news"}),
        ({"topics": ("air", "api")}, {"topics": ("bumi", "air")}),
        ({"offices": ("pupr",)}, {"offices": ("pupr",)}),
        ({"languages": ("en",)}, {"language": "en"}),
    ],
)
def test_filters(tmp_path: Path, service: Service, wanted: dict[str, Any], more: dict[str, Any]) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service, **wanted))
    newsroom.publish("tidak")
    newsroom.publish("ya", **more)
    assert [one.id for one in newsroom.announce()] == ["ya"]


def test_old_ones_and_those_that_are_not_current_are_not_announced(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service, hours=2))
    newsroom.publish("lama")
    newsroom.wait(hours=3)
    newsroom.publish("kedaluwarsa", is_current=False)
    newsroom.publish("nanti", date=newsroom.now + timedelta(hours=1))
    assert newsroom.statuses() == []


def test_the_oldest_come_first_and_the_limit_leaves_the_others_for_the_next_run(
    tmp_path: Path, service: Service
) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service, limit=2))
    for name in "abc":
        newsroom.publish(name)
        newsroom.wait(minutes=1)
    assert [(one.id, one.status) for one in newsroom.announce()] == [("c", "waiting"), ("a", "sent"), ("b", "sent")]
    assert [(one.id, one.status) for one in newsroom.announce()] == [("c", "sent")]


def test_alerts_go_first_and_no_limit_holds_them(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service, limit=1))
    newsroom.publish("a")
    newsroom.publish("b")
    newsroom.wait(hours=1)
    newsroom.publish("y", kind="alert", alert=("Wilayah: Lawai.",))
    newsroom.publish("z", kind="alert")
    found = newsroom.announce()
    assert sorted(one.id for one in found if one.status == "sent") == ["a", "y", "z"]
    posted = [one.id for one in found if one.status == "sent"]
    assert posted == ["y", "z", "a"]


def test_an_alert_is_a_mail_of_its_own_and_does_not_wait_for_others(tmp_path: Path, mailbox: Mailbox) -> None:
    newsroom = Newsroom(tmp_path, surat=mail(mailbox, minimum=3))
    newsroom.publish("a")
    newsroom.publish("b")
    newsroom.publish("y", "Bahaya tinggi: banjir", kind="alert", alert=("Wilayah: Lawai.", "Jauhi sungai."))
    assert {one.id: one.status for one in newsroom.announce()} == {"a": "waiting", "b": "waiting", "y": "sent"}
    [sent] = mailbox.messages
    message = message_from_bytes(sent, policy=policy.default)
    assert message["Subject"] == "Bahaya tinggi: banjir"
    assert b"Wilayah: Lawai." in sent
    newsroom.publish("c")
    assert newsroom.statuses() == ["sent"] * 3
    assert len(mailbox.messages) == 2


def test_minimum_waits_for_enough_releases(tmp_path: Path, mailbox: Mailbox) -> None:
    newsroom = Newsroom(tmp_path, surat=mail(mailbox, minimum=2))
    newsroom.publish("a")
    assert newsroom.statuses() == ["waiting"]
    newsroom.publish("b")
    assert newsroom.statuses() == ["sent", "sent"]
    assert len(mailbox.messages) == 1


def test_seed_counts_what_waits_as_announced(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    service.faults = [400]
    assert newsroom.statuses() == ["waiting"]
    newsroom.publish("b")
    assert newsroom.statuses(seed=True) == ["seeded"]
    assert newsroom.statuses() == []


def test_dry_run_shows_every_text_and_writes_nothing(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, **all_types(service))
    before = (tmp_path / "announced.json").read_bytes()
    newsroom.publish("a", "Air naik")
    found = newsroom.announce(dry_run=True)
    assert all("Air naik" in one.text and service.url in one.where for one in found)
    assert {one.status for one in found} == {"planned"}
    assert not service.accepted
    assert (tmp_path / "announced.json").read_bytes() == before


def test_only_one_channel(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, **all_types(service))
    newsroom.publish("a")
    assert [one.channel for one in newsroom.announce(only=["webhook"])] == ["webhook"]
    assert len(newsroom.announce()) == 2


def test_a_release_that_is_not_live_waits(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    page = tmp_path / "site/2026/06/a/index.html"
    page.unlink()
    assert newsroom.statuses() == ["waiting"]
    page.write_text("Judul")
    assert newsroom.statuses() == ["sent"]


def test_what_could_not_be_sent_in_time_is_reported_once(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service, hours=2))
    newsroom.publish("a")
    service.faults = [500] * 2
    newsroom.announce()
    newsroom.wait(hours=3)
    [found] = newsroom.announce()
    assert (found.status, found.id, found.failed) == ("skipped", "a", True)
    assert newsroom.announce() == []


def test_old_posts_leave_the_record_and_nothing_is_new_again(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service, hours=24 * 365))
    newsroom.publish("a")
    newsroom.announce()
    newsroom.wait(days=401)
    assert newsroom.statuses() == []
    assert newsroom.file().records.channels["kanal"].posts == {}
    assert newsroom.statuses() == []


# Corrections and withdrawals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["telegram", "mastodon"])
def test_corrections_and_withdrawals_edit_the_post(tmp_path: Path, service: Service, kind: str) -> None:
    newsroom = Newsroom(tmp_path, kanal=AnnounceChannel(kind, service.url, "@humas"))
    newsroom.publish("a")
    newsroom.announce()
    newsroom.correct("a", "Angkanya 13, bukan 12.")
    assert newsroom.statuses() == ["sent"]
    assert list(service.shown) == ["1"]
    assert "Ralat: Judul" in service.shown["1"]
    assert "Angkanya 13" in service.shown["1"]
    newsroom.wait(days=3)
    newsroom.withdraw("a")
    assert newsroom.statuses() == ["sent"]
    assert "Dicabut: Judul" in service.shown["1"]
    assert newsroom.statuses() == []
    assert len(service.accepted) == 3


def test_a_channel_that_cannot_edit_follows_once(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, n8n=AnnounceChannel("webhook", service.url))
    newsroom.publish("a")
    newsroom.announce()
    newsroom.correct("a", "Satu.")
    newsroom.wait(minutes=1)
    newsroom.correct("a", "Dua.")
    newsroom.announce()
    newsroom.announce()
    newsroom.withdraw("a")
    newsroom.announce()
    kinds = [one.json["type"] for one in service.accepted]
    assert kinds == ["release.published", "release.corrected", "release.withdrawn"]
    assert "Dua." in service.accepted[1].json["data"]["text"]


def test_a_release_that_was_corrected_or_withdrawn_before_its_post(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    newsroom.correct("a", "Satu.")
    newsroom.publish("b")
    newsroom.withdraw("b")
    assert [(one.id, one.event) for one in newsroom.announce()] == [("a", "new")]
    assert newsroom.announce() == []


def test_corrections_of_releases_that_were_not_announced_are_not_posted(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    (tmp_path / "announced.json").unlink()
    newsroom.publish("a")
    newsroom.announce()
    newsroom.correct("a", "Satu.")
    newsroom.withdraw("a")
    assert newsroom.announce() == []


def test_a_post_without_id_is_given_up_with_its_reason(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    service.faults = [DIE]
    newsroom.announce()
    run.resolve(newsroom.file(), "kanal", "a", "sent")
    newsroom.correct("a", "Satu.")
    [found] = newsroom.announce()
    assert (found.status, found.failed) == ("skipped", True)
    assert newsroom.announce() == []


def test_telegram_takes_an_edit_that_changes_nothing(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    newsroom.announce()
    newsroom.correct("a", "Satu.")
    service.faults, service.description = [400], "Bad Request: message is not modified: same content"
    assert newsroom.statuses() == ["sent"]


# Faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("faults", [[429], [500], [503]])
def test_a_service_that_is_overloaded_is_asked_again(tmp_path: Path, service: Service, faults: list[int | str]) -> None:
    newsroom = Newsroom(tmp_path, **all_types(service))
    newsroom.publish("a")
    for name in newsroom.channels:
        service.faults = [*faults]
        assert newsroom.statuses(only=[name]) == ["sent"]


@pytest.mark.parametrize("faults", [[429, 429], [500, 502]])
def test_a_service_that_stays_overloaded_is_left_for_the_next_run(
    tmp_path: Path, service: Service, faults: list[int | str]
) -> None:
    newsroom = Newsroom(tmp_path, **all_types(service))
    newsroom.publish("a")
    newsroom.publish("b")
    for name in newsroom.channels:
        service.faults = [*faults]
        found = newsroom.announce(only=[name])
        assert [(one.status, one.failed) for one in found] == [("waiting", True)] * 2
        assert not service.faults
        assert newsroom.statuses(only=[name]) == ["sent"] * 2


def test_retry_after_beyond_our_patience_ends_the_run(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    service.faults, service.answer_headers = [429], {"Retry-After": "3600"}
    [found] = newsroom.announce()
    assert found.reason == "429 refused"
    service.faults, service.answer_headers = [429], {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}
    assert newsroom.statuses() == ["sent"]


def test_a_refusal_is_reported_without_the_secret(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    newsroom.publish("b")
    service.faults, service.description = [400], "Bad Request at /botrahasia/sendMessage"
    first, second = newsroom.announce()
    assert (first.status, first.reason) == ("waiting", "400 Bad Request at /bot…/sendMessage")
    assert second.status == "sent"
    assert "rahasia" not in (tmp_path / "announced.json").read_text()
    assert newsroom.statuses() == ["sent"]


def test_a_redirect_is_refused(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    service.faults, service.answer_headers = [302], {"Location": service.url}
    assert newsroom.statuses() == ["waiting"]
    assert not service.accepted


def test_a_service_that_cannot_be_reached(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, kanal=AnnounceChannel("telegram", "http://127.0.0.1:9", "@humas"))
    newsroom.publish("a")
    newsroom.publish("b")
    assert newsroom.statuses() == ["waiting", "waiting"]


def test_a_channel_that_fails_does_not_stop_the_others(tmp_path: Path, service: Service) -> None:
    dead = AnnounceChannel("mastodon", "http://127.0.0.1:9")
    newsroom = Newsroom(tmp_path, mati=dead, kanal=telegram(service))
    newsroom.publish("a")
    assert [(one.channel, one.status) for one in newsroom.announce()] == [("mati", "waiting"), ("kanal", "sent")]


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(Busy), locked(tmp_path):
        pass


def shorter_while_hanging(service: Service | Mailbox) -> Patience:
    """Return a patience that is short only for a request that the service will not answer."""

    class Patient(Patience, frozen=True):
        @property  # type: ignore[misc]
        def timeout(self) -> float:
            return HANG_TIMEOUT if service.faults[:1] == [HANG] else PATIENCE.timeout

    return Patient(attempts=PATIENCE.attempts, pause=PATIENCE.pause, longest=PATIENCE.longest)


@pytest.mark.parametrize("fault", [HANG, DIE, CUT])
def test_telegram_never_posts_twice_when_nobody_knows(tmp_path: Path, service: Service, fault: str) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    service.faults = [fault]
    for _ in range(3):
        [found] = newsroom.announce(patience=shorter_while_hanging(service))
        assert (found.status, found.values["id"]) == ("unknown", "a")
    assert len(service.shown) == 1


def test_a_person_resolves_what_is_not_known(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    for name in "ab":
        newsroom.publish(name)
        service.faults = [DIE]
        newsroom.announce()
    with pytest.raises(Misuse, match="no open post"):
        run.resolve(newsroom.file(), "kanal", "x", "sent")
    with pytest.raises(Misuse, match="answer"):
        run.resolve(newsroom.file(), "kanal", "a", "mungkin")
    run.resolve(newsroom.file(), "kanal", "a", "sent:1")
    run.resolve(newsroom.file(), "kanal", "b", "again")
    assert [(one.id, one.status) for one in newsroom.announce()] == [("b", "sent")]
    newsroom.correct("a", "Satu.")
    newsroom.announce()
    assert "Satu." in service.shown["1"]


@pytest.mark.parametrize(("kind", "fault"), [*product(("mastodon", "webhook"), (HANG, DIE)), ("mastodon", CUT)])
def test_services_with_keys_are_asked_again(tmp_path: Path, service: Service, kind: str, fault: str) -> None:
    newsroom = Newsroom(tmp_path, kanal=AnnounceChannel(kind, service.url))
    newsroom.publish("a")
    patience = shorter_while_hanging(service)
    service.faults = [fault]
    assert newsroom.statuses(patience=patience) == ["sent"]
    newsroom.publish("b")
    service.faults = [fault, fault]
    assert newsroom.statuses(patience=patience) == ["pending"]
    newsroom.wait(minutes=10)
    assert newsroom.statuses() == ["sent"]
    assert len(service.shown) == 2
    assert len(service.accepted) == 5


def test_a_key_that_mastodon_may_have_forgotten_is_not_used(tmp_path: Path, service: Service) -> None:
    """A run that cannot reach the server in between does not start the hour again."""
    newsroom = Newsroom(tmp_path, kanal=AnnounceChannel("mastodon", service.url))
    newsroom.publish("a")
    service.faults = [DIE, DIE]
    newsroom.announce()
    newsroom.wait(minutes=40)
    service.faults = [500, 500]
    assert newsroom.statuses() == ["pending"]
    newsroom.wait(minutes=40)
    assert newsroom.statuses() == ["unknown"]
    assert len(service.shown) == 1


def test_edits_are_repeated(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    newsroom.announce()
    newsroom.correct("a", "Satu.")
    service.faults = [DIE, DIE]
    assert newsroom.statuses() == ["pending"]
    assert newsroom.statuses() == ["sent"]
    assert len(service.shown) == 1


def test_a_correction_that_waits_is_part_of_a_later_one(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    newsroom.announce()
    newsroom.correct("a", "Satu.")
    service.faults = [500, 500]
    newsroom.announce()
    newsroom.wait(minutes=1)
    newsroom.correct("a", "Dua.")
    assert [(one.status, one.failed) for one in newsroom.announce()] == [("sent", False)]
    assert "Dua." in service.shown["1"]
    assert newsroom.announce() == []


@pytest.mark.parametrize("kind", ["telegram", "mastodon"])
def test_an_answer_that_is_not_the_service_s_is_not_taken_for_a_post(
    tmp_path: Path, service: Service, kind: str
) -> None:
    """A proxy that asks for a password answers 200 too."""
    newsroom = Newsroom(tmp_path, kanal=AnnounceChannel(kind, service.url, "@humas"))
    newsroom.publish("a")
    service.faults = [200, 200]
    [found] = newsroom.announce()
    assert (found.status, found.failed) == ("unknown" if kind == "telegram" else "pending", True)


@pytest.mark.parametrize("answer", [b"[]", b'{"parameters": 3, "error": {"x": 1}}', b"\xff", b"<html>"])
def test_any_answer_is_understood(tmp_path: Path, service: Service, answer: bytes) -> None:
    newsroom = Newsroom(tmp_path, **all_types(service))
    newsroom.publish("a")
    service.refusal = answer
    for status in (400, 429, 500, 200):
        service.faults = [status] * 6
        assert len(newsroom.announce()) == 3


@pytest.mark.parametrize("wait", ["nan", "-5", "inf", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_any_retry_after_is_understood(tmp_path: Path, service: Service, wait: str) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    service.faults, service.answer_headers = [429], {"Retry-After": wait}
    assert newsroom.statuses() == ["waiting" if wait == "inf" else "sent"]


def test_telegram_posts_the_text_if_it_refuses_the_photo(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service, photo=True))
    newsroom.publish("a", image="https://uji.example/k.jpg")
    service.faults = [400]
    assert newsroom.statuses() == ["sent"]
    assert service.accepted[0].path.endswith("sendMessage")


def test_an_id_that_is_none_is_reported(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    newsroom.publish("a")
    service.faults = [DIE]
    newsroom.announce()
    run.resolve(newsroom.file(), "kanal", "a", "sent:x1")
    newsroom.correct("a", "Satu.")
    [found] = newsroom.announce()
    assert "is not the id of a message" in found.reason


@pytest.mark.parametrize(
    "written", ["", "[]", '{"version": 2}', '{"channels": {"kanal": {"floor": "2026-06-01T00:00:00"}}}']
)
def test_a_record_that_is_not_ours_stops(tmp_path: Path, service: Service, written: str) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    (tmp_path / "announced.json").write_text(written)
    with pytest.raises(Misuse, match="cannot be read"):
        newsroom.announce()


# Mail -----------------------------------------------------------------------------------------------------------


def test_a_digest_is_text_and_html(tmp_path: Path, mailbox: Mailbox) -> None:
    newsroom = Newsroom(tmp_path, surat=mail(mailbox))
    newsroom.publish("a", "Air <naik> & turun")
    newsroom.publish("b", "Dua", description=".titik di awal\n" + "kata " * 300)
    assert newsroom.statuses() == ["sent", "sent"]
    message = message_from_bytes(mailbox.messages[0], policy=policy.default)
    assert message["Subject"] == "2 rilis: Air <naik> & turun"
    assert message["List-Unsubscribe"] == "<https://uji.example/keluar>"
    assert mailbox.receivers == ["warga@uji.example"]
    text, page = (part.get_content() for part in message.iter_parts())
    assert "Air <naik> & turun" in text
    assert "https://uji.example/2026/06/a/" in text
    assert ".titik" in text
    assert "Air &lt;naik&gt; &amp; turun" in page
    assert newsroom.statuses() == []


def test_a_correction_is_in_the_next_mail(tmp_path: Path, mailbox: Mailbox) -> None:
    newsroom = Newsroom(tmp_path, surat=mail(mailbox))
    newsroom.publish("a")
    newsroom.announce()
    newsroom.correct("a", "Satu.")
    newsroom.announce()
    message = message_from_bytes(mailbox.messages[1], policy=policy.default)
    assert message["Subject"] == "Ralat: Judul"
    assert newsroom.announce() == []


@pytest.mark.parametrize("fault", [HANG, DIE])
def test_mail_is_not_sent_twice_when_nobody_knows(tmp_path: Path, mailbox: Mailbox, fault: str) -> None:
    newsroom = Newsroom(tmp_path, surat=mail(mailbox))
    newsroom.publish("a")
    newsroom.publish("b")
    mailbox.faults = [fault]
    assert newsroom.statuses(patience=shorter_while_hanging(mailbox)) == ["unknown"] * 2
    assert newsroom.statuses() == ["unknown"] * 2
    assert len(mailbox.messages) == 1


@pytest.mark.parametrize(("receivers", "faults"), [([451], []), ([550], []), ([], [451]), ([], [552])])
def test_mail_that_is_refused_waits(
    tmp_path: Path, mailbox: Mailbox, receivers: list[int], faults: list[int | str]
) -> None:
    newsroom = Newsroom(tmp_path, surat=mail(mailbox))
    newsroom.publish("a")
    mailbox.refused_receivers, mailbox.faults = receivers, faults
    [found] = newsroom.announce()
    assert (found.status, found.failed) == ("waiting", True)
    assert "ditolak" in found.reason
    assert newsroom.statuses() == ["sent"]


def test_mail_is_not_sent_in_clear_unless_that_is_permitted(tmp_path: Path, mailbox: Mailbox) -> None:
    newsroom = Newsroom(tmp_path, surat=mail(mailbox, allow_plain=False))
    newsroom.publish("a")
    [found] = newsroom.announce()
    assert "STARTTLS" in found.reason
    assert not mailbox.messages


def test_a_digest_as_files(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, surat=AnnounceChannel("email", "file:surat"))
    newsroom.publish("a")
    [found] = newsroom.announce()
    assert sorted(path.suffix for path in (tmp_path / "surat").iterdir()) == [".eml", ".html", ".txt"]
    assert Path(found.message).is_file()


def test_a_digest_that_was_cut_is_not_mixed_with_later_releases(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, surat=AnnounceChannel("email", "file:surat"))
    newsroom.publish("a")
    newsroom.announce()
    record = newsroom.file()
    record.records.channels["surat"].posts["a"]["new"].status = Status.PENDING
    record.write()
    newsroom.publish("b")
    newsroom.announce()
    texts = [path.read_text() for path in (tmp_path / "surat").glob("*.txt")]
    assert sorted("/a/" in text for text in texts) == sorted("/b/" in text for text in texts) == [False, True]


# Texts ----------------------------------------------------------------------------------------------------------


def test_telegram_escapes_and_shortens_by_words(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service, photo=True, hashtags=True))
    newsroom.publish(
        "a", "1 < 2 & 😀", description="kata & " * 2000, image="https://uji.example/k.jpg", tags=("air bersih", "2026")
    )
    newsroom.announce()
    said = service.accepted[0]
    assert said.path == "/botrahasia/sendPhoto"
    caption = said.json["caption"]
    assert caption.startswith("<b>1 &lt; 2 &amp; 😀</b>\n\nkata &amp; kata")
    assert caption.endswith(" …\n\nhttps://uji.example/2026/06/a/\n\n#AirBersih")
    plain = caption.replace("<b>", "").replace("</b>", "").replace("&lt;", "<").replace("&amp;", "&")
    assert 1000 < len(plain.encode("utf-16-le")) // 2 <= 1024
    newsroom.correct("a", "Salah.")
    newsroom.announce()
    assert service.accepted[1].path == "/botrahasia/editMessageMedia"
    assert "Salah." in service.accepted[1].json["media"]["caption"]
    newsroom.withdraw("a")
    newsroom.stories["a"] = msgspec.structs.replace(newsroom.stories["a"], image="")
    newsroom.announce()
    assert service.accepted[2].path == "/botrahasia/editMessageCaption"
    assert list(service.shown) == ["1"]


def test_mastodon_counts_links_as_23_and_mentions_nobody(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=AnnounceChannel("mastodon", service.url, visibility="unlisted"))
    long = "https://uji.example/" + "x" * 300 + "/"
    newsroom.publish("a", "Kata @pemprov", description="kata " * 200, url=long, language="en-GB")
    newsroom.announce()
    said = service.accepted[0].json
    assert said["status"].endswith(long)
    assert 480 < len(said["status"].replace(long, "x" * 23)) <= 500
    assert "@p" not in said["status"]
    assert (said["visibility"], said["language"]) == ("unlisted", "en")
    assert service.accepted[0].headers["authorization"] == "Bearer rahasia"


@pytest.mark.parametrize("length", [100, 600, 5000])
def test_a_headline_without_spaces_fits_everywhere(tmp_path: Path, service: Service, length: int) -> None:
    newsroom = Newsroom(tmp_path, **all_types(service))
    newsroom.publish("a", "x" * length)
    newsroom.announce()
    assert all("https://uji.example/2026/06/a/" in text for text in service.shown.values())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("nilai 3 * 4 dan *tebal*", "nilai 3 ∗ 4 dan ∗tebal∗"),
        ("_miring_ ~coret~ `kode`", "＿miring＿ ∼coret∼ ˋkodeˋ"),
        ("nama_berkas_baru dan 2*3", "nama_berkas_baru dan 2*3"),
        ("- butir", "\u2060- butir"),
        ("> kutipan", "\u2060> kutipan"),
        ("1. satu", "\u20601. satu"),
    ],
)
def test_whatsapp_finds_no_marks_in_texts(tmp_path: Path, written: str, shown: str) -> None:
    newsroom = Newsroom(tmp_path, wa=AnnounceChannel("whatsapp", "file:wa"))
    newsroom.publish("a_b", "Judul", description=written)
    [found] = newsroom.announce()
    assert found.message == "wa/2026-06-a_b.txt", "from the portal: the record is in git"
    text = (tmp_path / found.message).read_text()
    assert text == f"*Judul*\n\n{shown}\n\nhttps://uji.example/2026/06/a_b/\n"


def test_whatsapp_has_the_share_card_beside_the_text(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, wa=AnnounceChannel("whatsapp", "file:wa"))
    newsroom.publish("a", card="2026/06/a/kartu.jpg")
    (tmp_path / "site/2026/06/a/kartu.jpg").write_bytes(b"jpg")
    newsroom.announce()
    newsroom.correct("a", "Satu.")
    newsroom.announce()
    assert (tmp_path / "wa/2026-06-a.jpg").read_bytes() == b"jpg"
    texts = sorted(path.name for path in (tmp_path / "wa").glob("*.txt"))
    assert texts == ["2026-06-a-corrected-20260601T120000Z.txt", "2026-06-a.txt"]


def test_whatsapp_and_telegram_say_where_to_check(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, wa=AnnounceChannel("whatsapp", "file:wa"), kanal=telegram(service))
    newsroom.publish("a", "Judul", check="Cek: https://uji.example/cek/#a&b")
    newsroom.announce()
    assert (tmp_path / "wa/2026-06-a.txt").read_text().endswith("/2026/06/a/\n\nCek: https://uji.example/cek/#a&b\n")
    assert service.accepted[0].json["text"].endswith("/2026/06/a/\n\nCek: https://uji.example/cek/#a&amp;b")


def test_the_webhook_is_signed(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=AnnounceChannel("webhook", service.url))
    newsroom.publish("a", "Judul", tags=("air",))
    newsroom.announce()
    said = service.accepted[0]
    headers = said.headers
    expected = signature("rahasia", headers["webhook-id"], headers["webhook-timestamp"], said.body)
    assert headers["webhook-signature"] == expected
    assert said.json["data"]["title"] == "Judul"


def test_signature_is_that_of_the_standard() -> None:
    """The example of the libraries of Standard Webhooks."""
    signed = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


# Feeds ----------------------------------------------------------------------------------------------------------


def test_the_hub_is_notified_of_feeds_until_it_accepts(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, hub=AnnounceChannel("websub", service.url))
    feeds = {f"https://uji.example/{name}": name for name in ("atom.xml", "feed.xml")}
    for name in feeds.values():
        (tmp_path / "site").mkdir(exist_ok=True)
        (tmp_path / "site" / name).write_text("<x/>")
    service.faults = [500, 500]
    found = newsroom.announce(feeds=feeds)
    assert run.notified(found) == set()
    found = newsroom.announce(feeds=feeds)
    assert run.notified(found) == set(feeds)
    assert [one.form["hub.url"] for one in service.accepted] == [[url] for url in feeds]
    assert service.accepted[0].form["hub.mode"] == ["publish"]
    assert newsroom.file().records.channels["hub"].posts == {}


def test_the_record_has_one_post_on_each_line(tmp_path: Path, service: Service) -> None:
    newsroom = Newsroom(tmp_path, kanal=telegram(service))
    for name in "ab":
        newsroom.publish(name)
    newsroom.announce()
    written = (tmp_path / "announced.json").read_text()
    assert [line[:4] for line in written.splitlines()[2:4]] == ['"a":', '"b":']
    assert json.loads(written)["channels"]["kanal"]["posts"]["a"]["new"]["message"] == "1"
    assert File(tmp_path / "announced.json").records.channels["kanal"].posts["a"]["new"].digest
