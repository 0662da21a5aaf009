"""The editor of the left pane: it knows Kubernetes, looks ahead, applies; and everybody can use it."""

import re

from playwright.sync_api import expect

from tests.browser.pages import WEB, Workspace
from tests.browser.test_looks import assert_accessible

NEW = (WEB % 3).replace("1.27", "1.28")


def go_to_the_end_of(pane, line):
    pane.page.evaluate(
        f"const {{editor}} = document.getElementById('manifest-ace').env; editor.focus(); editor.gotoLine({line}, 99)"
    )


def test_it_completes_fields_and_values(pane):
    pane.write((WEB % 3).replace("  template:", "  \n  template:"))
    go_to_the_end_of(pane, 7)
    popup = pane.page.locator(".ace_autocomplete")
    pane.page.keyboard.type("strat")
    expect(popup).to_contain_text("strategy")
    pane.page.keyboard.press("Enter")
    expect(popup).to_contain_text("rollingUpdate")
    pane.page.keyboard.type("ty")
    expect(popup).not_to_contain_text("rollingUpdate")
    pane.page.keyboard.press("Enter")
    expect(popup).to_contain_text("Recreate")
    pane.page.keyboard.press("Enter")
    assert "  strategy:\n    type: Recreate\n" in pane.written()


def test_it_explains_the_field_under_the_cursor(pane):
    pane.write(WEB % 3)
    go_to_the_end_of(pane, 5)
    meaning = pane.page.locator("#meaning")
    expect(meaning).to_contain_text("spec.replicas integer")
    meaning.locator("summary").click()
    expect(meaning).to_contain_text("Number of desired pods.")


def test_it_underlines_and_lists_what_is_wrong_as_one_types(pane):
    pane.write((WEB % 3).replace("replicas", "replcas").replace("nginx:1.27", "nginx:1.27 "))
    problems = pane.page.locator("#problems li")
    expect(problems.first).to_contain_text('line 5:3 unknown field "spec.replcas"')
    expect(pane.editor.locator(".ace-error")).to_be_visible()
    expect(pane.editor.locator(".ace_gutter-cell.ace_error")).to_have_count(1)
    problems.first.get_by_role("button").click()
    pane.page.keyboard.press("Control+Shift+ArrowRight")
    pane.page.keyboard.insert_text("replicas")
    expect(problems).to_have_count(0)
    assert "  replicas: 3" in pane.written()


def test_it_shows_what_will_change_before_anything_does(pane):
    page = pane.page
    pane.speed("20×").apply(WEB % 3).settled()
    pane.write(NEW)
    page.get_by_role("button", name="What will change?").click()
    expect(page.locator("#look .plus")).to_contain_text(["generation: 2", "- image: nginx:1.28"])
    expect(pane.deployment).to_contain_text("rollout revision 1")
    page.locator("#look").get_by_role("button", name="Close").click()
    expect(page.locator("#look")).to_be_empty()


def test_answers_go_when_they_are_true_no_longer(pane):
    result, difference = pane.page.locator("#apply-result"), pane.page.locator("#difference")
    pane.apply(WEB % 1)
    pane.page.get_by_role("button", name="What will change?").click()
    expect(difference).to_be_visible()
    expect(result).to_be_empty()
    pane.apply()
    expect(difference).to_have_count(0)
    pane.choose("nginx")
    expect(result).to_be_empty()


def test_what_it_foretells_comes_true(pane):
    page = pane.page
    pane.speed("20×").apply(WEB % 3).settled()
    pane.write(NEW)
    page.get_by_role("button", name="What will this do?").click()
    told = page.locator("#foretold")
    expect(told).to_contain_text(re.compile(r"deployment.apps/web completes after \d+\.\d s"))
    expect(told.locator(".course")).to_contain_text("4")
    expect(told.locator(".moves li").first).to_contain_text("you")
    assert told.locator("> .moves li").count() == 30
    born = told.locator(".moves .who", has_text="deployment-controller").first.locator("..").inner_text()
    pane.apply().settled()
    expect(page.locator(f"#stage :text('{re.search('web-[0-9a-z]+', born).group()}')").first).to_be_visible()


