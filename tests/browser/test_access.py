"""Accessibility: axe-core, the keyboard, small screens, zoom, large letters, reduced motion, no scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.showroom import PAGES, SampleSite, open_page, shared_page
from tools.provision import AXE

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe-core that are about colours."""
LOOKS: tuple[tuple[Scheme, int, Sequence[str]], ...] = (
    ("light", 1280, ()), ("dark", 360, ()), ("light", 360, COLOURS), ("dark", 1280, COLOURS),
)  # fmt: skip
"""Colours and widths of windows, with the rules of axe-core that are checked there; none: all."""
KEYBOARD_PAGES = (
    "home", "corrected", "clarification", "list", "numbered", "search", "subscribe", "corrections", "table",
)  # fmt: skip
"""Pages that together contain every kind of control."""


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(sample_site: SampleSite, chromium: Browser, axe: str, name: str) -> None:
    """WCAG 2.2 A and AA, in light and dark colours, in a wide window and in one of a phone.

    Contrast depends on colours and width together; all else is checked once in each colours and once at each width.
    """
    page = shared_page(chromium, 1280, "axe")
    page.goto(sample_site.url(name))
    page.evaluate(axe)
    for scheme, width, rules in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        assert axe_violations(page, rules) == [], (scheme, width)


def axe_violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe-core, which the page must have loaded, finds in it; with some of its rules, or with all of `WCAG`."""
    options = {
        "runOnly": {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG},
        "rules": {"target-size": {"enabled": True}},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    return [_described(one) for one in found]


def _described(violation: dict[str, list[dict[str, object]]]) -> str:
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
        in_view: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}""".replace("CONTROLS", _CONTROLS)


def _focused_elements(page: Page, limit: int) -> Iterator[dict[str, object]]:
    """Press Tab until the end of the page; yields what has the focus each time."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None:
            return
        yield focused


@pytest.mark.parametrize("name", KEYBOARD_PAGES)
def test_tab_reaches_every_control_in_order_with_a_visible_focus(
    sample_site: SampleSite, chromium: Browser, name: str
) -> None:
    with open_page(chromium, 1280, reduced_motion="reduce") as page:  # Tab leaves a page for the browser only once
        page.goto(sample_site.url(name), wait_until="networkidle")  # with the bar of warnings
        total = page.evaluate(f"({_CONTROLS})().length")
        focused_elements = [one for one in _focused_elements(page, total + 20) if one["place"] != -1]
    assert [one["place"] for one in focused_elements] == list(range(total)), "every control, in the order of the page"
    assert [one["html"] for one in focused_elements if not one["ring"]] == [], "a visible focus"
    assert [one["html"] for one in focused_elements if not one["in_view"]] == [], "in the viewport"


@pytest.mark.parametrize("name", ["home", "release"])
def test_skip_link_comes_first_and_skips_the_menu(sample_site: SampleSite, chromium: Browser, name: str) -> None:
    page = shared_page(chromium, 360)
    page.goto(sample_site.url(name))
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
    if (one.matches('.skip, .teaser :is(h2, h3) a')) return false;  // off the screen; the whole card is the target
    if (one.closest('.prose, .claim, .notice, .foot p, .from, .origin, .replacement')) return false;  // part of a text
    const box = one.getBoundingClientRect();
    return box.width < 24 || box.height < 23.95;
}).map((one) => `${one.outerHTML.slice(0, 100)} ${JSON.stringify(one.getBoundingClientRect())}`)"""


@pytest.mark.parametrize("name", PAGES)
def test_targets_are_at_least_24_pixels_large(sample_site: SampleSite, chromium: Browser, name: str) -> None:
    """24 × 24 CSS pixels, except for links within a text."""
    page = shared_page(chromium, 360)
    page.goto(sample_site.url(name))
    assert page.evaluate(_SMALL) == []


# Small screens, zoom, large letters

