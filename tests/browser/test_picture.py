"""The picture of who owns whom: what is pushed, found, grouped and told."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.drawn import DRAWN
from tests.browser.pages import WEB, Workspace


@pytest.fixture
def rolling(workspace):
    """A rollout of 12 pods, stopped half way."""
    workspace.speed("20×").apply(WEB % 12).settled().speed("1×")
    workspace.set_image("nginx:1.28")
    expect(workspace.page.locator(".replica-set[data-role=new] .pod[data-state=available]").first).to_be_visible()
    workspace.clock("Pause")
    expect(workspace.page.locator("#clock")).to_have_attribute("data-paused", "true")
    workspace.page.wait_for_timeout(500)  # for a push that was already on its way
    return workspace


def test_it_is_after_many_pushes_what_it_is_when_drawn_anew(rolling):
    pushed = rolling.page.evaluate(DRAWN)
    rolling.page.reload()
    rolling.live()
    assert pushed == rolling.page.evaluate(DRAWN)


def test_it_names_the_controller_beside_what_it_did(rolling):
    card = rolling.page.locator(".replica-set[data-role=new]")
    expect(card.locator(".said b")).to_have_text("replicaset-controller")
    expect(card.locator(".said")).to_contain_text(re.compile(r"\d+ wanted, \d+ active: \d+ missing, so \d+ created"))
    expect(rolling.deployment.locator(".deployment-state > .said")).to_contain_text("deployment-controller")


def test_it_reckons_the_bounds_in_words(rolling):
    bounds = rolling.deployment.locator(".bounds-text li")
    expect(bounds).to_contain_text(["12 wanted − maxUnavailable 3 = at least 9", "12 wanted + maxSurge 3 = at most 15"])


def test_it_finds_pods_by_version_phase_and_node_and_keeps_to_it(rolling):
    page, pods = rolling.page, rolling.page.locator(".stage .pod:visible")
    everyone = pods.count()
    page.locator("body").press("/")
    expect(page.get_by_placeholder("Find pods")).to_be_focused()
    page.keyboard.type("nginx:1.27 available node-2")
    expect(pods.first).to_contain_text("node-2")
    found = pods.count()
    assert 0 < found < everyone
    expect(page.locator("#found")).to_have_text(f"{found} of {everyone} pods")
    rolling.clock("Play")
    rolling.settled()
    expect(page.locator("#found")).to_have_text("0 of 12 pods")
    expect(pods).to_have_count(0)
    page.get_by_placeholder("Find pods").press("Escape")
    expect(pods).to_have_count(12)


def test_it_groups_pods_by_node(rolling):
    rolling.page.get_by_label("Group by").select_option("node")
    orders = "tiles => tiles.map(tile => [Number(getComputedStyle(tile).order), tile.dataset.node])"
    found = rolling.page.eval_on_selector_all(".replica-set[data-role=old] .pod", orders)
    assert {tuple(one) for one in found} <= {(0, "node-1"), (1, "node-2"), (2, "node-3")}
    assert len({order for order, _ in found}) > 1


def test_it_marks_a_pod_on_its_node_while_one_points_at_it(rolling):
    tile = rolling.pods.first
    tile.hover()
    dot = rolling.page.locator(f"#{tile.get_attribute('id').replace('owner', 'dot', 1)}")
    assert dot.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


def test_it_tells_how_old_pods_are(workspace):
    workspace.speed("20×").apply(WEB % 1).settled()
    expect(workspace.pods.locator("time")).to_have_text(re.compile(r"^(\d+s|\d+m(\d+s)?)$"))
    first = workspace.pods.locator("time").inner_text()
    expect(workspace.pods.locator("time")).not_to_have_text(first)


def test_it_shows_the_past_as_it_was_drawn_then(rolling):
    before = rolling.page.evaluate(DRAWN)
    revision = rolling.page.locator("#picture").get_attribute("data-revision")
    rolling.clock("Play")
    rolling.settled()
    rolling.clock("Pause")
    page = Workspace(rolling.page.context.new_page())
    page.page.goto(f"{rolling.page.url.partition('?')[0]}?at={revision}")
    assert page.page.evaluate(DRAWN) == before
    page.page.close()


def test_it_opens_with_thousands_of_pods(workspace):
    workspace.apply(WEB % 1500)
    expect(workspace.page.locator(".tallies .pod").first).to_contain_text("pending", timeout=60_000)
    workspace.page.reload()
    workspace.live()
    assert workspace.page.locator(".stage .pods .pod").count() == 0


BOXES = "parts => parts.map(part => part.getBoundingClientRect()).map(({top, left, right}) => ({top, left, right}))"


@pytest.mark.parametrize("size", ["", "large"])
def test_what_can_be_done_to_a_node_stands_in_one_row_and_its_removal_beside_its_name(workspace, size):
    workspace.page.evaluate("size => document.documentElement.dataset.size = size", size)
    card = workspace.page.locator("#node-node-1")
    card.get_by_role("button", name="Cordon").click()
    card.get_by_role("button", name="Pull the plug").click()
    expect(card.get_by_role("button", name="Plug in again")).to_be_visible()
    expect(card.get_by_role("button", name="Uncordon")).to_be_visible()
    first, second, removal = card.locator(".acts .button").evaluate_all(BOXES)
    assert first["top"] == second["top"] > removal["top"]
    name, *states = card.locator("h3, .badge").evaluate_all(BOXES)
    assert name["right"] <= removal["left"]
    [whole] = card.evaluate_all(BOXES)
    assert max(part["right"] for part in (second, removal, *states)) < whole["right"]
    workspace.page.evaluate("delete document.documentElement.dataset.size")


def test_the_bars_words_grow_with_all_others(workspace):
    workspace.speed("20×").apply(WEB % 3).settled()
    words, bar = workspace.page.locator(".bar-text").first, workspace.page.locator(".bounds")
    heights = [part.bounding_box()["height"] for part in (words, bar)]
    workspace.page.evaluate("document.documentElement.dataset.size = 'large'")
    grown = [part.bounding_box()["height"] for part in (words, bar)]
    workspace.page.evaluate("delete document.documentElement.dataset.size")
    assert [new / old for new, old in zip(grown, heights, strict=True)] == pytest.approx([1.25, 1.25], abs=0.1)
