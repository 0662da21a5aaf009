"""Startup, readiness and liveness probes."""

import pytest
from pod_story import Story, container, http, pod

from cluster.core.controllers.kubelet.outcomes import Outcome
from cluster.core.controllers.kubelet.probing import Flip, flips
from cluster.core.moves import Put

OK, BAD = "", "no"
EVERY_10_S = {"periodSeconds": 10, "failureThreshold": 3, "successThreshold": 1}

FLIPS = [
    pytest.param(EVERY_10_S, 0, [(0, OK)], None, [(0, True)], id="succeeds at once"),
    pytest.param(EVERY_10_S, 5, [(0, OK)], None, [(5, True)], id="succeeds after the initial delay"),
    pytest.param(EVERY_10_S, 0, [(0, BAD)], True, [(20, False)], id="fails three times"),
    pytest.param(EVERY_10_S, 0, [(0, OK), (25, BAD)], True, [(50, False)], id="fails after a while"),
    pytest.param(EVERY_10_S, 0, [(0, BAD), (15, OK)], True, [], id="fails twice, which is not enough"),
    pytest.param(EVERY_10_S, 0, [(0, BAD), (15, OK), (35, BAD), (55, OK)], True, [], id="never three in a row"),
    pytest.param({**EVERY_10_S, "successThreshold": 3}, 0, [(0, OK)], None, [(20, True)], id="three successes wanted"),
    pytest.param({**EVERY_10_S, "failureThreshold": 1}, 0, [(0, OK), (1, BAD)], True, [(10, False)], id="one failure"),
    pytest.param(
        EVERY_10_S,
        0,
        [(0, BAD), (12, OK), (61, BAD), (99, OK)],
        None,
        [(20, True), (90, False), (100, True)],
        id="comes and goes",
    ),
    pytest.param({}, 0, [(0, BAD)], True, [(20, False)], id="defaults"),
]


@pytest.mark.parametrize(("probe", "first", "outcomes", "initial", "expected"), FLIPS)
def test_it_flips_after_as_many_in_a_row(probe, first, outcomes, initial, expected):
    found = flips(probe, first * 1000, [Outcome(at * 1000, message) for at, message in outcomes], initial)
    assert found == [Flip(at * 1000, ok) for at, ok in expected]


def started(story: Story) -> int:
    return story.times_of("Started")[0]


def ready_after(story: Story) -> int:
    return next(at for at, ready, _ in story.shown() if ready == "1/1") - started(story)


READY = [
    pytest.param({"initialDelaySeconds": 3}, 3000, id="initial delay"),
    pytest.param({}, 0, id="at once"),
    pytest.param({"initialDelaySeconds": 1, "periodSeconds": 5, "successThreshold": 3}, 11_000, id="three successes"),
]


@pytest.mark.parametrize(("fields", "after"), READY)
def test_it_is_ready_when_the_probe_succeeds(fields, after):
    assert ready_after(Story(pod(container(readinessProbe=http(**fields)))).run(60)) == after


def test_it_is_ready_on_the_probes_beat_once_the_program_listens():
    slow = container("app:slow", readinessProbe=http(periodSeconds=3))
    story = Story(pod(slow)).run(60)
    assert ready_after(story) == 21_000
    assert len(story.times_of("Unhealthy")) == 7


def unhealthy(**fields: object) -> list[str]:
    story = Story(pod(container(**fields))).run(15)
    ip = story.status["podIP"]
    return [message.replace(ip, "IP") for message in story.events("Unhealthy")]


FAILURES = [
    pytest.param(http(81), 'Get "http://IP:81/": dial tcp IP:81: connect: connection refused', id="wrong port"),
    pytest.param(http(80, "/nope"), "HTTP probe failed with statuscode: 404", id="wrong path"),
    pytest.param({"tcpSocket": {"port": 81}}, "dial tcp IP:81: connect: connection refused", id="TCP"),
    pytest.param(
        {"grpc": {"port": 81}},
        'timeout: failed to connect service "IP:81" within 1s: context deadline exceeded',
        id="gRPC",
    ),
    pytest.param(
        {"exec": {"command": ["cat", "/tmp/healthy"]}},
        "cat: can't open '/tmp/healthy': No such file or directory",
        id="exec",
    ),
    pytest.param({"exec": {"command": ["sleep", "5"]}}, 'command timed out: "sleep 5" timed out after 1s', id="slow"),
]


def test_it_cannot_probe_a_port_whose_name_nobody_knows():
    assert unhealthy(readinessProbe=http("web")) == [
        'Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "web": invalid syntax'
    ]


