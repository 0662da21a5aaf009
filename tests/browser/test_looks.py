"""How the pages look and read: to eyes in light and dark, on a phone, to keyboards and screen readers."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages import WEB, Workspace

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def assert_accessible(page):
    """axe-core finds nothing."""
    page.wait_for_timeout(300)  # until what has just come has faded in: while it does, its contrast is low
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    told = [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_has_nothing_that_keeps_people_out(visitor, theme):
    with visitor(color_scheme=theme) as page:
        page.goto("/")
        assert_accessible(page)
        workspace = Workspace(page).open()
        assert_accessible(page)
        workspace.choose("guestbook").speed("20×").apply()
        workspace.settled().set_image("gcr.io/google-samples/gb-frontend:does-not-exist")
        expect(page.locator(".pod[data-state=broken]").first).to_be_visible()
        page.locator("#node-node-2").get_by_role("button", name="Pull the plug").click()
        expect(page.locator("#node-node-2")).to_have_attribute("data-healthy", "false")
        page.get_by_label("details").check()
        assert_accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_lets_everybody_into_the_panel(visitor, theme):
    with visitor(color_scheme=theme) as page:
        workspace = Workspace(page).open().speed("20×").choose("go-demo-2").apply().settled()
        for link in (".deployment h2 a", ".replica-set h3 a", ".pod a", ".service a", ".node h3 a"):
            page.locator(link).first.click()
            expect(workspace.panel.get_by_role("heading", name="YAML")).to_be_visible()
            assert_accessible(page)
            page.keyboard.press("Escape")
            expect(workspace.panel).to_be_hidden()
        page.goto(page.locator(".pod a").first.get_attribute("href"))
        assert_accessible(page)


def test_it_is_dark_where_that_is_wished(visitor):
    lightness = "element => Number(getComputedStyle(element).backgroundColor.match(/[\\d.]+/)[0])"
    shades = {}
    for theme in ("light", "dark"):
        with visitor(color_scheme=theme) as page:
            page.goto("/")
            shades[theme] = page.locator("body").evaluate(lightness)
    assert shades["dark"] < 0.4 * shades["light"]


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1440, 1920])
def test_it_never_scrolls_sideways(visitor, width):
    with visitor(width=width, height=844) as page:
        page.goto("/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        workspace = Workspace(page).open().speed("20×").choose("go-demo-2").apply().settled()
        workspace.press("Restart")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator(".deployment h2 a").first.click()
        expect(workspace.panel.get_by_role("heading", name="YAML")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_puts_the_editor_first_on_a_phone_as_long_as_nothing_runs(visitor):
    with visitor(width=390, height=844) as page:
        workspace = Workspace(page).open()
        top = "element => element.getBoundingClientRect().top"
        assert page.locator(".editor").evaluate(top) < page.locator(".stage").evaluate(top)
        workspace.apply()
        expect(workspace.deployment).to_be_visible()
        assert page.locator(".stage").evaluate(top) < page.locator(".editor").evaluate(top)


def test_it_keeps_the_focus_through_a_rollout(workspace):
    workspace.speed("20×").apply().settled()
    workspace.deployment.get_by_role("button", name="Pause").focus()
    workspace.page.keyboard.press("Enter")
    expect(workspace.deployment.get_by_role("button", name="Resume")).to_be_focused()
    workspace.page.keyboard.press("Enter")
    expect(workspace.deployment.get_by_role("button", name="Pause")).to_be_focused()
    workspace.pods.first.get_by_role("link").focus()
    workspace.page.keyboard.press("Delete")
    expect(workspace.toast).to_contain_text("kubectl delete pod/")
    workspace.settled()
    expect(workspace.pods).to_have_count(3)
    assert workspace.page.evaluate("document.activeElement.closest('.deployment') !== null")


def test_it_can_be_used_by_keyboard_alone(workspace):
    page = workspace.page
    page.get_by_label("Manifest").focus()
    page.keyboard.press("Control+Enter")
    expect(workspace.deployment).to_be_visible()
    link = page.get_by_role("link", name="postgres", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_it_does_not_draw_over_what_somebody_writes(workspace):
    workspace.speed("20×").apply()
    field = workspace.deployment.locator("input[name=image]")
    field.fill("postgres:1")
    workspace.settled()
    expect(field).to_have_value("postgres:1")
    workspace.deployment.get_by_label("replicas").fill("9999")
    workspace.page.evaluate("document.querySelectorAll('[max]').forEach(field => field.removeAttribute('max'))")
    workspace.deployment.get_by_label("replicas").fill("-3")
    workspace.page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true; })")
    workspace.press("Scale")
    expect(workspace.toast).to_contain_text("must be greater than or equal to 0")
    expect(workspace.deployment.get_by_label("replicas")).to_have_value("-3")


def test_it_stays_still_for_who_wishes_so(visitor):
    with visitor(reduced_motion="reduce") as page:
        workspace = Workspace(page).open().apply(WEB % 1)
        expect(workspace.pods).to_have_count(1)
        assert workspace.pods.evaluate("element => getComputedStyle(element).animationName") == "none"
