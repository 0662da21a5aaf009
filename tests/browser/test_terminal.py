"""The terminal in the page: typing, editing, completion, several of them, phones and screen readers."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Workspace

pytestmark = pytest.mark.browser


@pytest.fixture
def terminal(page):
    Workspace(page).open()
    page.get_by_role("button", name="Terminal", exact=True).click()
    screen = page.locator(".terminal-view:not([hidden]) .xterm-rows")
    expect(screen).to_contain_text(":~$")
    return screen


def type_in(page, text, key="Enter"):
    page.keyboard.type(text)
    page.keyboard.press(key)


def test_it_runs_commands_and_styles_the_screen_under_the_policy(page, terminal):
    type_in(page, "ls deploy | sort -r | head -1")
    expect(terminal).to_contain_text("postgres.yml")
    type_in(page, "k apply -f deploy/nginx.yml && k get deployments")
    expect(terminal).to_contain_text("deployment.apps/nginx created")
    expect(terminal).to_contain_text("UP-TO-DATE")
    assert page.console_errors == []


def test_its_rows_have_room_for_what_hangs_below_the_line(page, terminal):
    row, letters = page.evaluate("""() => {
        const rows = document.querySelector(".terminal-view:not([hidden]) .xterm-rows");
        const { fontFamily, fontSize } = getComputedStyle(rows);
        const probe = Object.assign(document.createElement("div"), { textContent: "_" });
        Object.assign(probe.style, { position: "absolute", fontFamily, fontSize, lineHeight: "normal" });
        document.body.append(probe);
        const { height } = probe.getBoundingClientRect();
        probe.remove();
        return [rows.firstElementChild.getBoundingClientRect().height, height];
    }""")
    assert row > letters


def test_it_completes_files_and_finds_former_lines(page, terminal):
    type_in(page, "cat deploy/ng", "Tab")
    expect(terminal).to_contain_text("cat deploy/nginx.yml")
    page.keyboard.press("Control+u")
    type_in(page, "echo first")
    type_in(page, "echo second")
    page.keyboard.press("Control+r")
    type_in(page, "fir")
    expect(terminal).to_contain_text("first")
    page.keyboard.press("ArrowUp")
    expect(terminal).to_contain_text("echo first")


def test_control_c_ends_what_runs(page, terminal):
    type_in(page, "sleep 1000")
    page.keyboard.press("Control+c")
    type_in(page, "echo status=$?")
    expect(terminal).to_contain_text("status=130")


def test_a_hint_follows_a_mistake_and_can_be_turned_off(page, terminal):
    type_in(page, "kubeclt get pods")
    expect(terminal).to_contain_text("hint: did you mean kubectl?")
    page.get_by_label("hints").uncheck()
    page.locator(".xterm-helper-textarea").focus()
    type_in(page, "clear")
    type_in(page, "kubeclt; echo done")
    expect(terminal).to_contain_text("done")
    expect(terminal).not_to_contain_text("hint:")


def test_an_editor_opens_for_files(page, terminal):
    type_in(page, "vi note.txt")
    editor = page.locator("#terminal-editor-ace")
    expect(editor).to_be_visible()
    page.keyboard.insert_text("hello\n")
    expect(editor).to_contain_text("hello")
    page.get_by_role("button", name="Save and close").click()
    type_in(page, "cat note.txt | tr a-z A-Z")
    expect(terminal).to_contain_text("HELLO")


def test_buttons_of_the_page_type_their_command(page, terminal):
    type_in(page, "kubectl apply -f deploy/nginx.yml; clear")
    page.locator("[data-command^='kubectl rollout restart']").first.click()
    expect(terminal).to_contain_text("$ kubectl rollout restart")


def test_it_looks_where_the_page_looks_and_brings_it_back_with_a_new_branch(page, terminal):
    type_in(page, "kubectl create deployment web --image=nginx; kubectl rollout status deployment web")
    expect(terminal).to_contain_text("successfully rolled out")
    page.get_by_role("button", name="Step back").click()
    expect(terminal).to_contain_text("(past):~$")
    page.locator(".xterm-helper-textarea").focus()
    type_in(page, "kubectl scale deployment web --replicas=2")
    expect(terminal).to_contain_text("a new branch begins here")
    expect(page.locator("#workspace[data-at]")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("branch")
    type_in(page, "clear")
    type_in(page, "undo")
    expect(terminal).to_contain_text("taken back: Deployment web: scaled from 1 to 2")


def test_a_plain_log_replaces_the_emulator(page, terminal):
    page.get_by_label("plain").check()
    type_in(page, "seq 3 | tac")
    expect(page.get_by_role("log", name="Output")).to_contain_text("3\n2\n1")


def test_a_plain_log_stays_when_the_emulator_comes_late(page):
    Workspace(page).open()
    held = {}
    page.route("**/terminal_screen*.js", lambda route: held.update(route=route))
    page.get_by_role("button", name="Terminal", exact=True).click()
    page.get_by_label("plain").check()
    expect(page.locator(".terminal-plain label")).to_contain_text(":~$")
    with page.expect_response("**/terminal_screen*.js"):
        held["route"].continue_()
    page.get_by_label("Command").fill("echo $((6 * 7))")
    page.get_by_label("Command").press("Enter")
    expect(page.locator(".terminal-plain [role=log]")).to_contain_text("\n42\n")
    page.unroute("**/terminal_screen*.js")


def test_a_plain_line_stays_while_a_prompt_comes(page, terminal):
    page.get_by_label("plain").check()
    type_in(page, "kubectl create deployment web --image=nginx; kubectl rollout status deployment/web")
    expect(page.get_by_role("log", name="Output")).to_contain_text("successfully rolled out")
    line = page.get_by_label("Command", exact=True)
    line.fill("kubectl get")
    page.get_by_role("button", name="Step back").click()
    expect(page.locator(".terminal-plain label")).to_contain_text("(past)")
    expect(line).to_have_value("kubectl get")


def test_a_paste_of_several_lines_is_carried_out_line_by_line(page, terminal):
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.setData("text/plain", "cat > x.yml <<EOF\\na: 1\\nEOF\\nwc -l x.yml\\n");
      const paste = new ClipboardEvent("paste", { clipboardData: data });
      document.querySelector(".xterm-helper-textarea").dispatchEvent(paste);
    }""")
    expect(terminal).to_contain_text("1 x.yml")


def test_a_phone_has_keys_above_the_keyboard(visitor):
    with visitor(width=390, height=800, has_touch=True, is_mobile=True) as page:
        Workspace(page).open()
        page.get_by_role("button", name="Terminal", exact=True).click()
        expect(page.locator(".xterm-rows")).to_contain_text(":~$")
        page.keyboard.type("ls deploy/gu")
        page.get_by_role("button", name="Tab", exact=True).click()
        expect(page.locator(".xterm-rows")).to_contain_text("guestbook.yml")
