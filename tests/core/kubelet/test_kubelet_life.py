"""From bound to gone."""

import pytest
from pod_story import KEY, Story, config, container, http, pod

from cluster.core import nodes
from cluster.core.controllers.kubelet.addresses import free_ip
from cluster.core.moves import Put


def test_it_pulls_starts_and_is_ready():
    story = Story(pod()).run(10)
    assert story.statuses() == ["ContainerCreating", "Running"]
    assert 2500 < story.shown()[-1][0] < 3500


def test_it_tells_of_each_part_once():
    story = Story(pod()).run(10)
    assert story.events("Pulling") == ['Pulling image "nginx:1.25"']
    assert story.events("Pulled")[0].startswith('Successfully pulled image "nginx:1.25" in ')
    assert story.events("Created") == ["Container created"]
    assert story.events("Started") == ["Container started"]


def test_it_names_the_container_in_events():
    event = next(e for e in Story(pod()).run(10).state.of_kind("Event") if e["reason"] == "Started")
    assert event["involvedObject"]["fieldPath"] == "spec.containers{web}"
    assert event["source"] == {"component": "kubelet", "host": "node-1"}


def test_it_writes_a_status_twice_for_a_start_without_a_probe():
    story = Story(pod()).run(10)
    assert len([c for s in story.steps for c in s.changes if c.key == KEY]) == 2


def test_it_says_where_and_since_when_the_pod_runs():
    status = Story(pod()).run(10).status
    assert status["hostIP"] == "172.18.0.2"
    assert status["podIP"].startswith("10.244.1.")
    assert status["podIPs"] == [{"ip": status["podIP"]}]
    assert status["startTime"] == "2026-01-01T00:00:00Z"
    assert status["observedGeneration"] == 1


def test_it_describes_the_running_container():
    one = Story(pod()).run(10).status["containerStatuses"][0]
    assert one["image"] == "docker.io/library/nginx:1.25"
    assert one["imageID"].startswith("docker.io/library/nginx@sha256:")
    assert one["containerID"].startswith("containerd://")
    assert (one["ready"], one["started"], one["restartCount"]) == (True, True, 0)


def test_it_has_conditions_in_upstreams_order():
    story = Story(pod()).run(10)
    assert [(c["type"], c["status"]) for c in story.status["conditions"]] == [
        ("PodReadyToStartContainers", "True"),
        ("Initialized", "True"),
        ("Ready", "True"),
        ("ContainersReady", "True"),
        ("PodScheduled", "True"),
    ]


def test_it_says_which_containers_are_not_ready():
    story = Story(pod(container(), {"name": "db", "image": "redis:7"})).run(1)
    expected = ("False", "ContainersNotReady", "containers with unready status: [web db]")
    assert story.condition("Ready") == story.condition("ContainersReady") == expected


def test_it_gives_each_pod_an_address_of_its_own():
    story = Story(*(pod(name=f"web-{i}") for i in range(50))).run(20)
    assert len({p["status"]["podIP"] for p in story.state.of_kind("Pod")}) == 50


def test_it_finds_a_free_address_whatever_the_revision():
    story = Story(*(pod(name=f"web-{i}") for i in range(50))).run(20)
    node, taken = story.state.get("Node", "", "node-1"), {p["status"]["podIP"] for p in story.state.of_kind("Pod")}
    found = {free_ip(story.state._replace(revision=revision), node) for revision in range(253)}
    assert len(found) == 253 - 50
    assert not found & taken


def test_it_uses_the_nodes_address_with_host_network():
    assert Story(pod(hostNetwork=True)).run(10).status["podIP"] == "172.18.0.2"


def test_it_does_not_pull_what_the_node_has():
    story = Story(pod()).run(10)
    story.do([Put(pod(name="second"), "")])
    story.run(20)
    assert len(story.times_of("Pulling")) == 1
    assert story.events("Pulled")[1] == (
        'Container image "nginx:1.25" already present on machine and can be accessed by the pod'
    )


def test_it_shares_the_time_of_a_pull_with_a_pod_that_came_later():
    slow = "docker.io/library/mysql:8.0"
    story = Story(pod(container(slow))).run(1.5)
    story.do([Put(pod(container(slow), name="second"), "")])
    story.run(20)
    first, second = story.shown("web")[1][0], story.shown("second")[1][0]
    assert second - first <= 200


def test_it_lists_a_pulled_image_on_the_node():
    story = Story(pod()).run(10)
    images = story.state.get("Node", "", "node-1")["status"]["images"]
    assert images[0]["names"][1] == "docker.io/library/nginx:1.25"
    assert images[0]["sizeBytes"] > 10_000_000


