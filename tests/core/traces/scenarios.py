"""The scenarios of upstream's integration suite (`test/integration/deployment/deployment_test.go`), played whole."""

import pytest

from cluster.core.deployments import (
    DESIRED_REPLICAS,
    HASH_LABEL,
    LAST_APPLIED,
    desired_replicas,
    progressing_condition,
    revision_of,
)
from cluster.core.errors import Invalid
from cluster.core.kinds import key_of
from cluster.core.objects import condition_of, controller_of
from tests.core.traces.manifests import template


def new_deployment(scene):
    scene.begin()
    rs, expect = scene.new, scene.case["expect"]
    assert scene.is_complete()
    assert scene.then[0]["revision"] == str(revision_of(scene.web))
    assert rs["metadata"]["annotations"]["test"] == expect["new_rs_annotations"]["test"]
    assert LAST_APPLIED not in rs["metadata"]["annotations"]
    hashes = {pod["metadata"]["labels"][HASH_LABEL] for pod in scene.of_kind("Pod")}
    hashes |= {rs["metadata"]["labels"][HASH_LABEL], rs["spec"]["selector"]["matchLabels"][HASH_LABEL]}
    [found] = hashes | {rs["spec"]["template"]["metadata"]["labels"][HASH_LABEL]}
    assert rs["metadata"]["name"].endswith(f"-{found}")
    assert len(scene.of_kind("Pod")) == expect["pods"]


def rolling_update_and_rollover(scene):
    scene.begin()
    scene.keep_limits()
    scene.renew("new-image")
    assert (revision_of(scene.web), scene.is_complete()) == (2, True)
    scene.renew("dont-finish", ready=False)
    assert (revision_of(scene.web), scene.is_complete()) == (3, False)
    scene.renew("rollover")
    assert (revision_of(scene.web), scene.is_complete()) == (4, True)
    old = [desired_replicas(rs) for rs in scene.replica_sets if rs is not scene.new]
    assert sorted(old) == [0] * scene.case["expect"]["old_replica_sets"]["count"]


