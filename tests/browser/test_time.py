"""Time as a person rules it: stopped, hurried, looked back on."""

import re

import pytest
from playwright.sync_api import expect

from playground.sandbox.time.speeds import STOPS
from tests.browser.pages import WEB, Workspace
from tests.browser.past import COUNTING, lived_through
from tests.browser.test_looks import assert_accessible


@pytest.fixture
def told(workspace):
    """A sandbox that stands still, in which `web` was made with two pods and scaled to four: (workspace, time)."""
    return lived_through(workspace)


def test_it_shows_the_whole_page_as_it_was(told):
    workspace, time = told
    time.key("PageDown")
    time.looks_at("you: Deployment web: scaled from 2 to 4")
    expect(workspace.pods).to_have_count(2)
    expect(workspace.log.locator(".log-step").first).to_contain_text("scaled from 2 to 4")
    expect(time.past).to_contain_text("Nothing changes here until you act; acting begins a branch.")
    expect(workspace.time).to_contain_text(time.place()[:8])
    workspace.page.get_by_role("link", name="web", exact=True).first.click()
    expect(workspace.panel).to_contain_text("2 of 4 pods")
    workspace.page.keyboard.press("Escape")
    time.key("End")
    time.is_now()
    expect(workspace.pods).to_have_count(4)


def test_it_is_ruled_by_keys_alone(told):
    workspace, time = told
    time.key("PageDown", 2)
    time.looks_at("you: created Deployment web with 2 replicas")
    expect(workspace.pods).to_have_count(0)
    time.key("ArrowRight")
    time.looks_at("deployment-controller: rollout revision 1 begins: created ReplicaSet")
    time.key("PageUp")
    time.looks_at("scaled from 2 to 4")
    time.key("Home")
    time.looks_at("kubeadm")
    for part in (".topbar", "#scrubber"):
        assert_accessible(workspace.page, part)
        assert_accessible(workspace.page, part, dark=True)
    time.key("PageUp", 3)
    time.is_now()


def test_it_follows_the_hand(told):
    workspace, time = told
    box = time.slider.bounding_box()
    workspace.page.mouse.move(box["x"] + box["width"] - 9, box["y"] + 12)
    workspace.page.mouse.down()
    for share in (0.8, 0.5, 0.2, 0.02):
        workspace.page.mouse.move(box["x"] + box["width"] * share, box["y"] + 12)
    expect(workspace.page.locator("#scrub-tip")).to_be_visible()
    workspace.page.mouse.up()
    expect(workspace.pods).to_have_count(0)
    time.back_to_now()
    expect(workspace.pods).to_have_count(4)


def test_it_stays_in_the_past_through_a_reload_and_while_the_present_goes_on(told):
    workspace, time = told
    time.key("PageDown")
    time.looks_at("scaled from 2 to 4")
    expect(workspace.page).to_have_url(re.compile(r"[?&]at=\d+"))
    shown = workspace.time.inner_text()
    other = Workspace(workspace.page.context.new_page())
    other.page.goto(re.sub(r"[?].*", "", workspace.page.url))
    other.live().clock("Play")
    other.scale(1)
    expect(other.pods).to_have_count(1)
    other.clock("Pause")
    other.page.close()
    assert workspace.time.inner_text() == shown
    workspace.page.reload()
    workspace.live()
    time.looks_at("scaled from 2 to 4")
    assert workspace.time.inner_text() == shown
    expect(workspace.pods).to_have_count(2)
    time.back_to_now()
    expect(workspace.pods).to_have_count(1)
    expect(workspace.page).not_to_have_url(re.compile("at="))


def test_the_present_stands_at_the_end_though_the_page_is_not_drawn_as_far(told):
    workspace, time = told
    workspace.page.evaluate("""() => {
        for (const id of ["clock", "present"]) document.getElementById(id).dataset.revision = 1;
        htmx.trigger(document.body, "steps");
    }""")
    assert time.slider.input_value() == time.slider.get_attribute("max") != "0"


