"""A terminal that looks at the past, and the one command that takes the last act back."""

import json

import pytest
from channels.db import database_sync_to_async

from cluster import store
from tests.playground.test_terminal_socket import ready, sandbox, socket, typed, until

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["sandbox"]


async def opened():
    one = socket("me")
    await one.connect()
    await until(one, "prompt")
    return one


async def look(one, revision):
    await one.send_to(json.dumps({"type": "at", "revision": revision}))
    return (await until(one, "prompt"))[-1]["past"]


async def revision_of(sandbox):
    return (await database_sync_to_async(store.load)(sandbox.cluster_id)).revision


async def one_then_three(sandbox):
    """A terminal after `web` was made with one pod and scaled to three, and the revision between both."""
    one = await opened()
    await typed(one, "kubectl create deployment web --image=nginx")
    await ready(sandbox)
    between = await revision_of(sandbox)
    await typed(one, "kubectl scale deployment web --replicas=3")
    return one, between


SIZE = "kubectl get deployment web -o jsonpath={.spec.replicas}"


async def test_it_shows_what_was_so_then(sandbox):
    one, between = await one_then_three(sandbox)
    assert await look(one, between)
    assert (await typed(one, SIZE))[0] == "1"
    assert "1 desired | 1 updated" in (await typed(one, "kubectl describe deployment web"))[0]
    assert (await typed(one, "kubectl get pods --no-headers | wc -l"))[0] == "1\n"
    assert not await look(one, None)
    assert (await typed(one, SIZE))[0] == "3"
    await one.disconnect()


async def test_the_first_change_there_begins_a_branch(sandbox):
    one, between = await one_then_three(sandbox)
    await look(one, between)
    await one.send_to(json.dumps({"type": "line", "text": "kubectl scale deployment web --replicas=2"}))
    messages = await until(one, "prompt")
    assert "present" in [message["type"] for message in messages]
    said, prompt = await typed(one, SIZE)
    told = "".join(message.get("text", "") for message in messages)
    assert "a new branch begins here" in told
    assert said == "2"
    assert not prompt["past"]
    await one.disconnect()


@pytest.mark.parametrize(
    "line",
    [
        "kubectl delete pod nobody",
        "kubectl scale deployment web --replicas=-1",
        "kubectl scale deployment web --replicas=5 --dry-run=server",
        "kubectl apply -f missing.yml",
        "docker run --context nowhere nginx",
        "undo",
    ],
)
async def test_what_is_refused_or_only_tried_begins_no_branch(sandbox, line):
    one, between = await one_then_three(sandbox)
    await look(one, between)
    before = await revision_of(sandbox)
    assert (await typed(one, line))[1]["past"]
    assert await revision_of(sandbox) == before
    await one.disconnect()


async def test_an_edited_object_is_put_back_although_the_branch_gave_it_another_version(sandbox):
    one, between = await one_then_three(sandbox)
    await look(one, between)
    edited = "kubectl get deployment web -o yaml | sed s/nginx/httpd/ | kubectl replace -f -"
    assert "deployment.apps/web replaced" in (await typed(one, edited))[0]
    assert "httpd" in (await typed(one, "kubectl get deployment web -o yaml"))[0]
    await one.disconnect()


async def test_docker_starts_its_container_in_the_new_branch(sandbox):
    one, between = await one_then_three(sandbox)
    await look(one, between)
    await typed(one, "docker run -d --name mine nginx")
    assert "mine" in (await typed(one, "docker ps"))[0]
    assert (await typed(one, SIZE))[0] == "1"
    await one.disconnect()


async def test_a_watch_says_that_nothing_happens_there(sandbox):
    one, between = await one_then_three(sandbox)
    await look(one, between)
    await one.send_to(
        json.dumps({"type": "line", "text": "kubectl rollout status deployment web; kubectl get pods -w"})
    )
    told = ""
    while "hint: this is a moment of the past" not in told:
        told += (await until(one, "out"))[-1]["text"]
    assert "successfully rolled out" in told
    await one.send_to(json.dumps({"type": "stop"}))
    assert (await until(one, "prompt"))[-1]["past"]
    await one.disconnect()


async def test_undo_takes_back_the_last_act(sandbox):
    one, _ = await one_then_three(sandbox)
    said, prompt = await typed(one, "undo")
    assert said.startswith("taken back: ")
    assert prompt["status"] == 0
    assert (await typed(one, SIZE))[0] == "1"
    await typed(one, "undo")
    assert "NotFound" in (await typed(one, SIZE))[0]
    said, prompt = await typed(one, "undo")
    assert said.startswith("undo: There is nothing to take back")
    assert prompt["status"] == 1
    await one.disconnect()


async def test_a_moment_that_is_not_kept_is_the_present(sandbox):
    one = await opened()
    for revision in (10**9, -5):
        assert not await look(one, revision)
    await one.disconnect()
