"""Containers that end, and what follows; init containers and sidecars."""

from itertools import pairwise

import pytest
from pod_story import KEY, Story, container, pod


def shell(script: str, image: str = "busybox:1.36", **fields: object) -> dict:
    return container(image, command=["sh", "-c", script], **fields)


def ready_or_not(story: Story) -> set[str]:
    return {ready for _, ready, _ in story.shown()}


def test_it_restarts_at_once_and_then_in_a_series_of_back_offs():
    times = Story(pod(shell("sleep 2; exit 1"))).run(1500).times_of("BackOff")
    waits = [b - a - 2000 for a, b in pairwise(times)]
    assert waits == [10_000, 20_000, 40_000, 80_000, 160_000][: len(waits)]
    assert len(waits) >= 4


def test_it_counts_restarts_by_the_back_off_series():
    story = Story(pod(container("app:crash"))).run(330)
    assert story.status["containerStatuses"][0]["restartCount"] == 6
    assert story.status["phase"] == "Running"


def test_it_explains_the_crash_loop():
    story = Story(pod(container("app:crash"))).run(10)
    uid = story.pod["metadata"]["uid"]
    assert story.waiting() == (
        "CrashLoopBackOff",
        f"back-off 10s restarting failed container=web pod=web_default({uid})",
    )
    assert story.events("BackOff") == [f"Back-off restarting failed container web in pod web_default({uid})"]
    last = story.status["containerStatuses"][0]["lastState"]["terminated"]
    assert (last["exitCode"], last["reason"]) == (1, "Error")


def test_it_never_sees_ready_what_ends_within_a_second():
    assert ready_or_not(Story(pod(container("app:crash"))).run(100)) == {"0/1"}


def test_it_starts_the_series_over_after_ten_minutes_of_running():
    story = Story(pod(shell("sleep 700; exit 1"))).run(5000)
    assert story.times_of("BackOff") == []
    assert story.status["containerStatuses"][0]["restartCount"] == 7


POLICIES = [
    pytest.param("Always", "exit 0", "CrashLoopBackOff", "Running", id="Always restarts success"),
    pytest.param("Always", "exit 1", "CrashLoopBackOff", "Running", id="Always restarts failure"),
    pytest.param("OnFailure", "exit 0", "Completed", "Succeeded", id="OnFailure is content with success"),
    pytest.param("OnFailure", "exit 1", "CrashLoopBackOff", "Running", id="OnFailure restarts failure"),
    pytest.param("Never", "exit 0", "Completed", "Succeeded", id="Never after success"),
    pytest.param("Never", "exit 3", "Error", "Failed", id="Never after failure"),
]


@pytest.mark.parametrize(("policy", "script", "status", "phase"), POLICIES)
def test_it_keeps_to_the_restart_policy(policy, script, status, phase):
    story = Story(pod(shell(f"sleep 3; {script}"), restartPolicy=policy)).run(15)
    assert (story.shown()[-1][2], story.status["phase"]) == (status, phase)


@pytest.mark.parametrize(
    ("script", "reason"),
    [pytest.param("exit 0", "PodCompleted", id="well"), pytest.param("exit 1", "PodFailed", id="badly")],
)
def test_it_says_in_conditions_how_the_pod_ended(script, reason):
    story = Story(pod(shell(script), restartPolicy="Never")).run(20)
    assert story.condition("Ready") == ("False", reason, "")


def test_it_keeps_a_finished_pod_as_it_is():
    story = Story(pod(shell("exit 0"), restartPolicy="Never")).run(20)
    assert story.run(3600).state.objects[KEY] == story.pod
    assert not story.state.queue.items


def test_it_completes_a_shell_without_a_terminal():
    assert Story(pod(container("busybox:1.36"), restartPolicy="Never")).run(20).statuses()[-1] == "Completed"


def test_it_kills_what_needs_more_memory_than_it_may_have(monkeypatch):
    from cluster.core import containers

    hungry = containers.replace(containers.images.behaviour("app:1"), memory=200 << 20)
    monkeypatch.setattr(containers, "image_behaviour", lambda *_: hungry)
    limited = container("app:1", resources={"limits": {"memory": "100Mi"}})
    story = Story(pod(limited, restartPolicy="Never")).run(20)
    terminated = story.status["containerStatuses"][0]["state"]["terminated"]
    assert (terminated["exitCode"], terminated["reason"]) == (137, "OOMKilled")


@pytest.mark.parametrize(
    ("environment", "status"),
    [
        pytest.param([], "CrashLoopBackOff", id="without"),
        pytest.param([{"name": "MYSQL_ROOT_PASSWORD", "value": "secret"}], "Running", id="with"),
    ],
)
def test_it_runs_a_program_only_with_the_variable_that_it_needs(environment, status):
    assert Story(pod(container("mysql:8.0", env=environment))).run(10).statuses()[-1] == status


def init(name: str, script: str, **fields: object) -> dict:
    return {**shell(script, **fields), "name": name}


def test_it_runs_init_containers_one_by_one():
    story = Story(pod(initContainers=[init("a", "sleep 3"), init("b", "sleep 2")])).run(20)
    assert story.statuses() == ["Init:0/2", "Init:1/2", "PodInitializing", "Running"]


def test_it_says_which_init_containers_are_not_done():
    story = Story(pod(initContainers=[init("a", "sleep 3"), init("b", "sleep 9")])).run(7)
    assert story.condition("Initialized") == (
        "False",
        "ContainersNotInitialized",
        "containers with incomplete status: [b]",
    )
    assert story.waiting() == ("PodInitializing", "")


def test_it_repeats_a_failing_init_container():
    story = Story(pod(initContainers=[init("a", "sleep 2; exit 1")])).run(20)
    assert story.statuses()[-1] == "Init:CrashLoopBackOff"
    assert story.status["phase"] == "Pending"


def test_it_fails_with_an_init_container_that_may_not_be_repeated():
    story = Story(pod(initContainers=[init("a", "exit 1")], restartPolicy="Never")).run(20)
    assert (story.status["phase"], story.statuses()[-1]) == ("Failed", "Init:Error")


def test_it_starts_a_sidecar_before_and_keeps_it_running():
    story = Story(pod(initContainers=[init("proxy", "sleep 9999", restartPolicy="Always")])).run(20)
    assert story.shown()[-1][1:] == ("2/2", "Running")


def test_it_waits_for_a_sidecars_startup_probe():
    proxy = {"name": "proxy", "image": "app:slow", "restartPolicy": "Always"}
    proxy["startupProbe"] = {"tcpSocket": {"port": 80}, "periodSeconds": 1, "failureThreshold": 30}
    story = Story(pod(initContainers=[proxy])).run(40)
    assert story.statuses()[-1] == "Running"
    assert story.shown()[-1][0] > 20_000


def test_it_stops_sidecars_when_the_work_is_done():
    proxy = init("proxy", "trap 'exit 0' TERM; sleep 9999", restartPolicy="Always")
    story = Story(pod(shell("sleep 5"), initContainers=[proxy], restartPolicy="Never")).run(20)
    assert story.status["phase"] == "Succeeded"
    assert story.events("Killing") == ["Stopping container proxy"]