def test_it_says_the_same_time_above_and_below_while_it_plays(told):
    workspace, time = told
    time.key("PageDown", 2)
    time.looks_at("created Deployment")
    workspace.page.get_by_label("Speed").fill(str(STOPS.index(1)))
    workspace.page.get_by_role("button", name="Play from here").click()
    begun = workspace.page.locator("#past-time").inner_text()
    expect(workspace.page.locator("#past-time")).not_to_have_text(begun)
    told = "['time', 'past-time'].map((id) => document.getElementById(id).textContent.slice(0, 8))"
    assert len(set(workspace.page.evaluate(told))) == 1


def test_it_plays_what_happened_until_the_present(told):
    workspace, time = told
    time.key("PageDown", 2)
    time.looks_at("created Deployment")
    workspace.page.evaluate(COUNTING)
    workspace.page.get_by_role("button", name="Play from here").click()
    expect(workspace.page.locator("body")).to_have_attribute("data-counts", re.compile(r" [123]\b"))
    time.is_now()
    expect(workspace.pods).to_have_count(4)
    expect(workspace.page.locator("#clock-play")).to_have_text("Play")


def test_a_page_that_is_behind_plays_more_slowly_and_passes_over_nothing(told):
    workspace, time = told
    page = workspace.page
    page.route(re.compile("/moment"), lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.evaluate(COUNTING)
    time.key("PageDown", 2)
    page.get_by_role("button", name="Play from here").click()
    expect(page.locator("body")).to_have_attribute("data-counts", re.compile(" 0.* 2.* 4"))
    time.is_now()


def test_it_steps_in_both_directions(told):
    workspace, time = told
    clock = workspace.page.locator("#clock")
    clock.get_by_role("button", name="Step back").click()
    time.looks_at(".")
    last = time.place()
    clock.get_by_role("button", name="Step back").click()
    expect(time.slider).not_to_have_attribute("aria-valuetext", last)
    clock.get_by_role("button", name="Step", exact=True).click()
    time.looks_at(re.escape(last))
    clock.get_by_role("button", name="Next").click()
    time.is_now()
    expect(clock).to_have_attribute("data-paused", "true")


def test_it_steps_back_from_what_has_only_just_happened(workspace):
    page = workspace.page
    workspace.clock("Pause")
    workspace.apply(WEB % 1)
    expect(workspace.deployment).to_be_visible()
    page.get_by_role("button", name="Step back").click()
    expect(page.locator("#workspace")).to_have_attribute("data-at", re.compile(r"\d+"))
    expect(workspace.deployment).to_have_count(0)


def test_it_sets_the_speed_on_a_slider_by_keys(workspace):
    speed = workspace.page.get_by_label("Speed")
    expect(speed).to_have_attribute("aria-valuetext", "1×")
    speed.focus()
    workspace.page.keyboard.press("End")
    expect(speed).to_have_attribute("aria-valuetext", "50×")
    expect(workspace.page.locator("#clock")).to_have_attribute("data-speed", "50.0")
    workspace.page.keyboard.press("Home")
    expect(workspace.page.locator("#clock")).to_have_attribute("data-speed", "0.1")
    expect(workspace.page.locator("#clock-speed-value")).to_have_text("0.1×")


def test_it_goes_to_where_the_rollout_is_over(workspace):
    workspace.clock("Pause")
    workspace.apply(WEB % 3)
    workspace.clock("Until it is over")
    workspace.settled()
    expect(workspace.pods).to_have_count(3)
    expect(workspace.page.locator("#clock")).to_have_attribute("data-paused", "true")


def test_it_fits_a_phone_in_the_past(told):
    workspace, time = told
    page = workspace.page
    time.key("PageDown")
    time.looks_at("scaled")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for one in (time.slider, time.now, page.locator("#copy-link")):
        box = one.bounding_box()
        assert box["y"] + box["height"] <= 844
        assert box["height"] >= 24
    page.set_viewport_size({"width": 1440, "height": 900})
