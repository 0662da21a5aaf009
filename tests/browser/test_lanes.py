"""Who did what, and a rollout over time, as people see and walk through them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import WEB, Workspace
from tests.browser.test_looks import assert_accessible

SERVICE = """---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
NEXT = "nginx:1.28"
TIDINGS = ".timeline-marks li:not(:has(.incident))"
"""What stands out, but for requests that are lost: how often some are depends on when pods start."""
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}


def look(page, view):
    page.locator(f"#view-{view}").click()
    expect(page.locator(f"#picture[data-view={view}]")).to_be_visible()


@pytest.fixture
def rolled(page):
    """A workspace after a rolling update of three pods, its time stopped."""
    workspace = Workspace(page).open().speed("20×").apply(WEB % 3 + SERVICE).settled()
    workspace.set_image(NEXT)
    expect(page.locator(".deployment .kept")).to_contain_text("nginx:1.27")
    workspace.settled()
    expect(page.locator(".stage .pod[data-state=terminating]")).to_have_count(0)
    workspace.clock("Pause")
    return workspace


def row(page, text):
    return page.locator(".relay-row", has_text=text).first


def test_it_leads_from_each_step_back_to_the_person(page, rolled):
    look(page, "relay")
    row(page, "EndpointSlice").get_by_role("button").click()
    told = page.locator(".relay-told")
    expect(told).to_contain_text("kube-proxy on every node reads this slice")
    for actor in ("kubelet", "kubelet", "default-scheduler", "replicaset-controller", "deployment-controller", "you"):
        told.locator("h3", has_text=re.compile("Woken by|went on")).locator("+ ul button").click()
        expect(told.locator("header .actor")).to_contain_text(actor)
    expect(told).to_contain_text(f"→ {NEXT}")
    expect(told).to_contain_text("Led to")


def test_it_walks_the_relay_by_keyboard(page, rolled):
    look(page, "relay")
    buttons = page.locator(".relay-row button")
    buttons.first.focus()
    page.keyboard.press("ArrowDown")
    expect(buttons.nth(1)).to_be_focused()
    expect(page.locator(".relay-told .why")).to_contain_text("maxSurge")
    page.keyboard.press("End")
    expect(buttons.last).to_be_focused()
    assert page.locator(".relay-row button[tabindex='0']").count() == 1


def test_it_shows_what_became_of_the_clients_requests(page, rolled):
    shown = page.locator(".requests .stretch:visible")
    expect(shown).to_contain_text(re.compile(r"\d+ sent · [1-9]\d* lost"))
    expect(shown).to_contain_text("had stopped listening while kube-proxy still sent requests to it")
    look(page, "timeline")
    expect(page.locator(".requests-lane .request.answered").first).to_be_attached()
    expect(page.locator(".requests-lane .request.lost").first).to_be_attached()
    expect(page.locator(".requests-lane .cross").first).to_be_attached()
    page.get_by_role("button", name=re.compile("web: requests are lost")).first.click()
    expect(page.locator(".moment-text")).to_contain_text("you look at")


RECREATE = (WEB % 2).replace("  selector:", "  strategy: {type: Recreate}\n  selector:", 1) + SERVICE
EDGES = """() => [...document.querySelectorAll('.requests-lane .request')].map(part => [
    part.classList.contains('lost'), Number(part.getAttribute('x')), Number(part.getAttribute('width'))])"""


def test_it_shows_how_an_outage_ended_and_leaves_no_gaps(page):
    workspace = Workspace(page).open().speed("20×").apply(RECREATE).settled()
    workspace.set_image(NEXT)
    expect(page.locator(".deployment .kept")).to_contain_text("nginx:1.27")
    workspace.settled()
    look(page, "timeline")
    expect(page.locator(".requests-lane .request.lost").first).to_be_attached()
    page.wait_for_function(f"({EDGES})().sort((a, b) => a[1] - b[1]).at(-1)[0] === false")
    parts = sorted(page.evaluate(EDGES), key=lambda part: part[1])
    ends = [at + wide for _, at, wide in parts]
    assert max(at - max(ends[:place]) for place, (_, at, _) in enumerate(parts) if place) < 1


