"""What people expect of any page: themes, large type, keys, a tour, and a sandbox's own menu."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Workspace
from tests.browser.test_looks import assert_accessible


@pytest.fixture
def menu(workspace):
    workspace.page.locator("#sandbox-menu > summary").click()
    return workspace.page.locator("#sandbox-menu .menu-body")


def test_it_keeps_the_theme_that_somebody_chose(page, menu):
    dark = re.compile(r"oklch\(0\.2\d* |rgb\((\d|[1-3]\d), ")
    menu.get_by_label("dark", exact=True).check()
    expect(page.locator("body")).to_have_css("background-color", dark)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("background-color", dark)


def test_it_is_large_for_a_projector_by_one_key(page, workspace):
    page.keyboard.press("z")
    expect(page.locator("html")).to_have_css("font-size", "20px")
    page.keyboard.press("z")
    expect(page.locator("html")).to_have_css("font-size", "16px")


def test_it_lists_its_keys(page, workspace):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("projector")
    assert_accessible(page, "#keys")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_it_leads_to_views_and_the_terminal_by_key(page, workspace):
    page.keyboard.press("3")
    expect(page.get_by_role("link", name="As a table")).to_have_attribute("aria-current", "page")
    page.keyboard.press("b")
    expect(page.locator("#branches")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#terminal-body")).to_be_visible()


def test_it_takes_no_key_from_somebody_who_writes(page, menu):
    menu.get_by_label("Title").fill("")
    menu.get_by_label("Title").press_sequentially("z?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(menu.get_by_label("Title")).to_have_value("z?")
    expect(page.locator("html")).to_have_css("font-size", "16px")


def test_it_bears_another_title(page, menu):
    assert_accessible(page, "#sandbox-menu")
    menu.get_by_label("Title").fill("First steps")
    menu.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First steps")


def test_it_closes_its_menu_by_escape_and_by_a_click_beside(page, menu):
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.locator("#sandbox-menu > summary").click()
    page.locator("#log-title").click()
    expect(menu).to_be_hidden()


def test_it_can_be_thrown_away_and_brought_back(page, menu):
    address = page.url
    page.wait_for_load_state("networkidle")  # what is still asked for would not be found
    menu.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Bring it back").click()
    assert page.url == address


def test_it_guides_a_first_visitor_and_can_be_left(page, workspace):
    page.get_by_role("button", name="Take the two-minute tour").click()
    tour = page.locator("#tour")
    page.locator("#tour-next").click()
    assert_accessible(page, "#tour")
    workspace.apply()
    expect(tour).to_contain_text("3 of 8")
    tour.get_by_role("button", name="Leave the tour").click()
    expect(tour).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name="Take the two-minute tour")).to_have_count(0)


def test_a_phone_offers_the_tour_beside_the_files_it_begins_with(visitor):
    with visitor(width=390, height=844) as page:
        Workspace(page).open()
        expect(page.locator("#editor")).to_be_visible()
        expect(page.locator("#picture")).to_be_hidden()
        page.get_by_role("button", name="Take the two-minute tour").click()
        expect(page.locator("#tour")).to_contain_text("1 of 8")
        expect(page.locator("#nodes")).to_be_visible()


def test_it_says_that_something_takes_longer(page, workspace):
    page.route("**/act", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.get_by_role("button", name="Add a node").click()
    expect(page.locator("#progress")).to_be_visible()
    expect(page.locator("#node-node-4")).to_be_visible()
    expect(page.locator("#progress")).to_be_hidden()
