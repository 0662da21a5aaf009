"""One server for all browser tests, one browser for each module, and pages that must stay without errors."""

import shutil
import signal
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.pages import Workspace
from tests.browser.server import Server
from tests.patient import PATIENCE

expect.set_options(timeout=1000 * PATIENCE)
LOUD = {"error", "warning"}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("playground"))
    server.start()
    yield server
    server.end()
    assert "Internal Server Error" not in server.said()


@pytest.fixture
def mortal_server(tmp_path):
    """A server that a test may kill."""
    server = Server(tmp_path, collected=False)
    server.start()
    yield server
    if server.process.poll() is None:
        server.end(signal.SIGKILL)


# Not for the whole session: while playwright runs, its event loop is in the way of tests that have one of their own.
@pytest.fixture(scope="module")
def chromium():
    path = shutil.which("chromium")
    assert path, "The browser tests need Chromium: install it (Debian: apt install chromium)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def watched(page):
    """Keep what the page writes on its console as an error or a warning."""
    page.console_errors = []
    page.on("pageerror", lambda error: page.console_errors.append(str(error)))
    page.on("console", lambda said: page.console_errors.append(said.text) if said.type in LOUD else None)
    return page


@pytest.fixture
def visitor(chromium, server):
    """`with visitor(width=390) as page`: a page of somebody new, which must not write errors on its console."""

    @contextmanager
    def visit(width=1440, height=900, url=server.url, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=url, **options)
        page = watched(context.new_page())
        yield page
        assert page.console_errors == []
        context.close()

    return visit


@pytest.fixture(scope="module")
def one_page(chromium, server):
    """A page that the tests of a module use one after another, for a new one takes a second."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=server.url)
    return watched(context.new_page())


@pytest.fixture
def page(one_page):
    # The former test's page may still ask for something, and would be refused without its cookies.
    one_page.goto("about:blank")
    one_page.context.clear_cookies()
    one_page.console_errors.clear()
    yield one_page
    assert one_page.console_errors == []


@pytest.fixture
def workspace(page):
    return Workspace(page).open()


@pytest.fixture
def pane(page):
    """A workspace whose editor is there."""
    workspace = Workspace(page).open()
    expect(workspace.editor).to_be_visible()
    yield workspace
    page.evaluate("localStorage.clear()")  # what is wide or plain is kept for all sandboxes