@pytest.mark.parametrize(("probe", "message"), FAILURES)
def test_it_says_why_a_probe_failed(probe, message):
    assert unhealthy(readinessProbe=probe) == [f"Readiness probe failed: {message}"]


def test_it_probes_the_nodes_address_with_host_network():
    story = Story(pod(container(readinessProbe=http(81)), hostNetwork=True)).run(10)
    assert story.events("Unhealthy")[0].endswith("dial tcp 172.18.0.2:81: connect: connection refused")


def test_it_fails_on_an_image_that_answers_errors():
    assert unhealthy(image="app:bad", readinessProbe=http()) == [
        "Readiness probe failed: HTTP probe failed with statuscode: 500"
    ]


SUCCESSES = [
    pytest.param({"tcpSocket": {"port": 80}}, id="TCP"),
    pytest.param(http("web"), id="port by name"),
    pytest.param({"exec": {"command": ["true"]}}, id="exec"),
    pytest.param({"exec": {"command": ["nginx", "-t"]}}, id="exec of the image's own tool"),
]


@pytest.mark.parametrize("probe", SUCCESSES)
def test_it_succeeds(probe):
    one = container(readinessProbe=probe, ports=[{"name": "web", "containerPort": 80}])
    assert Story(pod(one)).run(10).shown()[-1][1:] == ("1/1", "Running")


def test_it_kills_and_restarts_after_a_failed_liveness_probe():
    story = Story(pod(container(livenessProbe=http(81, periodSeconds=5)))).run(20)
    assert story.events("Killing") == ["Container web failed liveness probe, will be restarted"]
    assert story.times_of("Killing")[0] - started(story) == 10_000
    assert story.times_of("Started")[1] - started(story) == 11_000


def test_it_backs_off_when_liveness_keeps_failing():
    story = Story(pod(container(livenessProbe=http(81, periodSeconds=5)))).run(30)
    assert story.statuses()[-1] == "CrashLoopBackOff"


def test_it_holds_the_other_probes_back_until_startup_succeeds():
    probes = {f"{kind}Probe": http(periodSeconds=1) for kind in ("liveness", "readiness")}
    patient = http(periodSeconds=5, failureThreshold=10)
    story = Story(pod(container("app:slow", startupProbe=patient, **probes))).run(60)
    assert story.shown()[-1][1:] == ("1/1", "Running")
    assert all(message.startswith("Startup") for message in story.events("Unhealthy"))
    assert ready_after(story) == 20_000


def test_it_kills_what_does_not_start_in_time():
    story = Story(pod(container("app:slow", startupProbe=http(periodSeconds=2)))).run(15)
    assert story.events("Killing") == ["Container web failed startup probe, will be restarted"]


def test_it_uses_the_probes_own_grace():
    stubborn = container("busybox:1.36", command=["sleep", "9999"])
    stubborn["livenessProbe"] = {**http(81, periodSeconds=1), "terminationGracePeriodSeconds": 4}
    story = Story(pod(stubborn)).run(30)
    assert story.times_of("Started")[1] - story.times_of("Killing")[0] == 4000
    assert story.status["containerStatuses"][0]["lastState"]["terminated"]["exitCode"] == 137


def test_it_follows_a_file_that_goes():
    script = "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"
    example = container("busybox:1.36", args=["/bin/sh", "-c", script])
    look = {"exec": {"command": ["cat", "/tmp/healthy"]}}
    example["livenessProbe"] = {**look, "initialDelaySeconds": 5, "periodSeconds": 5}
    story = Story(pod(example)).run(60)
    assert [moment - started(story) for moment in story.times_of("Unhealthy")] == [30_000, 35_000, 40_000]


def test_it_looks_seldom_when_nobody_would_hear_of_the_failure():
    story = Story(pod(container(readinessProbe=http(81, periodSeconds=1)))).run(60)
    assert len(story.times_of("Unhealthy")) <= 25
    (due, _, _) = story.state.queue.dump()[0]
    assert due - story.state.now > 200_000


def test_it_asks_again_and_again_when_the_answer_depends_on_others():
    api = container("vfarcic/go-demo-2:1.0", env=[{"name": "DB", "value": "db"}])
    api["readinessProbe"] = http(8080, "/demo/person", periodSeconds=1)
    story = Story(pod(api)).run(10)
    assert story.condition("Ready")[0] == "False"
    subsets = [{"addresses": [{"ip": "10.0.0.1"}]}]
    metadata = {"name": "db", "namespace": "default"}
    story.do([Put({"apiVersion": "v1", "kind": "Endpoints", "metadata": metadata, "subsets": subsets}, "")])
    assert story.run(12).condition("Ready")[0] == "True"
