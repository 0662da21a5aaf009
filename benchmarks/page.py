"""What the page costs a browser: how soon it is there, its frames while pods roll, what many rollouts leave behind."""

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from benchmarks.table import Table
from benchmarks.tracing import trace
from tests.browser.pages import WEB, Workspace
from tests.browser.server import Server

OPENINGS = 7
WATCHED_S = 5
ROLLOUTS = 60
COLLECTIONS, BETWEEN_MS = 4, 300
"""Nodes that were taken out of a page are let go in several rounds, and some only when the page has been idle."""
PATIENCE_MS = 120_000
"""How long a machine with other work may take for what is waited for; nothing of it is measured."""
FULL_LOG = 390
"""Steps at which the page's log is about as long as it gets."""


def report() -> str:
    """Tables of a page in Chromium; one line instead where there is none."""
    path = shutil.which("chromium")
    if path is None:
        return "The page was not measured: there is no Chromium here.\n"
    expect.set_options(timeout=PATIENCE_MS)
    with TemporaryDirectory() as folder, served(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])

        def fresh() -> Page:
            return browser.new_context(viewport={"width": 1440, "height": 900}, base_url=server.url).new_page()

        tables = [opening(fresh()), frames(fresh), growth(fresh())]
        browser.close()
    return "\n".join(map(str, tables))


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server as `make run` starts it."""
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.end()


def opening(page: Page) -> Table:
    """From asking for the page to its picture, in milliseconds."""
    title = f"Opening a sandbox with two Deployments {OPENINGS} times, milliseconds"
    table = Table(title, "", "median", "slowest")
    workspace = Workspace(page).open().speed("20×").choose("go-demo-2").apply().settled()
    paints, pictures = [], []
    for _ in range(OPENINGS):
        started = time.monotonic()
        page.reload(wait_until="commit")
        expect(workspace.deployment).to_have_count(2)
        pictures.append(1000 * (time.monotonic() - started))
        page.wait_for_load_state("networkidle")
        paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    for name, times in (("first paint", paints), ("picture", pictures)):
        table.add(name, f"{statistics.median(times):.0f}", f"{max(times):.0f}")
    table.note("wanted: the picture within 1,000")
    page.context.close()
    return table


def frames(fresh: Callable[[], Page]) -> Table:
    """Frames while pods roll, by the browser's own tracing."""
    header = ("pods", "speed", "frames/s", "free of long tasks", "busy", "longest task, ms")
    table = Table(f"Frames while pods roll, {WATCHED_S} s of the browser's own tracing", *header)
    for pods, speed in ((100, "1×"), (100, "5×"), (300, "5×")):
        workspace = Workspace(fresh()).open().speed("20×").apply(WEB % pods).settled().speed(speed)
        workspace.set_image("nginx:1.28")
        pace = trace(workspace.page, WATCHED_S)
        busy = f"{sum(pace.tasks) / pace.seconds / 10:.0f} %"
        free = f"{pace.in_one_frame:.1f} %"
        table.add(pods, speed, f"{pace.per_second:.0f}", free, busy, f"{max(pace.tasks):.0f}")
        workspace.page.context.close()
    table.note("wanted: 60 frames/s with 100 pods; tasks are the page's own processor time")
    return table


def growth(page: Page) -> Table:
    """What a page holds after many rollouts, beside what it held when its log was full."""
    workspace = Workspace(page).open().speed("50×").choose("nginx").apply().settled()
    while page.locator("#log-rows > li").count() < FULL_LOG:
        roll(workspace, 2)
    before = weight(page)
    roll(workspace, ROLLOUTS)
    after = weight(page)
    table = Table(f"A page that stays open: {ROLLOUTS} rollouts more", "", "before", "after", "ratio")
    for name, value in before.items():
        table.add(name, f"{value:,.0f}", f"{after[name]:,.0f}", f"{after[name] / value:.2f}")
    page.context.close()
    return table


def roll(workspace: Workspace, times: int) -> None:
    """One rollout after another."""
    for number in range(times):
        workspace.set_image(f"nginx:1.2{5 + number % 2}")
        expect(workspace.toast).to_contain_text("image updated")
        workspace.settled()


def weight(page: Page) -> dict[str, float]:
    """Nodes, listeners and heap of a page, after everything that nobody holds was let go."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    found = [_metrics(page, session) for _ in range(COLLECTIONS)]
    session.detach()
    return {name: min(one[name] for one in found) for name in ("Nodes", "JSEventListeners", "JSHeapUsedSize")}


def _metrics(page: Page, session: CDPSession) -> dict[str, float]:
    page.wait_for_timeout(BETWEEN_MS)
    session.send("HeapProfiler.collectGarbage")
    return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