def paused_from_the_start(scene):
    scene.begin(terminationGracePeriodSeconds=1)
    assert scene.new is None
    assert progressing_condition(scene.web["status"])["reason"] == "DeploymentPaused"
    scene.resize(paused=False)
    assert (scene.is_complete(), revision_of(scene.web)) == (True, 1)
    scene.resize(paused=True)
    labels = scene.web["spec"]["selector"]["matchLabels"]
    scene.resize(template=template(labels, gated=True, terminationGracePeriodSeconds=0))
    assert scene.web["status"]["observedGeneration"] == scene.web["metadata"]["generation"]
    assert scene.new is None
    graces = [rs["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] for rs in scene.replica_sets]
    assert graces == [scene.case["expect"]["old_replica_sets"]["template_termination_grace_period"]]


def scale_while_paused(scene):
    scene.begin()
    scene.resize(paused=True)
    scene.resize(replicas=10)
    assert scene.is_complete()
    assert desired_replicas(scene.new) == scene.case["expect"]["new_rs_spec_replicas"]


def hash_collision(scene):
    scene.begin()
    rs, expect = scene.new, scene.case["expect"]
    edited = {**rs["spec"]["template"]["spec"], "terminationGracePeriodSeconds": 5}
    scene.change(rs, template={**rs["spec"]["template"], "spec": edited})
    scene.rest()
    assert scene.web["status"]["collisionCount"] == expect["collision_count"]
    assert revision_of(scene.web) == int(expect["revision"])
    assert len(scene.replica_sets) == expect["replica_sets"]


def progress_deadline(scene):
    scene.begin(ready=False)
    assert scene.web["status"]["updatedReplicas"] >= 1
    assert progressing_condition(scene.web["status"])["reason"] == "ProgressDeadlineExceeded"
    scene.mark_ready()
    assert scene.is_complete()
    assert progressing_condition(scene.web["status"])["reason"] == scene.case["expect"]["condition"]["reason"]


def overlapping_selectors(scene):
    first, second = scene.case["given"]["deployments"]
    scene.begin(first, labels={"name": "test"})
    one = scene.new
    scene.begin(second, labels={"name": "test"})
    two, expect = scene.new, scene.case["expect"]
    assert (one["metadata"]["uid"] != two["metadata"]["uid"]) == expect["different_replica_sets"]
    scene.name = first["name"]
    scene.resize(replicas=2)
    assert desired_replicas(scene.new) == expect["first_rs_spec_replicas"]
    scene.name = second["name"]
    assert desired_replicas(scene.new) == expect["second_rs_spec_replicas"]


def noted_sizes(scene, *numbers):
    sets = scene.replica_sets
    return {f"rs{n}": int(sets[n - 1]["metadata"]["annotations"][DESIRED_REPLICAS]) for n in numbers}


def size_and_template_change_together(scene):
    scene.begin()
    scene.renew("fakeimage2", ready=False)
    assert scene.web["status"]["availableReplicas"] >= scene.then[2]["availableReplicas_at_least"]
    scene.renew("fakeimage3", replicas=20)
    assert (revision_of(scene.web), scene.is_complete()) == (3, True)
    assert noted_sizes(scene, 1, 2, 3) == scene.then[3]["desired_replicas_annotation"]
    scene.renew("fakeimage4", ready=False)
    assert scene.web["status"]["availableReplicas"] >= scene.then[4]["availableReplicas_at_least"]
    scene.renew("fakeimage5", replicas=5)
    assert (revision_of(scene.web), scene.is_complete()) == (5, True)
    assert noted_sizes(scene, 3, 4, 5) == scene.then[5]["desired_replicas_annotation"]


def spec_replicas_recreate(scene):
    scene.begin()
    for size in (2, 0, 1):
        scene.resize(replicas=size)
        assert desired_replicas(scene.new) == size
    before = scene.web["metadata"]["generation"]
    scene.resize(revisionHistoryLimit=4)
    assert scene.web["status"]["observedGeneration"] == scene.web["metadata"]["generation"] > before


def available_condition(scene):
    scene.begin(ready=False)
    steps = (scene.rest, scene.mark_ready, lambda: scene.resize(minReadySeconds=1))
    for then, step in zip(scene.then, steps, strict=True):
        step()
        assert scene.counts() == then["status"]
        assert condition_of(scene.web, "Available")["reason"] == then["condition"]["reason"]


def owner_reference_repair(scene):
    scene.begin()
    rs, web = scene.new, scene.web["metadata"]
    stranger = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": web["name"], "uid": "fresh"}
    own = {"apiVersion": "apps/v1", "kind": "Deployment", "name": web["name"], "uid": web["uid"], "controller": False}
    for reference, then in zip((stranger, own), scene.then[1:], strict=True):
        scene.relabel(rs, ownerReferences=[reference])
        # At once: later the garbage collector takes the reference to what does not exist.
        scene.run(0.2)
        assert controller_of(scene.replica_sets[0])["uid"] == web["uid"]
        assert len(scene.replica_sets[0]["metadata"]["ownerReferences"]) == then["owner_references"]
        scene.rest()
    assert controller_of(scene.replica_sets[0])["uid"] == web["uid"]


def selector_immutable(scene):
    scene.begin()
    labels = {"name_apps_v1": "test_apps_v1"}
    with pytest.raises(Invalid) as refusal:
        scene.change(scene.web, selector={"matchLabels": labels}, template=template(labels))
    assert all(words in refusal.value.message for words in scene.case["expect"]["error_contains"])


def scale_subresource(scene):
    """The subresource is the API's; what it comes to is a new size."""
    scene.begin()
    for size in (3, 0):
        scene.resize(replicas=size)
        assert (desired_replicas(scene.new), scene.counts()["replicas"]) == (size, size)


def replica_set_labels_change(scene):
    scene.begin()
    rs, hash_before = scene.new, scene.new["metadata"]["labels"][HASH_LABEL]
    scene.relabel(rs, labels={"new-name": "new-test"})
    scene.rest()
    assert controller_of(scene.state.at(key_of(rs))) is None
    assert scene.new["metadata"]["uid"] != rs["metadata"]["uid"]
    assert not scene.new["metadata"]["name"].endswith(hash_before)
    scene.relabel(rs, labels={"app": "web"})
    scene.rest()
    assert controller_of(scene.state.at(key_of(rs)))["uid"] == scene.web["metadata"]["uid"]


def terminating_replicas_status(scene):
    """The part with the feature on, which it is by default."""
    scene.begin(stay=300)
    scene.resize(replicas=4)
    scene.resize(replicas=3)
    assert scene.counts() == scene.then[2]["status"]


def recreate_waits_for_terminating_pods(scene):
    scene.begin(stay=300)
    steps = (
        lambda: scene.renew("img:2", ready=False),
        scene.remove_terminating,
        lambda: (scene.delete(scene.pods_of(scene.new)[0]), scene.rest()),
        lambda: scene.resize(replicas=7),
        lambda: scene.resize(replicas=5),
        scene.mark_ready,
        scene.remove_terminating,
    )
    for step, then in zip(steps, scene.then[1:], strict=True):
        step()
        assert scene.counts() == then["status"]
        assert (scene.new is None) == (then.get("new_replica_set", "rs2") is None)
    assert scene.is_complete()


def proportional_scaling_ignores_terminating_pods(scene):
    scene.begin(stay=300)
    for pod in scene.of_kind("Pod")[:15]:
        scene.delete(pod)
    scene.rest()
    assert scene.is_complete()
    scene.renew("img:2", ready=False)
    assert scene.counts() == scene.then[2]["status"]
    scene.delete(scene.pods_of(scene.new)[0])
    scene.rest()
    assert scene.counts() == scene.then[3]["status"]
    scene.resize(replicas=120)
    assert scene.counts() == scene.then[4]["status"]
    for rs, name in zip(scene.replica_sets, ("rs1", "rs2"), strict=True):
        assert desired_replicas(rs) == scene.then[4][name]["spec"]
        assert rs["metadata"]["annotations"] == scene.then[4][name]["annotations"]
    scene.stay = 0
    scene.mark_ready()
    scene.remove_terminating()
    while not scene.is_complete():
        scene.remove_terminating()