_WIDE = """() => [document.documentElement.scrollWidth - innerWidth,
    [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest('table, pre, .hush')).slice(0, 3).map((one) => one.outerHTML.slice(0, 120))]"""


@pytest.mark.parametrize("name", PAGES)
def test_pages_do_not_scroll_sideways(sample_site: SampleSite, chromium: Browser, name: str) -> None:
    """At 320 pixels (a window of 1280 at 400 %), at 200 %, and with letters twice as large."""
    page = shared_page(chromium, 320, "sideways", device_scale_factor=2)
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto(sample_site.url(name))
    assert page.evaluate(_WIDE)[0] <= 0, page.evaluate(_WIDE)
    page.set_viewport_size({"width": 640, "height": 740})
    assert page.evaluate(_WIDE)[0] <= 0, page.evaluate(_WIDE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(_WIDE)[0] <= 0, ("large letters", page.evaluate(_WIDE))


_WITHOUT_MENU = """() => {
    document.querySelectorAll('.menu, .menu-button').forEach((one) => one.remove());
    document.querySelectorAll('.masthead .wide-only').forEach((one) => one.classList.remove('wide-only'));
    document.querySelector('.masthead').classList.remove('with-menu');
    const [name, ...tools] = [...document.querySelectorAll('.wordmark a, .masthead .tools')]
        .filter((one) => one.closest('.masthead')).map((one) => one.getBoundingClientRect());
    return tools.some((one) => one.left < name.right && name.left < one.right
        && one.top < name.bottom && name.top < one.bottom);
}"""


def test_masthead_without_a_menu_has_room_for_all_on_a_phone(sample_site: SampleSite, chromium: Browser) -> None:
    page = shared_page(chromium, 360, "masthead")
    page.goto(sample_site.url("edition"))
    assert not page.evaluate(_WITHOUT_MENU)


@pytest.mark.parametrize("name", KEYBOARD_PAGES)
def test_nothing_moves_with_reduced_motion(sample_site: SampleSite, chromium: Browser, name: str) -> None:
    page = shared_page(chromium, 1280, reduced_motion="reduce")
    page.goto(sample_site.url(name))
    moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter((one) => {
        const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(one);
        return animationName !== 'none' || transitionDuration !== '0s' || scrollBehavior !== 'auto';
    }).map((one) => one.outerHTML.slice(0, 80))""")
    assert moving == []
    assert page.evaluate("document.getAnimations().length") == 0


# Without scripts

# Text nodes rather than innerText, which leaves out what the browser has not yet laid out (content-visibility).
_TEXTS = """(scripted) => {
    const nodes = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (nodes.nextNode()) {
        const { parentElement, data } = nodes.currentNode;
        if (!parentElement.checkVisibility({ visibilityProperty: true })) continue;
        if (scripted && parentElement.closest('button[type=button], search')) continue;
        texts.push(data.trim().replace(/\\s+/g, ' '));
    }
    return texts.filter(Boolean);
}"""
_NEEDS_SCRIPTS = """() => [...document.querySelectorAll(
    'button[type=button]:not([popovertarget]), search, [data-copy], [data-share]')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_all_texts_are_shown_and_no_control_that_needs_scripts(
    sample_site: SampleSite, chromium: Browser, name: str
) -> None:
    scripted = shared_page(chromium, 360)
    scripted.goto(sample_site.url(name))
    wanted = set(scripted.evaluate(_TEXTS, True))
    plain = shared_page(chromium, 360, java_script_enabled=False)
    plain.goto(sample_site.url(name))
    texts = plain.evaluate(_TEXTS, False)
    assert texts
    assert wanted - set(texts) == set()
    assert plain.evaluate(_NEEDS_SCRIPTS) == []


def test_language_is_switched_by_keyboard(chromium: Browser, sample_site: SampleSite) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 740})
    page.goto(sample_site.url("true"))
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hreflang") == "en":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/lawai-dam-sirens-tested/")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.close()
