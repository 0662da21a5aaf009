"""Each view in the middle of a rolling update, as it looks on a laptop, in the dark, on a phone and on a projector.

The pictures are kept in build/screenshots/, for whoever wants to look at them after a run of the tests.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from playground.sandbox.stage import VIEWS
from tests.browser.pages import Workspace
from tests.browser.test_looks import assert_accessible

FOLDER = Path(__file__).resolve().parents[2] / "build" / "screenshots"
LOOKS = {
    "light": (1440, 900, "light"),
    "dark": (1440, 900, "dark"),
    "phone": (390, 844, "light"),
    "phone-dark": (390, 844, "dark"),
    "projector": (1920, 1080, "light"),
}
MOMENTS = 12
"""How often the clock leaps to the next event, until old and new pods stand side by side."""
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def halfway(one_page):
    """A sandbox in the middle of the update of the introduction, with time standing still."""
    workspace = Workspace(one_page).open().apply().settled()
    workspace.clock("Pause")
    workspace.set_image("postgres:12.2")
    for _ in range(MOMENTS):
        workspace.clock("Next")
    expect(one_page.locator(".replica-set")).to_have_count(2)
    return workspace


def picture(page, name, look):
    width, height, theme = LOOKS[look]
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=FOLDER / f"{name}-{look}.png", full_page=width < 1000)
    return page.evaluate(WIDER_THAN_THE_SCREEN)


@pytest.mark.parametrize("view", VIEWS)
def test_it_fits_every_screen(halfway, view):
    page = halfway.page
    page.locator(f"#view-{view}").click()
    expect(page.locator("#picture")).to_have_attribute("data-view", view)
    page.wait_for_load_state("networkidle")
    assert {look: picture(page, view, look) for look in LOOKS} == dict.fromkeys(LOOKS, 0)
    assert page.console_errors == []


@pytest.mark.parametrize("view", VIEWS)
def test_it_keeps_nobody_out_of_a_view(halfway, view):
    page = halfway.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator(f"#view-{view}").click()
    expect(page.locator("#picture")).to_have_attribute("data-view", view)
    page.wait_for_load_state("networkidle")
    assert_accessible(page)
    assert_accessible(page, dark=True)


def test_it_fits_every_screen_with_the_panel_open(halfway):
    page = halfway.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator("#view-chain").click()
    page.locator(".deployment h2 a").first.click()
    expect(halfway.panel).to_be_visible()
    assert {look: picture(page, "panel", look) for look in LOOKS} == dict.fromkeys(LOOKS, 0)


@pytest.mark.parametrize("place", ["", "differences/"])
def test_it_fits_every_screen_beside_the_workspace(one_page, place):
    one_page.goto(f"/{place}")
    name = place.strip("/") or "home"
    assert_accessible(one_page)
    assert_accessible(one_page, dark=True)
    assert {look: picture(one_page, name, look) for look in LOOKS} == dict.fromkeys(LOOKS, 0)
