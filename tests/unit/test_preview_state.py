"""The state of the preview: what its pages can tell apart."""

from __future__ import annotations

from press.serve.state import News, OpenPage, SiteState


def test_script_of_a_page_can_tell_versions_apart() -> None:
    state = SiteState("portal")
    first = state.version
    state.announce(News("/"))
    assert first < state.version <= 2**53  # JavaScript's Number.MAX_SAFE_INTEGER: above it, numbers are rounded


def test_page_of_an_earlier_version_must_be_loaded_again() -> None:
    state = SiteState("portal")
    page = OpenPage("portal", str(state.version), "", "")
    assert state.first_message(page) is None
    state.announce(News("/"))
    message = state.first_message(page)
    assert message
    assert message.stale
