"""One server for all browser tests, one browser for each module, and pages that must stay without errors."""

import shutil
import signal
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.pages import Workspace
from tests.browser.server import Server

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("playground"))
    server.start()
    yield server
    server.end()
    assert "Traceback" not in server.said()


@pytest.fixture
def mortal_server(tmp_path):
    """A server that a test may kill."""
    server = Server(tmp_path)
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


@pytest.fixture
def visitor(chromium, server):
    """`with visitor(width=390) as page`: a page of somebody new, which must not write errors on its console."""

    @contextmanager
    def visit(width=1440, height=900, url=server.url, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=url, **options)
        context.set_default_timeout(15_000)
        page, errors = context.new_page(), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type in {"error", "warning"} else None)
        page.console_errors = errors
        yield page
        assert errors == []
        context.close()

    return visit


@pytest.fixture
def page(visitor):
    with visitor() as page:
        yield page


@pytest.fixture
def workspace(page):
    return Workspace(page).open()