def test_it_counts_requests_on_between_two_changes(page):
    Workspace(page).open().speed("20×").apply(WEB % 1 + SERVICE).settled()
    sent = page.locator(".requests .stretch:visible [data-rate]").first
    for _ in range(2):
        known = int(sent.inner_text())
        expect(sent).not_to_have_text(str(known))
        assert int(sent.inner_text()) > known


def test_it_shows_steps_as_they_happen(page):
    workspace = Workspace(page).open().speed("20×").apply(WEB % 3).settled()
    look(page, "relay")
    expect(row(page, "created Deployment web")).to_be_visible()
    page.evaluate("document.getElementById('view-chain').click()")
    workspace.set_image(NEXT)
    look(page, "relay")
    expect(page.locator(".relay-row").first).to_contain_text(NEXT)
    expect(row(page, "the rollout is complete")).to_be_attached()
    page.get_by_label("From which act on").select_option("Everything")
    expect(row(page, "created Deployment web")).to_be_attached()


def test_it_goes_to_the_moment_of_a_step_and_shows_where_that_is(page, rolled):
    look(page, "relay")
    row(page, "scaled from 3 to 2").get_by_role("button").click()
    page.get_by_role("button", name="Look at this moment").click()
    expect(page.locator("#workspace")).to_have_attribute("data-at", re.compile(r"\d+"))
    expect(page.locator(".relay-row[data-at]")).to_contain_text("scaled from 3 to 2")
    expect(page.locator(".relay-row").last).to_have_attribute("data-later", "")


def test_it_draws_each_pod_of_the_rollout_within_its_bounds(page, rolled):
    look(page, "timeline")
    expect(page.locator(".timeline .bar")).to_have_count(6)
    for phase, count in (("starting", 3), ("available", 6), ("terminating", 3)):
        expect(page.locator(f".timeline .bar .phase.{phase}")).to_have_count(count)
    expect(page.locator(".timeline .bound-text")).to_have_text(["at most 4 pods", "at least 3 available"])
    expect(page.locator(TIDINGS)).to_have_count(3)
    page.locator(".timeline-twin summary").click()
    expect(page.locator(".timeline-table tbody tr")).to_have_count(6)
    expect(page.locator(".timeline-table tbody")).to_contain_text(f"B {NEXT}")


def test_it_tells_moments_by_keyboard_and_goes_there(page, rolled):
    look(page, "timeline")
    plot = page.get_by_role("slider", name="Moments of the timeline")
    expect(plot).to_have_attribute("aria-valuemax", re.compile(r"\d"))
    plot.press("End")
    expect(plot).to_have_attribute(
        "aria-valuetext", re.compile(r"\d\d:\d\d:\d\d\.\d{3}: 3 available \(B 3\); requests: B 100 %$")
    )
    for _ in range(2):
        plot.press("ArrowLeft")
    expect(plot).to_have_attribute("aria-valuetext", re.compile("terminating"))
    plot.press("Enter")
    expect(page.locator("#workspace")).to_have_attribute("data-at", re.compile(r"\d+"))
    expect(page.locator(".timeline .moment-text")).to_contain_text("you look at")


def test_it_looks_closer_by_dragging_and_at_all_again(page, rolled):
    look(page, "timeline")
    expect(page.locator(".timeline .bar")).to_have_count(6)
    box = page.locator(".timeline-plot").bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 90)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 90, steps=4)
    page.mouse.up()
    expect(page.locator(".timeline .bar")).to_have_count(4)
    page.get_by_role("button", name="Everything").click()
    expect(page.locator(".timeline .bar")).to_have_count(6)
    expect(page.locator(TIDINGS)).to_have_count(7)


def test_it_draws_many_pods_together(page):
    Workspace(page).open().speed("20×").apply(WEB % 70).settled()
    look(page, "timeline")
    expect(page.locator(".timeline .part-title")).to_contain_text("70 pods, so many that they are drawn together")
    expect(page.locator(".timeline .areas .phase.available")).to_have_count(1)


@pytest.mark.parametrize("view", ["relay", "timeline"])
def test_it_fits_and_is_for_everybody(page, rolled, view):
    look(page, view)
    expect(page.locator(".relay-row, .timeline .bar").first).to_be_attached()
    if view == "relay":
        page.locator(".relay-row button").nth(4).click()
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_accessible(page, "#stage")
        assert_accessible(page, "#stage", dark=True)
