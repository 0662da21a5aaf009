"""The terminal's socket: whose it is, what it says, and what it leaves behind."""

import asyncio
import json

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from cluster import store
from playground.sandbox import terminal
from playground.sandbox.owning import create_unowned
from tests.patient import WebsocketCommunicator

pytestmark = pytest.mark.django_db(transaction=True)


PROMPT = {"type": "prompt", "cwd": "~", "status": 0, "more": False, "past": False}


@pytest.fixture
def sandbox():
    made = create_unowned("mine")
    made.owner = "me"
    made.save()
    return made


def socket(visitor, name="mine"):
    made = WebsocketCommunicator(terminal.TerminalConsumer.as_asgi(), f"/ws/s/{name}/terminal/")
    session = SessionStore()
    session["visitor"] = visitor
    made.scope |= {"session": session, "url_route": {"kwargs": {"name": name}}}
    return made


async def until(one, kind):
    """All messages up to one of this type."""
    found = []
    while not found or found[-1]["type"] != kind:
        found.append(json.loads(await one.receive_from()))
    return found


async def typed(one, text):
    await one.send_to(json.dumps({"type": "line", "text": text}))
    messages = await until(one, "prompt")
    return "".join(message.get("text", "") for message in messages), messages[-1]


@database_sync_to_async
def ready(sandbox):
    """Let time pass until all pods run, and a little more."""
    left = 5
    while left:
        state = store.skip_to_next(sandbox.cluster_id)
        phases = {(pod.get("status") or {}).get("phase") for pod in state.of_kind("Pod")}
        left -= phases == {"Running"}


async def test_it_answers_its_owner(sandbox):
    one = socket("me")
    assert (await one.connect())[0]
    assert (await until(one, "prompt"))[-1] == PROMPT
    assert (await typed(one, "ls deploy | wc -l"))[0] == "4\n"
    assert "node-1" in (await typed(one, "k get nodes"))[0]
    assert (await typed(one, "cat <<E"))[1]["more"]
    await typed(one, "hi")
    assert (await typed(one, "E"))[0] == "hi\n"
    await one.disconnect()
    assert not terminal.terminals.open


async def test_a_stranger_is_turned_away(sandbox):
    one = socket("somebody else")
    await one.connect()
    assert (await one.receive_output())["code"] == 4404


async def test_what_config_sets_is_so_in_all_terminals_of_the_sandbox(sandbox):
    one, other = socket("me"), socket("me")
    for terminal_ in (one, other):
        await terminal_.connect()
        await until(terminal_, "prompt")
    await typed(one, "kubectl config set-context --current --namespace=kube-system")
    assert "in kube-system namespace" in (await typed(other, "kubectl get pods"))[0]
    assert (await typed(other, "kubectl config view --minify -o jsonpath={..namespace}"))[0] == "kube-system"
    assert "namespace: kube-system" in (await typed(other, "cat ~/.kube/config"))[0]
    await one.disconnect()
    await other.disconnect()


async def test_a_shell_in_a_container_answers_line_by_line(sandbox):
    one = socket("me")
    await one.connect()
    await until(one, "prompt")
    await typed(one, "kubectl run box --image=busybox --command -- sleep 1000")
    await ready(sandbox)
    await one.send_to(json.dumps({"type": "line", "text": "kubectl exec -it box -- sh"}))
    said = [(await until(one, "out"))[-1]["text"]]
    for line in ("cd /tmp", "echo $HOSTNAME; pwd"):
        await one.send_to(json.dumps({"type": "line", "text": line}))
        said.append((await until(one, "out"))[-1]["text"])
    assert said == ["/ # ", "/tmp # ", "box\n/tmp\n/tmp # "]
    assert (await typed(one, "exit 3"))[0] == "command terminated with exit code 3\n"
    await one.disconnect()


async def test_control_c_and_leaving_end_what_runs(sandbox):
    one = socket("me")
    await one.connect()
    await until(one, "prompt")
    await one.send_to(json.dumps({"type": "line", "text": "sleep 1000"}))
    await one.send_to(json.dumps({"type": "stop"}))
    assert (await until(one, "prompt"))[-1]["status"] == 130
    await one.send_to(json.dumps({"type": "line", "text": "while true; do sleep 1; done"}))
    await one.disconnect()
    assert not terminal.terminals.open


async def test_what_happens_is_streamed_until_control_c(sandbox):
    one, other = socket("me"), socket("me")
    for each in (one, other):
        await each.connect()
        await until(each, "prompt")
    await one.send_to(json.dumps({"type": "line", "text": "kubectl get configmaps -w --no-headers -o name"}))
    assert "kube-root-ca.crt" in (await until(one, "out"))[-1]["text"]
    await typed(other, "kubectl create configmap news")
    assert (await until(one, "out"))[-1]["text"] == "configmap/news\n"
    await one.send_to(json.dumps({"type": "stop"}))
    assert (await until(one, "prompt"))[-1]["status"] == 130
    await one.disconnect()
    await other.disconnect()


async def test_nonsense_is_passed_over(sandbox):
    one = socket("me")
    await one.connect()
    await until(one, "prompt")
    for text in ("{", "[]", '{"type": 5}', '{"type": "line"}', '{"type": "complete", "text": 3}', "[" * 10_000):
        await one.send_to(text)
    assert (await typed(one, "echo alive"))[0] == "alive\n"
    await one.disconnect()


@database_sync_to_async
def many(count):
    """Sandboxes of the same visitor."""
    made = [create_unowned(f"class-{number}", nodes=1) for number in range(count)]
    for sandbox in made:
        sandbox.owner = "me"
        sandbox.save()
    return [sandbox.name for sandbox in made]


async def test_two_hundred_terminals_of_one_process_answer():
    terminals = [socket("me", name) for name in await many(20) for _ in range(terminal.MOST_OPEN)]
    for one in terminals:
        await one.connect()
    await asyncio.gather(*(until(one, "prompt") for one in terminals))
    for one in terminals[::20]:
        assert "node-1" in (await typed(one, "kubectl get nodes"))[0]
    for one in terminals:
        await one.disconnect()
    assert not terminal.terminals.open


async def test_one_terminal_too_many_is_refused(sandbox):
    terminals = [socket("me") for _ in range(terminal.MOST_OPEN + 1)]
    for one in terminals:
        await one.connect()
    assert (await terminals[-1].receive_output())["code"] == terminal.TOO_MANY
    for one in terminals[:-1]:
        await one.disconnect()


async def test_it_does_nothing_more_in_a_sandbox_that_was_thrown_away(sandbox):
    one = socket("me")
    await one.connect()
    await until(one, "prompt")
    sandbox.deleted_at = timezone.now()
    await database_sync_to_async(sandbox.save)()
    await one.send_to(json.dumps({"type": "line", "text": "k delete node node-1"}))
    assert (await one.receive_output())["code"] == 4404
    assert (await database_sync_to_async(store.load)(sandbox.cluster_id)).get("Node", "", "node-1")
