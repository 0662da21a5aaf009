"""Pages that stay open: two of them agree at every revision, and one does not grow while rollouts come and go."""

import pytest
from playwright.sync_api import expect

from benchmarks.page import roll, weight
from tests.browser.drawn import DRAWN
from tests.browser.pages import Workspace

REMEMBER = """() => {
  const drawn = DRAWN;
  window.seen = {};
  const keep = () => { window.seen[document.getElementById("picture").dataset.revision] = drawn(); };
  keep();
  document.body.addEventListener("news", keep);
}""".replace("DRAWN", DRAWN)
FULL = 390
"""Steps of a log that is about as long as it gets (log.js)."""
ROLLOUTS = 10
SLACK = 1.08
"""Heaps are never quite the same; what leaks leaks a fortieth with each of ten rollouts."""


def twice(page):
    """The page of the same sandbox in another window of the same browser."""
    other = page.context.new_page()
    other.goto(page.url)
    return Workspace(other).live()


def test_two_browsers_agree_at_every_revision(page, workspace):
    other = twice(page)
    for one in (page, other.page):
        one.evaluate(REMEMBER)
    workspace.speed("2×").apply().settled().set_image("postgres:12.2")
    expect(page.locator(".replica-set[data-role=new]")).to_contain_text("postgres:12.2")
    for one in (workspace, other):
        one.settled()
    left, right = (one.evaluate("window.seen") for one in (page, other.page))
    both = left.keys() & right.keys()
    other.page.close()
    assert len(both) > 5
    assert {revision: (left[revision], right[revision]) for revision in both if left[revision] != right[revision]} == {}


@pytest.mark.timeout(170)
def test_it_does_not_grow_while_rollouts_come_and_go(workspace):
    page = workspace.page
    workspace.speed("20×").choose("nginx").apply().settled()
    while page.locator("#log-rows > li").count() < FULL:
        roll(workspace, 2)
    before = weight(page)
    roll(workspace, ROLLOUTS)
    after = weight(page)
    assert {name: (before[name], after[name]) for name in after if after[name] > SLACK * before[name]} == {}
