"""Time as a person rules it: stopped, hurried, looked back on, gone back in, shown to others."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import WEB, Workspace
from tests.browser.test_looks import assert_accessible


class Time:
    """The scrubber and what belongs to it."""

    def __init__(self, page):
        self.page = page
        self.slider = page.get_by_label("Moment", exact=True)
        self.past = page.locator("#past")
        self.workspace = page.locator("#workspace")
        self.now = page.locator("#past-now")

    def key(self, name, times=1):
        self.slider.focus()
        for _ in range(times):
            self.page.keyboard.press(name)

    def place(self):
        return self.slider.get_attribute("aria-valuetext")

    def looks_at(self, text):
        expect(self.slider).to_have_attribute("aria-valuetext", re.compile(text))
        expect(self.workspace).to_have_attribute("data-at", re.compile(r"\d+"))

    def is_now(self):
        expect(self.workspace).not_to_have_attribute("data-at", re.compile("."))
        expect(self.past).to_be_hidden()

    def back_to_now(self):
        self.now.click()
        self.is_now()


@pytest.fixture
def told(workspace):
    """A sandbox that stands still, in which `web` was made with two pods and scaled to four: (workspace, time)."""
    workspace.speed("50×").apply(WEB % 2).settled().scale(4)
    expect(workspace.pods).to_have_count(4)
    workspace.settled().clock("Pause")
    time = Time(workspace.page)
    expect(workspace.page.locator(".mark-act")).to_have_count(2)
    return workspace, time


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


def test_it_begins_a_branch_by_acting_and_returns(told):
    workspace, time = told
    page = workspace.page
    time.key("PageDown")
    time.looks_at("scaled from 2 to 4")
    workspace.scale(3)
    expect(page.locator("#toasts")).to_contain_text("and began branch 2; what came after is kept as branch 1.")
    time.is_now()
    expect(workspace.log).to_contain_text("you went back to")
    expect(page.locator(".mark-leap")).to_have_count(1)
    page.get_by_role("button", name="Branches").click()
    page.get_by_label("Name of branch 2").fill("three")
    page.locator("#branches li", has_text="you are here").get_by_role("button", name="Rename").click()
    expect(page.get_by_label("Name of three")).to_be_visible()
    assert_accessible(page, "#branches")
    page.get_by_role("button", name="Return to it").click()
    expect(page.locator("#toasts")).to_contain_text("You are back on branch 1")
    expect(workspace.pods).to_have_count(4)
    expect(page.locator(".mark-leap")).to_have_count(1)


def test_it_goes_back_without_acting_and_takes_acts_back(told):
    workspace, time = told
    page = workspace.page
    time.key("PageDown", 2)
    time.looks_at("created Deployment")
    page.get_by_role("button", name="Go back to here").click()
    time.is_now()
    expect(workspace.deployment).to_have_count(1)
    expect(workspace.pods).to_have_count(0)
    page.get_by_role("button", name="Take back").hover()
    expect(workspace.command).to_have_text("Take back: created Deployment web with 2 replicas")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("#toasts")).to_contain_text("Taken back: created Deployment web with 2 replicas")
    expect(workspace.deployment).to_have_count(0)


def test_it_plays_what_happened_until_the_present(told):
    workspace, time = told
    time.key("PageDown", 2)
    time.looks_at("created Deployment")
    workspace.page.get_by_role("button", name="Play from here").click()
    expect(workspace.page.locator("#past-play")).to_have_text("Pause")
    expect(workspace.pods).to_have_count(2)
    time.is_now()
    expect(workspace.pods).to_have_count(4)
    expect(workspace.page.locator("#clock-play")).to_have_text("Play")


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


def test_it_shows_a_moment_to_others_who_can_copy_it(told, visitor):
    workspace, time = told
    workspace.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    time.key("PageDown")
    time.looks_at("scaled from 2 to 4")
    workspace.page.get_by_role("button", name="Copy link").click()
    expect(workspace.toast).to_contain_text("The link is copied.")
    link = workspace.page.evaluate("navigator.clipboard.readText()")
    with visitor() as page:
        page.goto(link)
        guest, theirs = Workspace(page), Time(page)
        expect(guest.pods).to_have_count(2)
        expect(page.get_by_role("button", name=re.compile("Scale|Apply|Delete|Take back|Terminal"))).to_have_count(0)
        theirs.key("PageDown")
        theirs.looks_at("created Deployment")
        expect(guest.pods).to_have_count(0)
        assert_accessible(page)
        page.get_by_role("link", name="web", exact=True).first.click()
        expect(guest.panel).to_contain_text("web")
        expect(page.get_by_role("button", name=re.compile("Scale|Set image|Delete"))).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="To the linked moment").click()
        expect(guest.pods).to_have_count(2)
        page.get_by_role("button", name="Copy into my own sandbox").click()
        guest.live().clock("Play")
        guest.scale(1)
        expect(guest.pods).to_have_count(1)
        theirs.is_now()


def test_it_takes_the_terminal_along(told):
    workspace, time = told
    page = workspace.page
    page.get_by_role("button", name="Terminal", exact=True).click()
    page.get_by_label("plain (for screen readers)").check()
    time.key("PageDown")
    time.looks_at("scaled from 2 to 4")
    line = page.locator(".terminal-plain input")
    line.fill("kubectl get deployment web")
    line.press("Enter")
    expect(page.locator(".terminal-plain [role=log]")).to_contain_text(re.compile(r"web +2/4 "))
    line.fill("kubectl scale deployment web --replicas=3")
    line.press("Enter")
    time.is_now()
    expect(page.locator("#toasts")).to_contain_text("and began branch 2")
    page.get_by_role("button", name="Terminal", exact=True).click()


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
