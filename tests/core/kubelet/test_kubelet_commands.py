"""Containers whose command ends when others let it, or when what it does has been done."""

import pytest
from pod_story import START, Story, container, pod

from cluster.core import engine
from cluster.core.attached import with_input
from cluster.core.moves import Delete, Put

WEB = {"metadata": {"name": "db", "namespace": "default"}, "spec": {"clusterIP": "10.96.0.50", "ports": [{"port": 80}]}}
SERVICE = {"apiVersion": "v1", "kind": "Service", **WEB}
UNTIL = "until nslookup db; do sleep 2; done"


def tool(*command, **fields):
    return container("busybox:1.37", command=list(command), **fields)


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (("sh", "-c", "for i in 1 2 3; do echo $i; sleep 1; done"), "Completed"),
        (("sh", "-c", "seq 3 | while read i; do sleep 1; done; exit 4"), "Error"),
        (("sh", "-c", "if [ -f /etc/hostname ]; then exit 0; else exit 1; fi"), "Completed"),
        (("sh", "-c", "while true; do if [ -e /etc/hosts ]; then exit 3; fi; done"), "Error"),
        (("wget", "-qO-", "http://nowhere"), "Error"),
        (("nslookup", "kubernetes"), "Completed"),
        (("sh", "-c", "while true; do wget -qO- http://nowhere; sleep 1; done"), "Running"),
        (("sh", "-c", "for i in 1 2; do sleep 3600; done"), "Running"),
        (("sh", "-c", "while sleep 0.01; do wget -q -O- http://nowhere; done"), "Running"),
        (("sh", "-c", "while true; do date; sleep 1; done"), "Running"),
        (("my-server", "--port=80"), "Running"),
    ],
)
def test_it_ends_when_all_is_done(command, status):
    story = Story(pod(tool(*command), restartPolicy="Never")).run(30)
    assert story.statuses()[-1] == status


def test_it_runs_curl_from_the_image_that_has_nothing_else():
    one = container("curlimages/curl:8.10.1", args=["curl", "-s", "http://nowhere"])
    assert Story(pod(one, restartPolicy="Never")).run(30).statuses()[-1] == "Error"


def test_it_ends_at_the_moment_at_which_all_is_done():
    story = Story(pod(tool("sh", "-c", "for i in 1 2 3; do sleep 2; done"), restartPolicy="Never")).run(30)
    started, ended = (at for at, _, status in story.shown() if status in {"Running", "Completed"})
    assert ended - started == 6000


@pytest.mark.parametrize(
    "script", ["while sleep 0.01; do wget -q http://nowhere; done", "until false; do sleep 9; done"]
)
def test_nobody_looks_again_at_what_waits_for_nobody(script):
    story = Story(pod(tool("sh", "-c", script))).run(30)
    assert story.run(7200).statuses()[-1] == "Running"
    assert engine.wake_at(story.state) is None or engine.wake_at(story.state) > START + 7_200_000


def test_an_init_container_waits_for_a_service():
    story = Story(pod(container(), initContainers=[tool("sh", "-c", UNTIL, name="wait")])).run(60)
    assert story.statuses()[-1] == "Init:0/1"
    story.do([Put(SERVICE, "")])
    story.run(66)
    assert story.statuses()[-1] == "Running"


def test_what_has_been_waited_for_may_go_again():
    story = Story(SERVICE, pod(container(), initContainers=[tool("sh", "-c", UNTIL, name="wait")])).run(20)
    story.do([Delete(("Service", "default", "db"), "")])
    assert story.run(60).statuses()[-1] == "Running"


CAT = tool("sh", "-c", "cat && exit 42", stdin=True)


def typed(text, closed, run=0):
    def change(found):
        return with_input(found, "web", text, closed, run, START + 30_000)

    return change


@pytest.mark.parametrize(("closed", "status"), [(False, "Running"), (True, "Error")])
def test_it_reads_until_its_input_ends(closed, status):
    story = Story(pod(CAT, restartPolicy="Never")).run(30)
    assert story.statuses()[-1] == "Running"
    story.update(("Pod", "default", "web"), typed("some", False))
    story.update(("Pod", "default", "web"), typed(" more", closed))
    assert story.run(40).statuses()[-1] == status


def test_it_starts_again_with_nothing_typed():
    story = Story(pod(CAT, restartPolicy="OnFailure")).run(30)
    story.update(("Pod", "default", "web"), typed("all", True))
    assert story.run(300).status["containerStatuses"][0]["restartCount"] == 1
