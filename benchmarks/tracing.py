"""What the browser's own tracing tells of a page: frames that it drew, and work between them."""

from typing import Any, NamedTuple

from playwright.sync_api import Page

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"]
FRAME_MS = 1000 / 60
TASKS = {"RunTask", "ThreadControllerImpl::RunTask"}
FRAMES = """() => {
  window.frames_ms = []; let last = performance.now();
  const next = (now) => { frames_ms.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


class Pace(NamedTuple):
    """Frames (ms from one to the next), and the main thread's tasks (ms of processor time, so that others' work does
    not count)."""

    frames: list[float]
    tasks: list[float]
    seconds: float

    @property
    def per_second(self) -> float:
        """Frames a second."""
        return 1000 * len(self.frames) / sum(self.frames)

    @property
    def in_one_frame(self) -> float:
        """Percent of the frames for which no task was longer than a frame lasts."""
        return 100 * (1 - sum(ms > FRAME_MS for ms in self.tasks) / (self.seconds * 60))

    def __str__(self) -> str:
        busy = sum(self.tasks) / self.seconds / 10
        work = f"{busy:.0f}% busy, the longest task {max(self.tasks):.0f} ms"
        return f"{self.per_second:.0f} frames/s, {self.in_one_frame:.1f}% of frames without a long task, {work}"


def trace(page: Page, seconds: float) -> Pace:
    """Watch a page for so long."""
    session = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    ended: list[Any] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    # Playwright keeps notes on the function, which a built-in one does not let it.
    session.on("Tracing.tracingComplete", lambda data: ended.append(data))  # noqa: PLW0108
    page.evaluate(FRAMES)
    config = {"includedCategories": CATEGORIES}
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
    page.wait_for_timeout(seconds * 1000)
    frames = page.evaluate("window.frames_ms")
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    session.detach()
    return Pace(frames, _main_thread(events), seconds)


def _main_thread(events: list[dict[str, Any]]) -> list[float]:
    """The tasks of the thread that has the page's name and did the most."""
    names = {(e["pid"], e["tid"]): e["args"]["name"] for e in events if e["name"] == "thread_name"}
    threads: dict[tuple[int, int], list[float]] = {}
    for event in events:
        thread = event["pid"], event["tid"]
        if event["name"] in TASKS and "tdur" in event and names.get(thread) == "CrRendererMain":
            threads.setdefault(thread, []).append(event["tdur"] / 1000)
    return max(threads.values(), key=sum)
