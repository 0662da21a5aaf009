"""From deleted to gone."""

import pytest
from pod_story import KEY, Story, container, pod

from cluster.core import engine
from cluster.core.moves import Put
from cluster.core.pod_status import pod_summary

DELETED = 10.0
SLEEP_5 = {"preStop": {"sleep": {"seconds": 5}}}


def gone_after(*containers: dict, grace: int | None = None, **spec: object) -> int:
    """Milliseconds from the deletion until the object is gone, without the 200 ms of reaction."""
    return stopped(*containers, grace=grace, **spec).shown()[-1][0] - round(DELETED * 1000) - 200


def stopped(*containers: dict, grace: int | None = None, **spec: object) -> Story:
    story = Story(pod(*containers, **spec)).run(DELETED)
    story.delete(grace_period_seconds=grace)
    return story.run(200)


def final(story: Story) -> dict:
    return next(c.object for c in engine.changes_of(story.steps) if c.key == KEY and c.verb == "delete")


STUBBORN = container("busybox:1.36", command=["sleep", "9999"])
TIMES = [
    pytest.param([container()], None, 1000, id="well behaved"),
    pytest.param([container(), {"name": "db", "image": "redis:7"}], None, 1000, id="in parallel"),
    pytest.param([STUBBORN], None, 30_000, id="ignores SIGTERM: killed when the grace is over"),
    pytest.param([STUBBORN], 5, 5000, id="ignores SIGTERM, with a shorter grace"),
    pytest.param([STUBBORN], 1, 2000, id="never less than two seconds"),
    pytest.param([container(lifecycle=SLEEP_5)], None, 6000, id="hook, then SIGTERM"),
    pytest.param([container(lifecycle={"preStop": {"exec": {"command": ["sleep", "3"]}}})], None, 4000, id="exec hook"),
    pytest.param([container(lifecycle={"preStop": {"httpGet": {"port": 80}}})], None, 1000, id="HTTP hook"),
    pytest.param([container(lifecycle=SLEEP_5)], 3, 4000, id="hook longer than the grace"),
    pytest.param([{**STUBBORN, "lifecycle": SLEEP_5}], 10, 10_000, id="the hook counts against the grace"),
    pytest.param([container("busybox:1.36", command=["sh", "-c", "trap 'exit 0' TERM; sleep 99"])], None, 0, id="trap"),
]


@pytest.mark.parametrize(("containers", "grace", "after"), TIMES)
def test_it_takes_its_time_to_stop(containers, grace, after):
    assert gone_after(*containers, grace=grace) == after


def test_it_says_that_it_stops_each_container_once():
    story = stopped(container(), {"name": "db", "image": "redis:7"})
    assert story.events("Killing") == ["Stopping container web", "Stopping container db"]
    assert len(story.times_of("Killing")) == 2


def test_it_needs_eight_changes_for_a_healthy_life():
    story = Story(pod(), pod(name="second")).run(DELETED)
    story.do([Put(pod(name="third"), "")])
    story.run(DELETED + 5).delete("third")
    mine = [c for c in engine.changes_of(story.run(30).steps) if c.key[2].startswith("third")]
    told = [c.object["reason"] if c.key[0] == "Event" else c.verb for c in mine]
    assert told == ["update", "Pulled", "Created", "Started", "update", "Killing", "update", "delete"]


def test_it_shows_terminating_while_it_stops():
    story = Story(pod(container(lifecycle=SLEEP_5))).run(DELETED)
    story.delete()
    assert pod_summary(story.run(13).pod).status == "Terminating"


@pytest.mark.parametrize(
    ("one", "phase", "code"),
    [
        pytest.param(container(), "Succeeded", 0, id="ended well"),
        pytest.param(STUBBORN, "Failed", 137, id="killed"),
    ],
)
def test_it_writes_a_last_status(one, phase, code):
    status = final(stopped(one))["status"]
    assert (status["phase"], status["containerStatuses"][0]["state"]["terminated"]["exitCode"]) == (phase, code)


def test_it_gives_an_unknown_end_to_what_never_ran():
    story = stopped(container("nginx:does-not-exist"))
    assert story.shown()[-1][0] == 10_200
    assert final(story)["status"]["containerStatuses"][0]["state"]["terminated"]["reason"] == "ContainerStatusUnknown"


def test_it_stops_sidecars_after_the_others_in_reverse_order():
    sidecars = [{"name": name, "image": "redis:7", "restartPolicy": "Always"} for name in ("first", "second")]
    story = stopped(container(), initContainers=sidecars)
    assert story.events("Killing") == [f"Stopping container {name}" for name in ("web", "second", "first")]
    assert story.shown()[-1][0] == 13_200


def test_it_is_ready_until_its_containers_stop():
    story = Story(pod(container(lifecycle=SLEEP_5))).run(DELETED)
    story.delete()
    assert story.run(15).condition("Ready")[0] == "True"


def test_it_obeys_a_shortened_grace():
    story = Story(pod(STUBBORN)).run(DELETED)
    story.delete()
    story.run(12)
    story.delete(grace_period_seconds=5)
    assert story.run(60).shown()[-1][0] == 15_200


def test_it_leaves_the_object_to_a_finalizer():
    held = pod()
    held["metadata"]["finalizers"] = ["example.com/hold"]
    story = Story(held).run(DELETED)
    story.delete()
    story.run(60)
    assert story.status["phase"] == "Succeeded"
    assert story.run(600).steps == story.steps


def test_it_stops_a_pod_of_a_silent_node_only_when_that_is_back():
    from cluster.core import nodes

    story = Story(pod()).run(DELETED)
    story.do(nodes.silence(story.state, "node-1"))
    story.delete()
    assert KEY in story.run(300).state.objects
    story.do(nodes.revive(story.state, "node-1"))
    assert KEY not in story.run(301).state.objects
