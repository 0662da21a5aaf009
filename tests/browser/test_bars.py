"""The bars above and below the stage: everything in sight, in as few lines as can be."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Workspace

MIDDLES = """bar => new Set([...bar.children].map(part => part.getBoundingClientRect()).filter(box => box.width > 1)
    .map(box => Math.round((box.top + box.bottom) / 20))).size"""
LEAVES_THE_PAGE = """() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return scrollWidth > innerWidth || scrollHeight > innerHeight;
}"""
A_LONG_TITLE = "Rolling updates for the third class of the evening school"


@pytest.mark.parametrize(("width", "large"), [(1920, ""), (1440, ""), (1280, ""), (1920, "large"), (1440, "large")])
def test_the_top_bar_is_one_line_however_long_the_title_is(visitor, width, large):
    with visitor(width=width) as page:
        workspace = Workspace(page).open()
        page.evaluate("size => document.documentElement.dataset.size = size", large)
        page.locator(".sandbox-name").evaluate("(name, title) => name.textContent = title", A_LONG_TITLE)
        assert page.locator(".topbar").evaluate(MIDDLES) == 1
        workspace.apply().settled()
        assert not page.evaluate(LEAVES_THE_PAGE)


def test_a_phone_has_the_time_in_the_first_line_and_all_that_rules_it_in_the_second(visitor):
    with visitor(width=390, height=844) as page:
        Workspace(page).open()
        tops = page.locator(".clock .button, .clock .speed").evaluate_all(
            "parts => parts.map(part => Math.round(part.getBoundingClientRect().y + part.offsetHeight / 2))"
        )
        assert len(tops) == 6
        assert max(tops) - min(tops) <= 2
        assert page.locator("#time").bounding_box()["y"] < min(tops) - 20
        expect(page.get_by_role("button", name="Until it is over", exact=True)).to_be_visible()


def test_the_command_line_is_a_part_of_the_terminals_bar(page, workspace):
    height = page.locator(".terminal-bar").bounding_box()["height"]
    page.locator("#apply-button").hover()
    expect(page.locator(".terminal-bar #command")).to_have_text("$ kubectl apply -f deploy/postgres.yml")
    workspace.command.evaluate("command => command.textContent = 'kubectl ' + 'annotate '.repeat(100)")
    assert page.locator(".terminal-bar").bounding_box()["height"] == height


def test_the_tour_brings_a_phone_to_the_room_it_speaks_of(visitor):
    with visitor(width=390, height=844) as page:
        workspace = Workspace(page).open()
        page.locator("#rooms").get_by_role("button", name="Cluster").click()
        page.get_by_role("button", name="Take the two-minute tour").click()
        page.locator("#tour-next").click()
        page.get_by_role("button", name="Apply", exact=True).click()
        expect(page.locator("#tour")).to_contain_text("3 of 8")
        expect(workspace.log).to_be_visible()
