"""Stories recorded from a real control plane (`live_traces.json`): the same acts lead to the same states.

Compared are the Deployment (generation, annotations, status, conditions) and its ReplicaSets (image, size, annotations,
generation). Recordings about pods, nodes, deletion or kubectl alone are other controllers' matter.
"""

import re

import pytest
from deployment_builders import deployment, pod_template, read, replica_set
from deployment_stories import APP, STORIES
from deployment_world import World

from cluster.core.deployments import REVISION, by_creation, desired_replicas
from cluster.core.objects import annotations_of, with_metadata

FIELDS = {"progress_deadline": "progressDeadlineSeconds", "revision_history_limit": "revisionHistoryLimit"}
SPEC = {"max_surge", "max_unavailable", "strategy", *FIELDS}


IMAGES = {None: "img:1", "never pulls": "bad:1", "pods run but are not Ready": "notready:1"}


def image_of(rs):
    return rs["spec"]["template"]["spec"]["containers"][0]["image"]


def snapshot(world):
    """The state as the recordings have it, without the hash in names."""
    web = world.web
    metadata, status = web["metadata"], web["status"]
    conditions = {
        c["type"]: [c["status"], c["reason"], re.sub(r'"web-\w+"', '"web-HASH"', c["message"])]
        for c in status["conditions"]
    }
    numbers = {name: value for name, value in status.items() if name != "conditions"}
    found = {"generation": metadata["generation"], "annotations": metadata["annotations"]}
    return found | {"status": numbers, "conditions": conditions}, [shown(rs) for rs in own(world)]


def own(world):
    return sorted(world.replica_sets(), key=by_creation)


def shown(rs):
    return image_of(rs), desired_replicas(rs), annotations_of(rs)


def recorded(snapshot):
    """The same of a recording."""
    web = snapshot["deployment"]
    conditions = {
        type: [status, reason, re.sub(r'"web-\w+"', '"web-HASH"', message)]
        for type, (status, reason, message) in web["conditions"].items()
    }
    replica_sets = [(rs["image"], rs["spec_replicas"], rs["annotations"]) for rs in snapshot["replica_sets"]]
    return {**web, "conditions": conditions}, replica_sets


def start(given):
    """The world after creating the Deployment of a recording."""
    spec = {FIELDS.get(name, name): value for name, value in given.items() if name in SPEC}
    spec |= {"name": "web", "labels": APP, "template": pod_template(IMAGES[given.get("image")], APP)}
    annotations = given.get("annotations")
    world = World(given.get("replicas", 1), ready="image" not in given, annotations=annotations, **spec)
    world.state = world.state._replace(now=world.state.now + 10_000)
    return world


PODS, NODES = "pods are the ReplicaSet controller's and the kubelet's matter", "nodes are other controllers' matter"
GARBAGE = "the garbage collector's matter"
ELSEWHERE = {
    "create_default_3": "the same as the beginning of every other story",
    "rollout_restart": "a changed template like any other",
    "adopt_orphan_rs_other_template": "has a test of its own below",
    "adopt_orphan_rs_same_template": GARBAGE,
    "delete_background": GARBAGE,
    "delete_foreground": GARBAGE,
    "delete_orphan": GARBAGE,
    "delete_default_api": GARBAGE,
    "quota_blocks_pods": PODS,
    "min_ready_seconds_3": PODS,
    "pod_deleted_by_user": PODS,
    "pod_label_removed_is_replaced": PODS,
    "scale_down_ranking": PODS,
    "unschedulable_messages": NODES,
    "node_lost": NODES,
    "service_endpoints_rollout": "endpoints are other controllers' matter",
    "two_deployments_same_selector": "runs as scenario overlapping-selectors",
}


def test_it_leaves_no_recording_out():
    assert {case["name"] for case in read("live_traces")} == set(STORIES) | set(ELSEWHERE)


@pytest.mark.parametrize("name", STORIES)
def test_it_leads_to_the_recorded_states(name):
    case = next(case for case in read("live_traces") if case["name"] == name)
    world = start(case["given"])
    for moment in STORIES[name](world):
        if moment:
            assert snapshot(world) == recorded(case["expect"][moment])


def test_it_adopts_an_orphan_with_another_template():
    case = next(case for case in read("live_traces") if case["name"] == "adopt_orphan_rs_other_template")
    world = World(1, name="other", labels={"app": "other"})
    labels = {**APP, "x": "1"}
    old = replica_set("old", 1, labels=labels, annotations={REVISION: "41"}, template=pod_template("img:0", labels))
    world.act(with_metadata(old, uid=None, creationTimestamp=None))
    world.state = world.state._replace(now=world.state.now + 10_000)
    limits = {"max_surge": "25%", "max_unavailable": "25%", "progressDeadlineSeconds": 600}
    world.create(deployment(1, name="web", labels=APP, template=pod_template("img:1", APP), **limits))
    assert snapshot(world) == recorded(case["expect"]["final"])
    assert own(world)[0]["spec"]["selector"] == case["expect"]["old_rs_selector"][0]
