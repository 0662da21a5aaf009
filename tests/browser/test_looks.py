"""How the pages look and read: to eyes in light and dark, on a phone, to keyboards and screen readers."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.pages import WEB, Workspace

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "([part, rules]) => axe.run(part, {runOnly: rules, resultTypes: ['violations']})"


def assert_accessible(page, part="html", dark=False):
    """axe-core finds nothing; `dark`: nor a colour that is hard to read in the dark, where only the colours differ."""
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page.evaluate(AXE)
    found = page.evaluate(RUN, [part, ["color-contrast"] if dark else ALL_RULES])["violations"]
    told = [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]
    assert not told, "\n".join(told)


def test_it_has_nothing_that_keeps_people_out(page):
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
    workspace.clock("Pause")
    assert_accessible(page)
    assert_accessible(page, dark=True)


def test_it_lets_everybody_into_the_panel(page):
    workspace = Workspace(page).open().speed("20×").choose("go-demo-2").apply().settled()
    for link in (".deployment h2 a", ".replica-set .kind a", ".pod a", ".service a", ".node h3 a"):
        page.locator(link).first.click()
        expect(workspace.panel.get_by_role("heading", name="What you can do")).to_be_visible()
        assert_accessible(page, "#panel")
        page.keyboard.press("Escape")
        expect(workspace.panel).to_be_hidden()
    page.goto(page.locator(".pod a").first.get_attribute("href"))
    assert_accessible(page)
    assert_accessible(page, dark=True)


def test_it_is_dark_where_that_is_wished(page):
    lightness = "element => Number(getComputedStyle(element).backgroundColor.match(/[\\d.]+/)[0])"
    page.goto("/")
    page.emulate_media(color_scheme="light")
    light = page.locator("body").evaluate(lightness)
    page.emulate_media(color_scheme="dark")
    assert page.locator("body").evaluate(lightness) < 0.4 * light


def test_it_never_scrolls_sideways(page):
    page.goto("/")
    assert_fits(page)
    workspace = Workspace(page).open().speed("20×").choose("go-demo-2").apply().settled()
    workspace.press("Restart")
    assert_fits(page)
    page.locator(".deployment h2 a").first.click()
    expect(workspace.panel.get_by_role("heading", name="What you can do")).to_be_visible()
    assert_fits(page)


def assert_fits(page):
    """Nothing is wider than the window, from a small phone to a projector."""
    for width in (360, 390, 768, 1024, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1440, "height": 900})


def test_it_shows_one_room_at_a_time_on_a_phone(workspace):
    page, rooms = workspace.page, workspace.page.locator("#rooms")
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(page.locator(".editor")).to_be_visible()
    expect(page.locator("#picture")).to_be_hidden()
    workspace.live()
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(workspace.deployment).to_be_visible()
    rooms.get_by_role("button", name="What happened").click()
    expect(workspace.log).to_be_visible()
    expect(page.locator("#picture")).to_be_hidden()
    page.set_viewport_size({"width": 1440, "height": 900})


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
    expect(workspace.editor).to_be_visible()
    page.get_by_label("simple", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # into the editor; Escape leads out, so that Tab is no trap
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


def test_it_stays_still_for_who_wishes_so(workspace):
    workspace.page.emulate_media(reduced_motion="reduce")
    workspace.apply(WEB % 1)
    expect(workspace.pods).to_have_count(1)
    assert workspace.pods.evaluate("element => getComputedStyle(element).animationName") == "none"
