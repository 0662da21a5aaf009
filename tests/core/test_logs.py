"""What containers have written, derived from what runs in them."""

import pytest

from cluster.core import logs
from tests.core.lived_in import later, lived_in, pod

COUNT = "echo start; i=0; while true; do i=$((i+1)); echo tick $i; sleep 5; done"


def told(state, name, previous=False, **wishes):
    """The log as text."""
    where = state.get("Pod", "default", name)
    return "".join(logs.shown(logs.lines(state, where, "c", previous, state.now), **wishes))


def why_not(state, name, previous=False):
    return logs.refusal(state.get("Pod", "default", name), "c", previous)


WRITTEN = {
    "nginx:1.27": "[notice] 1#1: nginx/1.27.0",
    "postgres:16": "database system is ready to accept connections",
    "redis:7": "* Ready to accept connections tcp",
    "mongo:6.0": '"msg":"Waiting for connections"',
    "httpd:2.4": "AH00094: Command line: 'httpd -D FOREGROUND'",
    "vfarcic/go-demo-2:1.0": "Starting the application",
    "mysql:8": "Database is uninitialized and password option is not specified",
    "acme/shop:2": "shop 2 is starting",
    "nginx:1.27-crash": "[emerg] 1#1: host not found",
}


@pytest.mark.parametrize(("image", "text"), WRITTEN.items(), ids=WRITTEN)
def test_applications_write_when_they_start(image, text):
    assert text in told(lived_in(pod("app", image), seconds=20), "app")


def test_a_loop_writes_as_time_goes_by():
    state = lived_in(pod("app", "busybox", "sh", "-c", COUNT), seconds=14)
    before = told(state, "app")
    assert before.splitlines()[:3] == ["start", "tick 1", "tick 2"]
    after = told(later(state, 20), "app")
    assert after.startswith(before)
    assert after.count("tick") == before.count("tick") + 4


def test_a_loop_that_has_gone_on_for_days_still_counts_right():
    state = later(lived_in(pod("app", "busybox", "sh", "-c", COUNT), seconds=14), 3 * 86400)
    assert told(state, "app", tail=1) == f"tick {3 * 86400 // 5 + 3}\n"


def test_nothing_is_written_before_the_moment_and_nothing_after_the_end():
    state = lived_in(pod("app", "busybox", "sh", "-c", "echo one; sleep 3; echo two >&2; exit 3"), seconds=6)
    assert told(state, "app") == "one\ntwo\n"
    stops = lived_in(pod("app", "busybox", "sh", "-c", "sleep 20; echo late"), seconds=6)
    assert told(stops, "app") == ""


def test_the_run_before_is_kept():
    state = lived_in(pod("app", "busybox", "sh", "-c", "echo run; exit 1"), seconds=3)
    assert why_not(state, "app", previous=True) == 'previous terminated container "c" in pod "app" not found'
    again = later(state, 8)
    assert (told(again, "app"), told(again, "app", previous=True)) == ("run\n", "run\n")
    looping = later(again, 4)
    assert looping.get("Pod", "default", "app")["status"]["containerStatuses"][0]["state"].get("waiting")
    assert told(looping, "app") == "run\n"


def test_probes_are_seen_in_the_access_log():
    probe = {"httpGet": {"port": 80, "path": "/nope"}, "periodSeconds": 5}
    state = lived_in(pod("app", "nginx:1.27", livenessProbe=probe), seconds=10)
    lines = [line for line in told(state, "app").splitlines() if "kube-probe" in line]
    assert len(lines) >= 2
    assert '"GET /nope HTTP/1.1" 404' in lines[0]


def test_only_what_is_asked_for_is_shown():
    state = lived_in(pod("app", "busybox", "sh", "-c", COUNT), seconds=30)
    everything = told(state, "app").splitlines()
    assert told(state, "app", tail=2).splitlines() == everything[-2:]
    assert told(state, "app", tail=0) == ""
    assert told(state, "app", limit=8) == "start\nti"
    assert told(state, "app", since=state.now - 10_000).splitlines() == everything[-2:]
    stamped = told(state, "app", tail=1, timestamps=True)
    assert stamped.startswith("2026-01-01T00:00:")
    assert stamped.endswith(f"Z {everything[-1]}\n")


def test_times_in_texts_are_those_of_the_reader():
    state = lived_in(pod("app", "nginx:1.27"), seconds=10)
    where = state.get("Pod", "default", "app")
    shifted = list(logs.lines(state, where, "c", False, state.now, 3600))
    assert any(line.text.startswith("2026/01/01 01:00:") for line in shifted)


WAITING = {
    "nginx:404": 'container "c" in pod "app" is waiting to start: trying and failing to pull image',
    "mysql:8.4": 'container "c" in pod "app" is waiting to start: ContainerCreating',
}


def test_a_container_that_waits_says_for_what():
    assert why_not(lived_in(pod("app", "nginx:404")), "app") == WAITING["nginx:404"]
    assert why_not(lived_in(pod("app", "mysql:8.4"), seconds=2), "app") == WAITING["mysql:8.4"]
