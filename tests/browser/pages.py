"""The workspace as a person uses it: what can be seen, and what can be done, in the person's words."""

import re

from playwright.sync_api import Page, expect

from playground.sandbox.time.speeds import STOPS

WEB = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: %d
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.27"}]}
"""


class Workspace:
    """The page of one sandbox."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.editor = page.locator("#manifest-ace")
        self.deployment = page.locator(".deployment")
        self.pods = page.locator(".stage .pod")
        self.log = page.locator("#log-rows")
        self.panel = page.locator("#panel")
        self.toast = page.locator(".toast").first
        self.command = page.locator("#command")
        self.time = page.locator("#time")

    def open(self) -> "Workspace":
        """A new sandbox."""
        self.page.goto("/")
        self.page.get_by_role("button", name="Open a sandbox").click()
        return self.live()

    def live(self) -> "Workspace":
        """Wait until the page hears from the server."""
        expect(self.page.locator("#connection")).to_have_attribute("data-state", "live")
        return self

    def apply(self, manifest: str = "") -> "Workspace":
        """Apply what the editor holds, or this instead."""
        if manifest:
            self.write(manifest)
        self.page.get_by_role("button", name="Apply", exact=True).click()
        expect(self.page.locator("#apply-result li").first).to_be_visible()
        return self

    def write(self, text: str) -> "Workspace":
        """Replace what the editor holds, by the keyboard."""
        expect(self.editor).to_be_visible()
        self.editor.click(position={"x": 120, "y": 10})
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        return self

    def written(self) -> str:
        """What the editor holds."""
        return str(self.page.evaluate("document.getElementById('manifest-ace').env.editor.getValue()"))

    def choose(self, example: str) -> "Workspace":
        """Put an example into the files and open it."""
        expect(self.editor).to_be_visible()
        self.page.get_by_label("Example").select_option(example)
        expect(self.page.locator("#file-name")).to_contain_text(f"deploy/{example}")
        return self

    def speed(self, times: str) -> "Workspace":
        """Let time run faster or slower: `20×`."""
        with self.page.expect_response(re.compile("/clock")):
            self.page.get_by_label("Speed").fill(str(STOPS.index(float(times.removesuffix("×")))))
        return self

    def clock(self, button: str) -> None:
        """Press one of the clock's buttons."""
        with self.page.expect_response(re.compile("/clock")):
            self.page.locator("#clock").get_by_role("button", name=button, exact=True).click()

    def press(self, button: str) -> None:
        """Press a button of the first Deployment."""
        self.deployment.first.get_by_role("button", name=button, exact=True).click()

    def set_image(self, image: str) -> None:
        """Fill in an image and press the button."""
        self.deployment.first.locator("input[name=image]").fill(image)
        self.press("Set image")

    def scale(self, replicas: int) -> None:
        """Fill in a number and press the button."""
        self.deployment.first.get_by_label("replicas").fill(str(replicas))
        self.press("Scale")

    def settled(self, verdict: str = "complete") -> "Workspace":
        """Wait until all rollouts are over."""
        expect(self.deployment.first).to_have_attribute("data-verdict", verdict)
        expect(self.page.locator(f".deployment:not([data-verdict={verdict}])")).to_have_count(0)
        return self

    def revisions(self) -> list[int]:
        """The changes that the log shows, newest first."""
        ids = self.page.eval_on_selector_all("#log-rows .log-change", "rows => rows.map(row => row.id)")
        return sorted((int(text.removeprefix("r")) for text in ids), reverse=True)
