"""A page that goes back and forth in time, in a person's words."""

import re

from playwright.sync_api import expect

from tests.browser.pages import WEB

# How many pods are shown, after each drawing: what passes quickly is seen by the page itself.
COUNTING = """() => {
  const count = () => { document.body.dataset.counts += ` ${document.querySelectorAll(".stage .pod").length}`; };
  new MutationObserver(count).observe(document.getElementById("stage"), { childList: true, subtree: true });
}"""


class Time:
    """The scrubber and what belongs to it."""

    def __init__(self, page):
        self.page = page
        self.slider = page.get_by_label("Moment", exact=True)
        self.past = page.locator("#past")
        self.workspace = page.locator("#workspace")
        self.now = page.locator("#past-now")

    def key(self, name, times=1):
        self.slider.focus()
        for _ in range(times):
            self.page.keyboard.press(name)

    def place(self):
        return self.slider.get_attribute("aria-valuetext")

    def looks_at(self, text):
        expect(self.slider).to_have_attribute("aria-valuetext", re.compile(text))
        expect(self.workspace).to_have_attribute("data-at", re.compile(r"\d+"))

    def is_now(self):
        expect(self.workspace).not_to_have_attribute("data-at", re.compile("."))
        expect(self.past).to_be_hidden()

    def back_to_now(self):
        self.now.click()
        self.is_now()


def lived_through(workspace):
    """Let `web` be made with two pods and scaled to four, and stop the clock: (workspace, time)."""
    workspace.speed("50×").apply(WEB % 2).settled().scale(4)
    expect(workspace.pods).to_have_count(4)
    workspace.settled().clock("Pause")
    time = Time(workspace.page)
    expect(workspace.page.locator(".mark-act")).to_have_count(2)
    return workspace, time
