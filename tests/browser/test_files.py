"""The left pane: files that are kept, an editor that knows Kubernetes, and looks ahead."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import WEB, Workspace
from tests.browser.test_looks import assert_accessible

NEW = (WEB % 3).replace("1.27", "1.28")


@pytest.fixture
def pane(page):
    workspace = Workspace(page).open()
    expect(workspace.editor).to_be_visible()
    yield workspace
    page.evaluate("localStorage.clear()")  # what is wide or plain is kept for all sandboxes


def open_file(pane, name):
    pane.page.locator("#files").get_by_role("button", name=name, exact=True).click()


def saved(pane):
    expect(pane.page.locator("#file-state")).to_have_text("saved")


def in_terminal(pane, line):
    page = pane.page
    if page.locator("#terminal-toggle").get_attribute("aria-expanded") != "true":
        page.get_by_role("button", name="Terminal", exact=True).click()
        expect(page.locator(".xterm-rows")).to_contain_text(":~$")
    page.locator(".xterm-helper-textarea").focus()
    page.keyboard.type(line)
    page.keyboard.press("Enter")


def go_to_the_end_of(pane, line):
    pane.page.evaluate(
        f"const {{editor}} = document.getElementById('manifest-ace').env; editor.focus(); editor.gotoLine({line}, 99)"
    )


def test_it_saves_as_one_types_and_loses_nothing_on_reload(pane):
    pane.write(NEW)
    saved(pane)
    open_file(pane, "nginx.yml")
    expect(pane.page.locator("#file-name")).to_have_text("deploy/nginx.yml")
    open_file(pane, "postgres.yml")
    expect(pane.page.locator("#file-name")).to_have_text("deploy/postgres.yml")
    assert pane.written() == NEW
    pane.write("# typed last")
    pane.page.reload()
    expect(pane.editor).to_contain_text("# typed last")
    saved(pane)


def test_it_keeps_what_the_server_could_not_be_told(pane):
    pane.page.route("**/files/save", lambda route: route.abort())
    pane.write("# kept here")
    expect(pane.page.locator("#file-state")).to_contain_text("this browser keeps it")
    pane.page.unroute("**/files/save")
    pane.page.reload()
    expect(pane.editor).to_contain_text("# kept here")
    saved(pane)
    pane.page.console_errors.clear()  # of requests that were cut off


def test_control_s_saves_at_once(pane):
    pane.write("# now")
    with pane.page.expect_response(re.compile("/files/save")) as told:
        pane.page.keyboard.press("Control+s")
    assert told.value.json()["path"] == "deploy/postgres.yml"


def test_it_makes_renames_and_deletes_files(pane):
    page, tree = pane.page, pane.page.locator("#files")
    page.get_by_role("button", name="New", exact=True).click()
    page.get_by_label("Path").fill("shop/web.yml")
    page.get_by_role("button", name="Make it").click()
    expect(page.locator("#file-name")).to_have_text("shop/web.yml")
    pane.write("# shop")
    saved(pane)
    tree.get_by_role("button", name="Rename shop/web.yml").click()
    page.get_by_label("Path").fill("shop/front.yml")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.locator("#file-name")).to_have_text("shop/front.yml")
    tree.get_by_role("button", name="Delete shop/front.yml").click()
    expect(tree).not_to_contain_text("front.yml")
    pane.toast.get_by_role("button", name="Undo").click()
    expect(tree).to_contain_text("front.yml")
    assert pane.written() == "# shop"


def test_an_example_becomes_a_copy_of_ones_own(pane):
    pane.write("# mine")
    saved(pane)
    pane.choose("postgres")
    expect(pane.page.locator("#file-name")).to_have_text("deploy/postgres-2.yml")
    expect(pane.editor).to_contain_text("kind: Deployment")
    expect(pane.page.locator("#files")).to_contain_text("postgres-2.yml")


def test_it_takes_in_what_is_dropped_and_what_is_chosen(pane):
    page = pane.page
    page.evaluate("""() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["# dropped"], "dropped.yml"));
      const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
      document.getElementById("manifest-ace").dispatchEvent(drop);
    }""")
    expect(page.locator("#file-name")).to_have_text("dropped.yml")
    expect(pane.editor).to_contain_text("# dropped")
    chosen = {"name": "chosen.yml", "mimeType": "text/yaml", "buffer": b"# chosen"}
    picture = {"name": "cat.png", "mimeType": "image/png", "buffer": b"\x89PNG\xff\x00"}
    page.locator("#file-upload").set_input_files([picture, chosen])
    expect(pane.page.locator(".toast").first).to_contain_text("cat.png: this is no text file")
    expect(page.locator("#file-name")).to_have_text("chosen.yml")


def test_it_downloads_one_file_and_all(pane):
    with pane.page.expect_download() as one:
        pane.page.locator("#files").get_by_role("link", name="Download deploy/nginx.yml").click()
    assert one.value.suggested_filename == "nginx.yml"
    with pane.page.expect_download() as everything:
        pane.page.get_by_role("link", name="Download all").click()
    assert everything.value.suggested_filename.endswith(".zip")


def test_a_terminal_that_writes_the_open_file_is_noticed(pane):
    in_terminal(pane, "echo '# from the terminal' > deploy/postgres.yml")
    expect(pane.editor).to_contain_text("# from the terminal")
    expect(pane.page.locator("#file-state")).to_contain_text("changed elsewhere")
    in_terminal(pane, "touch new.txt")
    expect(pane.page.locator("#files")).to_contain_text("new.txt")


@pytest.mark.parametrize(("button", "text"), [("Keep mine", "# mine"), ("Take the other", "# theirs")])
def test_two_who_write_the_same_file_are_asked(pane, button, text):
    page = pane.page
    page.route("**/files/save", lambda route: route.abort())
    pane.write("# mine")
    expect(page.locator("#file-state")).to_contain_text("not saved yet")
    in_terminal(pane, "echo -n '# theirs' > deploy/postgres.yml")
    expect(page.locator("#file-conflict")).to_contain_text("changed elsewhere")
    page.unroute("**/files/save")
    page.get_by_role("button", name=button).click()
    expect(page.locator("#file-conflict")).to_be_hidden()
    expect(pane.editor).to_contain_text(text)
    in_terminal(pane, "cat deploy/postgres.yml; echo; echo done")
    expect(page.locator(".xterm-rows")).to_contain_text(text)
    page.console_errors.clear()  # of requests that were cut off


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
