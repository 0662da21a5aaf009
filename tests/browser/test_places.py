"""Where it runs, and as a table: two more views of the stage, by mouse and keyboard, over pushes and in the past."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import WEB
from tests.browser.test_looks import assert_accessible, assert_fits

LARGE = WEB.replace('"nginx:1.27"}', '"nginx:1.27", resources: {requests: {cpu: "9"}}}')


def look(workspace, tab):
    """Choose a view by its tab."""
    workspace.page.get_by_role("link", name=tab, exact=True).click()
    expect(workspace.page.get_by_role("link", name=tab, exact=True)).to_have_attribute("aria-current", "page")


def choose(workspace, button):
    """Press one of the buttons that choose what a table shows, and wait until it is shown."""
    before = workspace.page.locator(button).get_attribute("aria-pressed")
    workspace.page.locator(button).click()
    expect(workspace.page.locator(button)).to_have_attribute("aria-pressed", "false" if before == "true" else "true")


@pytest.fixture
def nodes(workspace):
    """Three pods on three nodes."""
    workspace.speed("20×").apply(WEB % 3).settled()
    look(workspace, "Where it runs")
    expect(workspace.page.locator(".place li")).to_have_count(3)
    return workspace


@pytest.fixture
def table(workspace):
    """The tables of three pods."""
    workspace.speed("20×").apply(WEB % 3).settled()
    look(workspace, "As a table")
    expect(workspace.page.locator("#table-pods tbody tr")).to_have_count(3)
    return workspace


def test_it_says_why_a_pod_is_where_it_is(nodes):
    pod = nodes.page.locator("#place-node-2 li a")
    pod.click()
    expect(nodes.panel).to_contain_text("is on node-2")
    expect(nodes.panel.locator("tr.chosen")).to_contain_text("node-2")
    expect(nodes.panel.get_by_role("rowheader")).to_have_count(3)
    nodes.page.keyboard.press("Escape")
    expect(pod).to_be_focused()


def test_it_shows_pods_that_wait_and_why(nodes):
    nodes.page.locator("#place-node-1").get_by_role("button", name="Cordon").click()
    expect(nodes.page.locator("#place-node-1")).to_contain_text("no new pods come here")
    nodes.apply(LARGE.replace("name: web", "name: large") % 2)
    waiting = nodes.page.locator("#waiting")
    expect(waiting).to_contain_text("0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.")
    waiting.locator("li a").first.click()
    expect(nodes.panel).to_contain_text("is cordoned")
    expect(nodes.panel).to_contain_text("Smaller requests or a larger node")
    nodes.page.keyboard.press("Escape")


def test_it_shows_a_node_without_power(nodes):
    node = nodes.page.locator("#place-node-3")
    node.get_by_role("button", name="Pull the plug").click()
    expect(node).to_contain_text("and nobody knows yet")
    expect(node).to_contain_text("Kubelet stopped posting node status.")
    node.get_by_role("button", name="Plug in again").click()
    expect(node).to_contain_text("Takes new pods")


def test_it_lets_arrows_go_from_pod_to_pod(workspace):
    workspace.speed("20×").apply(WEB % 12).settled()
    look(workspace, "Where it runs")
    pods = workspace.page.locator("#place-node-1 li a")
    expect(pods).to_have_count(4)
    pods.first.focus()
    for key, place in (("ArrowRight", 1), ("End", 3), ("ArrowLeft", 2), ("Home", 0)):
        workspace.page.keyboard.press(key)
        expect(pods.nth(place)).to_be_focused()


def test_it_chooses_kinds_and_columns_and_tells_the_command(table):
    choose(table, "#pick-services")
    expect(table.page.locator("#table-services")).to_have_count(0)
    choose(table, "#pick-nodes")
    choose(table, "#pick-wide")
    expect(table.page.locator("#table-nodes")).to_contain_text("$ kubectl get nodes -o wide")
    table.page.get_by_label("namespace").select_option(label="all of them")
    expect(table.page.locator("#table-pods")).to_contain_text("$ kubectl get pods -A -o wide")
    table.page.reload()
    expect(table.page.locator("#table-pods thead")).to_contain_text("NAMESPACE")


def test_it_remembers_what_was_chosen_when_another_view_was_shown(table):
    choose(table, "#pick-events")
    expect(table.page.locator("#table-events")).to_be_visible()
    look(table, "Where it runs")
    expect(table.page.locator(".place").first).to_be_visible()
    look(table, "As a table")
    expect(table.page.locator("#table-events")).to_be_visible()


def test_it_keeps_order_and_filter_while_pods_come_and_go(table):
    rows = table.page.locator("#table-pods tbody tr")
    table.page.locator("#sort-pods-age").click()
    expect(table.page.locator("#table-pods [aria-sort=ascending]")).to_have_text("AGE")
    table.page.get_by_label("with the text").fill("run")
    expect(table.page.locator("#table-deployments")).to_contain_text("No row of this table has the text.")
    table.write(WEB.replace("1.27", "1.28") % 4).apply()
    expect(table.page.locator("#table-replicasets tbody tr")).to_have_count(2)
    expect(rows.filter(visible=True)).to_have_count(4)
    expect(table.page.locator("#sort-pods-age")).to_be_visible()
    expect(table.page.locator("#table-pods [aria-sort=ascending]")).to_have_text("AGE")
    expect(table.page.get_by_label("with the text")).to_have_value("run")
    table.page.reload()
    expect(table.page.get_by_label("with the text")).to_have_value("run")


def test_it_opens_the_object_of_a_row(table):
    table.page.locator("#table-pods tbody td").first.click()
    expect(table.panel).to_contain_text("web-")
    table.page.keyboard.press("Escape")
    expect(table.panel).to_be_hidden()


def test_it_lets_ages_go_on_while_nothing_happens(table):
    age = table.page.locator("#table-deployments tbody td").last
    before = age.text_content()
    expect(age).not_to_have_text(before)


def test_it_shows_tables_of_the_past(table):
    first = table.page.locator("#log-rows .log-change").last.get_attribute("id").removeprefix("r")
    table.page.goto(f"{table.page.url.partition('?')[0]}?view=table:pods&at={first}")
    expect(table.page.locator("#table-pods")).to_contain_text("No resources found in default namespace.")


def test_it_lets_everybody_in(nodes):
    nodes.page.locator("#place-node-2").get_by_role("button", name="Pull the plug").click()
    nodes.apply(LARGE.replace("name: web", "name: large") % 2)
    expect(nodes.page.locator("#waiting")).to_be_visible()
    nodes.clock("Pause")
    for tab in ("Where it runs", "As a table"):
        look(nodes, tab)
        expect(nodes.page.locator(".place, .table").first).to_be_visible()
        assert_accessible(nodes.page, "#stage")
        assert_accessible(nodes.page, "#stage", dark=True)
        assert_fits(nodes.page)
    look(nodes, "Where it runs")
    nodes.page.locator(".place li a").first.click()
    expect(nodes.panel).to_contain_text("How nodes are compared")
    assert_accessible(nodes.page, "#panel")
    assert_accessible(nodes.page, "#panel", dark=True)
