"""Going back in time, and showing a moment to others."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Workspace
from tests.browser.past import COUNTING, Time, lived_through
from tests.browser.test_looks import assert_accessible


@pytest.fixture
def told(workspace):
    """A sandbox that stands still, in which `web` was made with two pods and scaled to four: (workspace, time)."""
    return lived_through(workspace)


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
    expect(workspace.pods).to_have_count(0)
    page.get_by_role("button", name="Go back to here").click()
    time.is_now()
    expect(workspace.deployment).to_have_count(1)
    expect(workspace.pods).to_have_count(0)
    page.get_by_role("button", name="Take back").hover()
    expect(workspace.command).to_have_text("Take back: created Deployment web with 2 replicas")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("#toasts")).to_contain_text("Taken back: created Deployment web with 2 replicas")
    expect(workspace.deployment).to_have_count(0)


@pytest.fixture
def link(told):
    """What "Copy link" puts on the clipboard at the moment at which `web` was scaled."""
    workspace, time = told
    workspace.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    time.key("PageDown")
    time.looks_at("scaled from 2 to 4")
    workspace.page.get_by_role("button", name="Copy link").click()
    expect(workspace.toast).to_contain_text("The link is copied.")
    return workspace.page.evaluate("navigator.clipboard.readText()")


def test_it_lets_others_look_around_and_do_nothing(link, visitor):
    with visitor() as page:
        page.goto(link)
        guest, theirs = Workspace(page), Time(page)
        acts = page.get_by_role("button", name=re.compile("Scale|Apply|Set image|Delete|Take back|Terminal"))
        expect(guest.pods).to_have_count(2)
        expect(acts).to_have_count(0)
        theirs.key("PageDown")
        theirs.looks_at("created Deployment")
        expect(guest.pods).to_have_count(0)
        assert_accessible(page)
        page.get_by_role("link", name="web", exact=True).first.click()
        expect(guest.panel).to_contain_text("web")
        expect(acts).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="To the linked moment").click()
        expect(guest.pods).to_have_count(2)


def test_it_plays_the_record_to_others_from_its_beginning(link, visitor):
    with visitor() as page:
        page.goto(link)
        expect(Workspace(page).pods).to_have_count(2)
        page.evaluate(COUNTING)
        page.locator("#past-play").click()
        expect(page.locator("body")).to_have_attribute("data-counts", re.compile(r"\b0\b"))
        expect(Workspace(page).pods).to_have_count(2)


def test_it_plays_as_soon_as_it_knows_the_steps(link, visitor):
    with visitor() as page:
        held = {}
        page.route(re.compile(r"after=\d+$"), lambda route: held.update(route=route))
        page.goto(link)
        page.locator("#past-play").click()
        held["route"].continue_()
        page.unroute_all()
        expect(page.locator("#past-play")).to_have_text("Pause")


def test_it_lets_others_copy_a_moment(link, visitor):
    with visitor() as page:
        page.goto(link)
        guest, theirs = Workspace(page), Time(page)
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
