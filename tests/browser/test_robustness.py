"""What may go wrong between a page and its server, and between two pages."""

import signal

from playwright.sync_api import expect

from tests.browser.pages import WEB, Workspace


def assert_complete(workspace):
    """The log shows every change once, none missing between the first and the last."""
    shown = workspace.revisions()
    assert shown == list(range(shown[0], shown[-1] - 1, -1))


def test_it_goes_on_where_it_was_when_the_server_was_killed_in_a_rollout(mortal_server, visitor):
    with visitor(url=mortal_server.url) as page:
        workspace = Workspace(page).open().speed("5×").apply().settled()
        workspace.set_image("postgres:12.2")
        expect(page.locator(".replica-set[data-role=new]")).to_contain_text("postgres:12.2")
        mortal_server.end(signal.SIGKILL)
        expect(page.locator("#connection")).to_have_text("connection lost, trying again")
        stopped = workspace.time.inner_text()
        workspace.press("Restart")
        expect(workspace.toast).to_contain_text("The server cannot be reached.")
        assert workspace.time.inner_text() == stopped
        mortal_server.start()
        workspace.live().settled()
        expect(page.locator(".replica-set")).to_contain_text(["postgres:12.2"])
        assert_complete(workspace)
        mortal_server.end(signal.SIGTERM)
        expect(page.locator("#connection")).to_have_attribute("data-state", "lost")
        mortal_server.start()
        workspace.live().press("Restart")
        expect(workspace.deployment).to_contain_text("rollout revision 3")
        assert_complete(workspace)
        page.console_errors.clear()  # of requests that could not reach the server


def test_it_does_not_trust_a_connection_on_which_nobody_speaks(visitor):
    with visitor() as page:
        page.clock.install()
        workspace = Workspace(page).open()
        sockets = []
        # Playwright keeps notes on the function, which a built-in one does not let it.
        page.on("websocket", lambda socket: sockets.append(socket))  # noqa: PLW0108
        page.clock.fast_forward(30_000)  # as if the machine had slept: the server speaks every 10 s
        expect(page.locator("#connection")).to_have_attribute("data-state", "lost")
        page.clock.run_for(5000)
        workspace.live()
        assert len(sockets) == 1


def test_it_shows_the_same_in_two_tabs(workspace):
    other = Workspace(workspace.page.context.new_page())
    other.page.goto(workspace.page.url)
    other.live()
    workspace.speed("20×").apply().settled()
    other.settled().scale(5)
    expect(workspace.pods).to_have_count(5)
    for tab in (workspace, other):
        tab.settled()
        expect(tab.page.locator("#clock")).not_to_have_attribute("data-revision", "0")
    workspace.clock("Pause")
    expect(other.page.get_by_role("button", name="Play")).to_be_visible()
    revision = workspace.page.locator("#clock").get_attribute("data-revision")
    expect(other.page.locator("#clock")).to_have_attribute("data-revision", revision)
    assert workspace.page.locator("#picture").inner_text() == other.page.locator("#picture").inner_text()
    assert workspace.revisions()[:20] == other.revisions()[:20]


def test_it_takes_a_double_click_for_one(workspace):
    workspace.speed("20×").apply().settled()
    workspace.set_image("postgres:12.2")
    expect(workspace.page.locator(".replica-set")).to_contain_text(["postgres:12.2"])
    workspace.deployment.get_by_role("button", name="Undo").dblclick()
    expect(workspace.deployment).to_contain_text("rollout revision 3")
    workspace.settled()
    expect(workspace.page.locator(".replica-set")).to_contain_text(["postgres:11.0"])


def test_it_says_so_when_an_object_is_gone(workspace):
    workspace.speed("20×").apply().settled()
    workspace.page.get_by_role("link", name="postgres", exact=True).click()
    expect(workspace.panel).to_contain_text("kubectl delete")
    workspace.panel.get_by_role("button", name="Delete").click()
    expect(workspace.panel).to_contain_text("This object is gone.")
    workspace.page.keyboard.press("Escape")
    expect(workspace.pods).to_have_count(0)
    expect(workspace.page.get_by_role("heading", name="An empty cluster")).to_be_visible()


def test_it_names_the_document_that_is_wrong(workspace):
    workspace.apply(
        WEB % 2 + "---\n" + (WEB % 2).replace("name: web}", "name: other}").replace("replicas:", "replica:")
    )
    expect(workspace.page.locator("#apply-result .error")).to_have_count(1)
    expect(workspace.page.locator("#apply-result .error")).to_contain_text("Deployment other")
    expect(workspace.deployment).to_have_count(1)


def test_it_refuses_a_huge_manifest_in_one_sentence(workspace):
    workspace.page.evaluate(
        "htmx.ajax('POST', `${location.pathname}apply`, {values: {manifest: 'x'.repeat(3e6)}, source: '#apply'})"
    )
    expect(workspace.toast).to_contain_text("That is too large")
    assert all("413" in text for text in workspace.page.console_errors)
    workspace.page.console_errors.clear()
