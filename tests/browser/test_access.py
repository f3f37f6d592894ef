"""The portal for everyone: axe-core, the keyboard, small screens, zoom, large letters, less motion, no scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.showroom import PAGES, Showroom, looking
from tools.provision import AXE

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
WALKED = ("home", "corrected", "clarification", "list", "numbered", "search", "subscribe", "corrections", "table")
"""Pages that together have every control there is."""


@pytest.fixture(scope="module")
def axe() -> str:
    """The program that axe is."""
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier(showroom: Showroom, chromium: Browser, axe: str, name: str, scheme: str) -> None:
    """WCAG 2.2 A and AA, on a phone and on a desk."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "rules": {"target-size": {"enabled": True}}}
    with looking(chromium, 1280, color_scheme=scheme) as page:
        page.goto(showroom.url(name))
        page.evaluate(axe)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
            assert [_said(one) for one in found] == [], width


def _said(violation: dict[str, list[dict[str, object]]]) -> str:
    nodes = "; ".join(f"{node['target']}: {node['failureSummary']}" for node in violation["nodes"][:3])
    return f"{violation['id']}: {nodes}"


# The keyboard

_CONTROLS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^="-"])')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)"""
_FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = (it) => getComputedStyle(it);
    const ring = (it) => style(it).outlineStyle !== 'none' && parseFloat(style(it).outlineWidth) >= 2;
    const box = one.getBoundingClientRect();
    return {
        place: (CONTROLS)().indexOf(one), html: one.outerHTML.slice(0, 120),
        ring: [one, one.closest('.teaser')].some((it) => it && ring(it)),
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}""".replace("CONTROLS", _CONTROLS)


def _walk(page: Page, limit: int) -> Iterator[dict[str, object]]:
    """Press Tab until the page is over; what has the focus each time."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None:
            return
        yield focused


@pytest.mark.parametrize("name", WALKED)
def test_the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(
    showroom: Showroom, chromium: Browser, name: str
) -> None:
    with looking(chromium, 1280, reduced_motion="reduce") as page:
        page.goto(showroom.url(name))
        total = page.evaluate(f"({_CONTROLS})().length")
        walked = [one for one in _walk(page, total + 20) if one["place"] != -1]
    assert [one["place"] for one in walked] == list(range(total)), "every control, in the order of the page"
    assert [one["html"] for one in walked if not one["ring"]] == [], "a visible focus"
    assert [one["html"] for one in walked if not one["seen"]] == [], "in sight"


@pytest.mark.parametrize("name", ["home", "release"])
def test_the_skip_link_comes_first_and_leads_past_the_menu(showroom: Showroom, chromium: Browser, name: str) -> None:
    with looking(chromium, 360) as page:
        page.goto(showroom.url(name))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('a.skip')")
        box = page.locator(".skip").bounding_box()
        assert box
        assert (box["y"], box["height"] >= 24) == (0, True)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


_SMALL = """() => [...document.querySelectorAll('a[href], button, input, select, summary')].filter((one) => {
    if (!one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.matches('.skip, .teaser :is(h2, h3) a')) return false;  // off the screen; as large as its card
    if (one.closest('.prose, .claim, .notice, .foot p, .from, .origin, .replacement')) return false;  // in a text
    const box = one.getBoundingClientRect();
    return box.width < 24 || box.height < 23.95;
}).map((one) => `${one.outerHTML.slice(0, 100)} ${JSON.stringify(one.getBoundingClientRect())}`)"""


@pytest.mark.parametrize("name", PAGES)
def test_targets_are_large_enough_for_a_thumb(showroom: Showroom, chromium: Browser, name: str) -> None:
    """24 × 24 CSS pixels, but for links within a text."""
    with looking(chromium, 360) as page:
        page.goto(showroom.url(name))
        assert page.evaluate(_SMALL) == []


# Small screens, zoom, large letters

_WIDE = """() => [document.documentElement.scrollWidth - innerWidth,
    [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest('table, pre, .hush')).slice(0, 3).map((one) => one.outerHTML.slice(0, 120))]"""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways(showroom: Showroom, chromium: Browser, name: str) -> None:
    """At 320 pixels (a window of 1280 at 400 %), at 200 %, and with letters twice as large."""
    with looking(chromium, 320) as page:
        page.goto(showroom.url(name))
        assert page.evaluate(_WIDE)[0] <= 0, page.evaluate(_WIDE)
    with looking(chromium, 640, device_scale_factor=2) as page:
        page.goto(showroom.url(name))
        assert page.evaluate(_WIDE)[0] <= 0, page.evaluate(_WIDE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(_WIDE)[0] <= 0, ("large letters", page.evaluate(_WIDE))


@pytest.mark.parametrize("name", WALKED)
def test_nothing_moves_for_those_who_asked_for_less_motion(showroom: Showroom, chromium: Browser, name: str) -> None:
    with looking(chromium, 1280, reduced_motion="reduce") as page:
        page.goto(showroom.url(name))
        moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter((one) => {
            const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(one);
            return animationName !== 'none' || transitionDuration !== '0s' || scrollBehavior !== 'auto';
        }).map((one) => one.outerHTML.slice(0, 80))""")
        assert moving == []
        assert page.evaluate("document.getAnimations().length") == 0


# Without scripts

_TEXT = "() => document.querySelector('main').innerText"
_HELPERS = """() => [...document.querySelectorAll('main :is(button[type=button], search)')]
    .map((one) => one.innerText).join('\\n')"""
_HELPLESS = """() => [...document.querySelectorAll('button[type=button], search, [data-copy], [data-share]')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_nothing_is_missing_and_nothing_pretends(
    showroom: Showroom, chromium: Browser, name: str
) -> None:
    with looking(chromium, 360) as scripted:
        scripted.goto(showroom.url(name))
        helpers = scripted.evaluate(_HELPERS).split("\n")
        wanted = set(scripted.evaluate(_TEXT).split("\n")) - set(helpers)
    with looking(chromium, 360, java_script_enabled=False) as plain:
        plain.goto(showroom.url(name))
        text = plain.locator("main").inner_text()
        assert text.strip()
        assert wanted - set(text.split("\n")) == set()
        assert plain.evaluate(_HELPLESS) == []
