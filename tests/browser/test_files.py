"""The files in the left pane: kept, made, moved, taken in, given back, and never overwritten unawares."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import WEB

NEW = (WEB % 3).replace("1.27", "1.28")


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