def test_it_foretells_from_the_moment_that_is_shown(pane):
    page = pane.page
    pane.speed("20×").apply(WEB % 3).settled()
    revision = page.locator("#clock").get_attribute("data-revision")
    pane.apply(NEW).settled()
    page.get_by_role("button", name="What will this do?").click()
    expect(page.locator("#foretold")).to_contain_text("Nothing would happen.")
    page.goto(f"{page.url.split('?')[0]}?at={revision}")
    expect(pane.editor).to_be_visible()
    page.get_by_role("button", name="What will this do?").click()
    expect(page.locator("#foretold")).to_contain_text("completes after")


def test_it_applies_only_what_is_selected(pane):
    both = f"{WEB % 1}---\n{(WEB % 1).replace('name: web', 'name: other')}"
    pane.write(both)
    pane.page.keyboard.press("Control+Home")
    for _ in range(9):
        pane.page.keyboard.press("Shift+ArrowDown")
    pane.page.get_by_label("only what is selected").check()
    pane.apply()
    expect(pane.page.locator("#apply-result li")).to_have_text(["deployment.apps/web created"])


def test_control_enter_applies_from_the_editor(pane):
    pane.write(WEB % 1)
    pane.page.keyboard.press("Control+Enter")
    expect(pane.page.locator("#apply-result")).to_contain_text("deployment.apps/web created")


def test_a_key_leads_into_the_editor_and_escape_out_of_it(pane):
    pane.page.locator("#stage").focus()
    pane.page.keyboard.press("e")
    pane.page.keyboard.type("# here")
    assert pane.written().startswith("# here")
    pane.page.keyboard.press("Escape")
    pane.page.keyboard.press("Tab")
    assert pane.page.evaluate("document.activeElement.closest('#manifest-ace') === null")


def test_the_pane_is_widened_by_its_edge_and_by_a_button(pane):
    page = pane.page
    width = pane.editor.bounding_box()["width"]
    page.get_by_role("separator", name="Width of the editor").focus()
    page.keyboard.press("ArrowRight")
    wider = pane.editor.bounding_box()["width"]
    page.get_by_role("button", name="Wide").click()
    assert width < wider < pane.editor.bounding_box()["width"]
    page.reload()
    expect(pane.editor).to_be_visible()
    assert pane.editor.bounding_box()["width"] > wider


def test_a_plain_field_is_as_good(pane):
    page = pane.page
    page.get_by_label("simple", exact=True).check()
    area = page.locator("#manifest")
    area.fill((WEB % 1).replace("replicas", "replcas"))
    expect(page.locator("#problems")).to_contain_text("spec.replcas")
    area.fill(WEB % 1)
    area.press("Control+Enter")
    expect(page.locator("#apply-result")).to_contain_text("deployment.apps/web created")
    page.reload()
    expect(area).to_have_value(WEB % 1)
    expect(page.get_by_label("simple", exact=True)).to_be_checked()


def test_a_phone_gets_the_plain_field(visitor):
    with visitor(width=390, height=800, has_touch=True, is_mobile=True) as page:
        Workspace(page).open()
        expect(page.get_by_label("Manifest")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_nothing_keeps_people_out(pane):
    pane.speed("20×").apply(WEB % 3).settled()
    pane.write(NEW.replace("replicas", "replcas"))
    expect(pane.page.locator("#problems li")).to_have_count(1)
    assert_accessible(pane.page, "#editor")
    pane.write(NEW)
    pane.page.get_by_role("button", name="What will change?").click()
    expect(pane.page.locator("#difference")).to_be_visible()
    assert_accessible(pane.page, "#editor")
    pane.page.get_by_role("button", name="What will this do?").click()
    expect(pane.page.locator("#foretold")).to_be_visible()
    assert_accessible(pane.page, "#editor")
    assert_accessible(pane.page, "#editor", dark=True)
