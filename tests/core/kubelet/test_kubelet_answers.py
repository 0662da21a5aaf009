"""What a container answers to a request at a moment."""

import pytest
from pod_story import KEY, START, Story, container, pod

from cluster.core import containers, nodes
from cluster.core.containers import Answer, answers, program_of


def ask(story: Story, port: int = 80, path: str = "/") -> Answer:
    one = story.pod["spec"]["containers"][0]
    return answers(story.state, story.pod, one, port, path, story.state.now)


ANSWERS = [
    pytest.param(container(), 80, "/", (200, "Welcome to nginx!", "1.25"), id="nginx"),
    pytest.param(container(), 80, "/nope", (404, "404 page not found", "1.25"), id="nginx, another path"),
    pytest.param(container("vfarcic/go-demo-2:2.0"), 8080, "/demo/hello", (200, "hello, world!", "2.0"), id="demo"),
    pytest.param(container("app:v1"), 1234, "/any", (200, "hello from app:v1", "v1"), id="an unknown image"),
    pytest.param(container("app:v1-bad"), 80, "/", (500, "internal server error", "v1-bad"), id="a bad one"),
    pytest.param(
        container("hashicorp/http-echo:1.0", args=["-text=hi", "-listen=:8080"]),
        8080,
        "/",
        (200, "hi", "1.0"),
        id="http-echo",
    ),
    pytest.param(
        container("registry.k8s.io/e2e-test-images/agnhost:2.53", args=["serve-hostname"]),
        9376,
        "/",
        (200, "", "2.53"),
        id="agnhost",
    ),
]


@pytest.mark.parametrize(("one", "port", "path", "expected"), ANSWERS)
def test_it_answers(one, port, path, expected):
    answer = ask(Story(pod(one)).run(10), port, path)
    assert (answer.status, answer.body, answer.version) == expected


REFUSALS = [
    pytest.param(container(), 81, 10, id="wrong port"),
    pytest.param(container(), 80, 1, id="not started yet"),
    pytest.param(container("app:slow"), 80, 15, id="started, but not listening yet"),
    pytest.param(container("app:1", ports=[{"containerPort": 8080}]), 80, 10, id="not a declared port"),
    pytest.param(container("busybox:1.36", command=["sleep", "99"]), 80, 10, id="only a sleep"),
    pytest.param(container("app:crash"), 80, 6, id="crashed"),
]


@pytest.mark.parametrize(("one", "port", "seconds"), REFUSALS)
def test_it_refuses(one, port, seconds):
    assert ask(Story(pod(one)).run(seconds), port).outcome == "refused"


def test_it_times_out_on_a_silent_node():
    story = Story(pod()).run(10)
    story.do(nodes.silence(story.state, "node-1"))
    assert ask(story).outcome == "timeout"


def outcomes_after_deletion(one: dict) -> list[str]:
    """One request every half a second, from the deletion on."""
    story = Story(pod(one)).run(10)
    story.delete()
    found = []
    while KEY in story.state.objects and len(found) < 10:
        found.append(ask(story).outcome)
        story.run((story.state.now - START) / 1000 + 0.5)
    return found


def test_it_refuses_from_sigterm_on():
    assert outcomes_after_deletion(container()) == ["answered", "refused", "refused"]


def test_it_answers_during_the_prestop_hook():
    patient = container(lifecycle={"preStop": {"sleep": {"seconds": 2}}})
    assert outcomes_after_deletion(patient) == ["answered"] * 5 + ["refused"] * 2


def test_it_finds_the_container_that_listens():
    two = pod(container(ports=[{"containerPort": 80}]), {"name": "db", "image": "redis:7"})
    story = Story(two).run(20)
    assert containers.ask(story.state, story.pod, 6379, "/", story.state.now).version == "7"
    assert containers.ask(story.state, story.pod, 99, "/", story.state.now).outcome == "refused"


def test_it_runs_the_program_after_a_delay_of_the_command():
    story = Story()
    program = program_of(story.state, container(command=["sh", "-c", "sleep 20 && nginx"]))
    assert (program.boot_ms, program.serves, program.exits_ms) == (20_000, True, None)


def test_it_lets_a_command_line_image_run_a_server():
    program = program_of(Story().state, container("python:3.12", command=["python", "-m", "http.server"]))
    assert (program.serves, program.exits_ms) == (True, None)
