"""An open object in the page: it follows the cluster without disturbing who reads it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import WEB, Workspace
from tests.browser.test_looks import assert_accessible

POST = """([address, fields]) => fetch(address, {method: 'POST', body: new URLSearchParams(fields), headers: {
    'HX-Request': 'true', ...JSON.parse(document.body.getAttribute('hx-headers'))}}).then(answer => answer.text())"""
SELECT = "element => getSelection().selectAllChildren(element)"
PARTS = ("YAML", "Describe", "Events", "History", "Compare")


class Opened:
    """A workspace with the Deployment web, open in the panel."""

    def __init__(self, workspace: Workspace) -> None:
        self.page, self.panel, self.workspace = workspace.page, workspace.panel, workspace
        workspace.speed("20×").apply(WEB % 3).settled()
        self.base = re.search("/s/[^/]+", self.page.url).group(0)
        self.page.get_by_role("link", name="web", exact=True).first.click()
        expect(self.panel.get_by_role("heading", name="What you can do")).to_be_visible()

    def act(self, name: str, **fields: str) -> None:
        """Somebody acts elsewhere."""
        target = {"act": name, "kind": "Deployment", "namespace": "default", "name": "web"}
        self.page.evaluate(POST, [f"{self.base}/act", target | fields])

    def part(self, title: str) -> None:
        """Choose a part."""
        self.panel.get_by_role("link", name=title, exact=True).click()
        expect(self.panel.get_by_role("link", name=title, exact=True)).to_have_attribute("aria-current", "page")


@pytest.fixture
def opened(workspace):
    return Opened(workspace)


def test_it_keeps_the_part_the_focus_and_the_place_while_the_cluster_moves(opened):
    opened.part("YAML")
    tab = opened.panel.get_by_role("link", name="YAML")
    expect(tab).to_be_focused()
    opened.panel.evaluate("panel => { panel.scrollTop = 200; }")
    opened.act("scale", replicas="5")
    expect(opened.panel).to_contain_text("availableReplicas: 5")
    expect(tab).to_be_focused()
    assert opened.panel.evaluate("panel => panel.scrollTop") == 200


def test_it_stands_still_while_somebody_selects_text(opened):
    opened.part("YAML")
    opened.panel.locator("pre").evaluate(SELECT)
    before = opened.page.evaluate("getSelection().toString()")
    opened.act("scale", replicas="5")
    expect(opened.panel.get_by_text("Stands still while you select text.")).to_be_visible()
    assert opened.page.evaluate("getSelection().toString()") == before
    opened.page.evaluate("getSelection().removeAllRanges()")
    expect(opened.panel).to_contain_text("availableReplicas: 5")


def test_it_tells_what_each_change_changed_and_leads_to_its_moment(opened):
    opened.part("History")
    change = opened.panel.locator("details").last
    change.locator("summary").click()
    expect(change).to_contain_text("+ kind: Deployment")
    opened.act("scale", replicas="5")
    expect(opened.panel).to_contain_text("5 available")
    expect(change).to_contain_text("+ kind: Deployment")
    opened.page.evaluate("document.body.addEventListener('go-to', event => { window.wentTo = event.detail.revision; })")
    change.get_by_role("link", name="Go to this moment").click()
    assert f"panel-d{opened.page.evaluate('window.wentTo')}" == change.get_attribute("id")


def test_it_compares_the_revisions_that_were_chosen_and_stays_with_them(opened):
    for image in ("nginx:1.28", "nginx:1.29"):
        opened.act("set-image", container="nginx", image=image)
        opened.workspace.settled()
    opened.part("Compare")
    expect(opened.panel.locator("ins").first).to_contain_text("nginx:1.29")
    opened.panel.get_by_label("From").select_option("1")
    expect(opened.panel.locator("del").first).to_contain_text("nginx:1.27")
    opened.act("scale", replicas="4")
    expect(opened.panel.locator("ins", has_text="replicas: 4")).to_be_visible()
    expect(opened.panel.get_by_label("From")).to_have_value("1")
    opened.panel.get_by_label("everything").check()
    expect(opened.panel.locator("ins", has_text="progressDeadlineSeconds: 600")).to_be_visible()
    expect(opened.panel.get_by_label("From")).to_have_value("1")


def test_it_leads_to_owners_and_children_and_back(opened):
    opened.panel.get_by_role("link", name=re.compile("ReplicaSet web-")).click()
    expect(opened.panel.get_by_role("heading", level=2)).to_contain_text("web-")
    opened.panel.get_by_role("button", name="Back to the object before").click()
    expect(opened.panel.get_by_role("heading", level=2)).to_have_text("web")
    expect(opened.panel.get_by_role("button", name="Back to the object before")).to_be_hidden()
    opened.page.keyboard.press("Escape")
    expect(opened.page.get_by_role("link", name="web", exact=True).first).to_be_focused()


def test_it_shows_the_command_as_it_is_filled_in_and_does_not_draw_over_it(opened):
    field = opened.panel.get_by_label("replicas")
    field.fill("7")
    expect(opened.panel.get_by_text("kubectl scale deployment/web --replicas=7")).to_be_visible()
    opened.act("set-image", container="nginx", image="nginx:1.28")
    expect(opened.panel).to_contain_text("3 of 3 pods run nginx:1.28")
    expect(field).to_have_value("7")
    opened.panel.get_by_role("button", name="Scale").click()
    expect(opened.panel).to_contain_text("7 of 7 pods run nginx:1.28")


def test_it_copies_what_it_shows(opened):
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.part("YAML")
    opened.panel.get_by_role("button", name="Copy").click()
    expect(opened.panel.get_by_role("button", name="Copied")).to_be_visible()
    assert opened.page.evaluate("navigator.clipboard.readText()") == opened.panel.locator("pre").text_content()


def test_it_leaves_room_for_the_log_and_is_a_sheet_on_a_phone(opened):
    log, panel = opened.page.locator(".log").bounding_box(), opened.panel.bounding_box()
    assert log["height"] > 100
    assert log["y"] >= panel["y"] + panel["height"] - 1
    opened.page.set_viewport_size({"width": 390, "height": 844})
    assert opened.panel.bounding_box()["width"] == 390
    for title in PARTS:
        opened.part(title)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert opened.panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
    opened.panel.get_by_role("button", name="Close").click()
    expect(opened.panel).to_be_hidden()
    opened.page.set_viewport_size({"width": 1440, "height": 900})


def test_it_lets_everybody_into_each_part(opened):
    opened.act("set-image", container="nginx", image="nginx:1.28")
    opened.workspace.settled()
    for title in PARTS:
        opened.part(title)
        if title == "History":
            opened.panel.locator("summary").last.click()
            expect(opened.panel.locator("ins").first).to_be_visible()
        assert_accessible(opened.page, "#panel")
        assert_accessible(opened.page, "#panel", dark=True)
    for address in (
        "object/Deployment/default/web",
        "diff/revisions/default/web",
        "diff/applied/Deployment/default/web",
    ):
        opened.page.goto(f"{opened.base}/{address}")
        assert_accessible(opened.page)
        assert_accessible(opened.page, dark=True)