@pytest.mark.parametrize(
    ("image", "policy", "pulls"),
    [
        pytest.param("nginx:1.25", "IfNotPresent", 1, id="if not present"),
        pytest.param("nginx:1.25", "Always", 2, id="always"),
        pytest.param("nginx", None, 2, id="latest without a policy is always"),
        pytest.param("nginx:1.25", None, 1, id="another tag without a policy is if not present"),
    ],
)
def test_it_pulls_as_often_as_the_policy_says(image, policy, pulls):
    one = container(image, **({"imagePullPolicy": policy} if policy else {}))
    story = Story(pod(one)).run(10)
    story.do([Put(pod(one, name="second"), "")])
    assert len(story.run(20).times_of("Pulling")) == pulls


def test_it_starts_containers_in_order_and_pulls_one_after_the_other():
    story = Story(pod(container(), {"name": "db", "image": "redis:7"})).run(20)
    assert [row[1:] for row in story.shown()][-2:] == [("1/2", "ContainerCreating"), ("2/2", "Running")]


def test_it_leaves_a_pod_alone_that_has_no_node():
    unbound = pod()
    del unbound["spec"]["nodeName"]
    assert Story(unbound).run(60).steps == []


def test_it_does_nothing_while_the_node_is_silent_and_catches_up_afterwards():
    story = Story(pod())
    story.do(nodes.silence(story.state, "node-1"))
    assert story.run(60).steps == []
    story.do(nodes.revive(story.state, "node-1"))
    assert story.run(120).statuses()[-1] == "Running"


def test_it_corrects_a_readiness_that_others_wrote_while_it_was_silent():
    story = Story(pod()).run(10)
    story.do(nodes.silence(story.state, "node-1"))
    conditions = [{**c, "status": "False"} if c["type"] == "Ready" else c for c in story.status["conditions"]]
    story.update(KEY, lambda p: {**p, "status": {**p["status"], "conditions": conditions}})
    story.do(nodes.revive(story.state, "node-1"))
    story.run(20)
    assert story.condition("Ready")[0] == "True"


def test_it_waits_for_readiness_gates():
    gate = {"conditionType": "example.com/lb"}
    story = Story(pod(readinessGates=[gate])).run(10)
    assert story.condition("Ready")[1:] == (
        "ReadinessGatesNotReady",
        'corresponding condition of pod readiness gate "example.com/lb" does not exist.',
    )
    passed = {"type": "example.com/lb", "status": "True"}
    story.update(KEY, lambda p: {**p, "status": {**p["status"], "conditions": [*p["status"]["conditions"], passed]}})
    story.run(20)
    assert story.condition("Ready")[0] == "True"


def test_it_rests_when_the_pod_is_healthy():
    story = Story(pod(container(readinessProbe=http(), livenessProbe=http()))).run(10)
    assert story.run(3600).steps == story.steps
    assert not story.state.queue.items


def test_it_restarts_a_container_whose_image_was_changed():
    story = Story(pod()).run(10)
    newer = [container("nginx:1.27")]
    story.update(KEY, lambda p: {**p, "spec": {**p["spec"], "containers": newer}})
    story.run(30)
    assert story.events("Killing") == ["Container web definition changed, will be restarted"]
    one = story.status["containerStatuses"][0]
    assert (one["image"], one["restartCount"]) == ("docker.io/library/nginx:1.27", 1)
    assert one["lastState"]["terminated"]["exitCode"] == 0


def test_it_rejects_a_pod_by_hand_that_does_not_fit():
    greedy = container(resources={"requests": {"cpu": "5"}})
    story = Story(pod(greedy)).run(10)
    assert (story.status["phase"], story.status["reason"]) == ("Failed", "OutOfcpu")
    assert story.status["message"] == (
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000"
    )
    assert story.statuses() == ["OutOfcpu"]


def test_it_fails_a_pod_that_has_been_active_for_too_long():
    story = Story(pod(activeDeadlineSeconds=10)).run(20)
    assert (story.status["phase"], story.status["reason"]) == ("Failed", "DeadlineExceeded")
    assert story.status["message"] == "Pod was active on the node longer than the specified deadline"
    assert story.shown()[-1][0] == 10_200


def test_it_is_the_same_story_each_time():
    assert Story(pod(), config("ConfigMap", "c")).run(60).state == Story(pod(), config("ConfigMap", "c")).run(60).state


def test_it_reports_a_generation_that_changes_nothing_for_it():
    story = Story(pod()).run(10)
    story.update(KEY, lambda p: {**p, "spec": {**p["spec"], "tolerations": [{"operator": "Exists"}]}})
    assert story.run(20).status["observedGeneration"] == 2
    assert story.status["containerStatuses"][0]["restartCount"] == 0


def test_it_forgets_a_pod_that_vanished():
    story = Story(pod()).run(1)
    story.delete(grace_period_seconds=0)
    steps = list(story.steps)
    assert story.run(60).steps == steps
