"""What a new user does, in order: open, apply, update, undo, act by buttons, rule the clock."""

import re

from playwright.sync_api import expect

from tests.browser.pages import Workspace


def test_it_opens_a_sandbox_of_ones_own(page):
    page.goto("/")
    Workspace(page).page.get_by_role("button", name="Open a sandbox").click()
    expect(page.get_by_role("heading", name="An empty cluster")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Your sandboxes")).to_be_visible()


def test_it_shows_who_makes_a_deployment_come_to_life_and_why(workspace):
    workspace.speed("20×").apply().settled()
    expect(workspace.pods).to_have_count(3)
    for actor in ("you", "deployment-controller", "replicaset-controller", "default-scheduler", "kubelet"):
        step = workspace.log.locator(f".log-step[data-actor={actor}]:not([data-quiet])").first
        expect(step.locator(".what").first).to_be_visible()
        expect(step.locator(".why").first).not_to_be_empty()


def test_it_rolls_out_one_by_one_and_undoes_with_the_rollout_revision_moving_on(workspace):
    workspace.speed("20×").apply().settled()
    workspace.clock("Pause")
    workspace.set_image("postgres:12.2")
    workspace.clock("Step")
    expect(workspace.page.locator(".replica-set")).to_have_count(2)
    workspace.clock("Play")
    workspace.settled()
    expect(workspace.deployment).to_contain_text("rollout revision 2")
    expect(workspace.page.locator(".replica-set[data-role=new]")).to_contain_text("postgres:12.2")
    workspace.press("Undo")
    expect(workspace.deployment).to_contain_text("rollout revision 3")
    workspace.settled()
    expect(workspace.page.locator(".replica-set[data-role=new]")).to_contain_text("postgres:11.0")
    expect(workspace.page.locator(".chip")).to_contain_text("revision 2: postgres:12.2")


def test_it_goes_back_to_the_revision_that_one_chooses(workspace):
    workspace.speed("20×").apply().settled()
    for image in ("postgres:12.2", "postgres:13.1"):
        workspace.set_image(image)
        expect(workspace.page.locator(".replica-set")).to_contain_text([image])
    workspace.page.locator(".chip", has_text="revision 1").get_by_role("button", name="Go back").click()
    expect(workspace.toast).to_contain_text("kubectl rollout undo deployment/postgres --to-revision=1")
    expect(workspace.deployment).to_contain_text("rollout revision 4")


def test_it_acts_by_buttons_that_show_their_command(workspace):
    workspace.speed("20×").apply().settled()
    workspace.scale(5)
    expect(workspace.toast).to_contain_text("$ kubectl scale deployment/postgres --replicas=5")
    expect(workspace.toast).to_contain_text("deployment.apps/postgres scaled")
    expect(workspace.pods).to_have_count(5)
    for button, verb, done in (
        ("Pause", "pause", "paused"),
        ("Resume", "resume", "resumed"),
        ("Restart", "restart", "restarted"),
    ):
        workspace.deployment.get_by_role("button", name=button).hover()
        expect(workspace.command).to_have_text(f"$ kubectl rollout {verb} deployment/postgres")
        workspace.press(button)
        expect(workspace.toast).to_contain_text(f"deployment.apps/postgres {done}")
    workspace.settled()


def test_it_deletes_a_pod_from_its_tile_and_another_one_comes(workspace):
    workspace.speed("20×").apply().settled()
    victim = workspace.pods.first
    name = victim.get_attribute("id")
    victim.hover()
    victim.get_by_role("button").click()
    expect(workspace.toast).to_contain_text("deleted from default namespace")
    expect(workspace.page.locator(f"#{name}")).to_have_count(0)
    workspace.settled()
    expect(workspace.pods).to_have_count(3)


def test_it_deletes_and_adds_nodes(workspace):
    workspace.speed("20×")
    workspace.page.locator("#node-node-2").get_by_role("button", name="Delete").click()
    expect(workspace.toast).to_contain_text("$ kubectl delete node/node-2")
    expect(workspace.page.locator("#node-node-2")).to_have_count(0)
    workspace.page.get_by_role("button", name="Add a node").click()
    expect(workspace.page.locator("#node-node-2")).to_be_visible()


def test_it_rules_the_clock(workspace):
    workspace.clock("Pause")
    expect(workspace.page.locator("#clock")).to_have_attribute("data-paused", "true")
    stopped = workspace.time.inner_text()
    workspace.apply()
    expect(workspace.log).to_contain_text("created Deployment")
    assert workspace.time.inner_text() == stopped
    before = workspace.log.locator("li").count()
    workspace.clock("Step")
    expect(workspace.log).to_contain_text("created ReplicaSet")
    assert workspace.log.locator("li").count() == before + 1
    workspace.clock("Next")
    expect(workspace.pods).to_have_count(3)
    workspace.clock("Play")
    for speed in ("0.2×", "20×"):
        workspace.speed(speed)
    workspace.settled()
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d", workspace.time.inner_text())


def test_it_goes_on_with_a_rollout_while_the_browser_is_closed(workspace):
    workspace.speed("5×").apply()
    address = workspace.page.url
    workspace.page.goto("about:blank")
    workspace.page.wait_for_timeout(500)
    workspace.page.goto(address)
    Workspace(workspace.page).live().settled()
