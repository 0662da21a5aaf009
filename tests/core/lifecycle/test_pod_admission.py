import pytest
from lifecycle_builders import a_pod, a_replica_set, a_state, an_object, apply, put, stored

from cluster.core import qos, resource_quota
from cluster.core.errors import Forbidden, NotFound
from cluster.core.moves import Delete
from cluster.core.namespaces import new_namespace
from cluster.core.pod_admission import admit, prepare

GUARANTEED = {"cpu": "1", "memory": "1Gi"}


def a_container(name="c", **resources):
    return {"name": name, "image": "nginx", "resources": resources}


def refusal(state, obj, judge=admit):
    with pytest.raises((Forbidden, NotFound)) as caught:
        judge(state, obj)
    return str(caught.value)


def test_it_completes_a_pod():
    pod = admit(a_state(), a_pod())
    assert pod["status"] == {"phase": "Pending", "qosClass": "BestEffort"}
    wanted = {"priority": 0, "preemptionPolicy": "PreemptLowerPriority", "enableServiceLinks": True}
    wanted |= {"serviceAccountName": "default", "serviceAccount": "default"}
    assert wanted.items() <= pod["spec"].items()


def test_it_mounts_the_token_of_the_service_account():
    spec = admit(a_state(), a_pod())["spec"]
    volume, mount = spec["volumes"][0], spec["containers"][0]["volumeMounts"][0]
    assert volume["name"] == mount["name"]
    assert volume["name"].startswith("kube-api-access-")
    assert mount["mountPath"] == "/var/run/secrets/kubernetes.io/serviceaccount"
    token, bundle, _ = volume["projected"]["sources"]
    assert token == {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}}
    assert bundle["configMap"]["name"] == "kube-root-ca.crt"


def test_it_mounts_no_token_when_told_so():
    state = a_state(an_object("ServiceAccount", "plain", automountServiceAccountToken=False))
    assert "volumes" not in admit(a_state(), a_pod(spec={"automountServiceAccountToken": False}))["spec"]
    assert "volumes" not in admit(state, a_pod(spec={"serviceAccountName": "plain"}))["spec"]


def test_it_admits_twice_without_change():
    state = a_state()
    once = admit(state, a_pod())
    assert admit(state, once) == once


@pytest.mark.parametrize(
    ("given", "added"),
    [
        ([], ["not-ready", "unreachable"]),
        ([{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute"}], ["unreachable"]),
        ([{"key": "node.kubernetes.io/not-ready", "effect": "NoSchedule"}], ["not-ready", "unreachable"]),
        ([{"operator": "Exists"}], []),
    ],
)
def test_it_gives_a_pod_patience_with_lost_nodes(given, added):
    found = admit(a_state(), a_pod(spec={"tolerations": given}))["spec"]["tolerations"]
    assert found[: len(given)] == given
    assert [one["key"].split("/")[1] for one in found[len(given) :]] == added
    assert all(one["tolerationSeconds"] == 300 for one in found[len(given) :])


def test_it_marks_a_gated_pod():
    condition = admit(a_state(), a_pod(spec={"schedulingGates": [{"name": "wait"}]}))["status"]["conditions"][0]
    assert (condition["type"], condition["status"], condition["reason"]) == ("PodScheduled", "False", "SchedulingGated")


def test_it_knows_the_priorities_of_the_system():
    spec = admit(a_state(), a_pod(spec={"priorityClassName": "system-node-critical"}))["spec"]
    assert spec["priority"] == 2_000_001_000
    message = refusal(a_state(), a_pod(spec={"priorityClassName": "gold"}))
    assert message == 'pods "web-1" is forbidden: no PriorityClass with name gold was found'


def test_it_needs_a_namespace_a_living_one_and_a_service_account():
    ending = new_namespace("shop")
    ending["metadata"]["deletionTimestamp"] = "2026-01-01T12:00:00Z"
    there = a_pod(metadata={"namespace": "shop"})
    assert refusal(a_state(), there) == 'namespaces "shop" not found'
    assert refusal(a_state(ending), there) == (
        'pods "web-1" is forbidden: unable to create new content in namespace shop because it is being terminated'
    )
    state = apply(a_state(), Delete(("ServiceAccount", "default", "default"), ""))
    assert refusal(state, a_pod()) == (
        'pods "web-1" is forbidden: error looking up service account default/default: '
        'serviceaccount "default" not found'
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([{}], "BestEffort"),
        ([{"requests": {"cpu": "0"}}], "BestEffort"),
        ([{"requests": {"cpu": "1"}}], "Burstable"),
        ([{"requests": GUARANTEED, "limits": GUARANTEED}], "Guaranteed"),
        ([{"requests": {"cpu": "1000m", "memory": "1Gi"}, "limits": GUARANTEED}], "Guaranteed"),
        ([{"requests": GUARANTEED, "limits": GUARANTEED}, {}], "Burstable"),
    ],
)
def test_it_classes_pods(parts, expected):
    assert qos.class_of({"containers": [a_container(**part) for part in parts]}) == expected


def a_quota(**hard):
    amounts = {name.replace("__", "."): text for name, text in hard.items()}
    return an_object("ResourceQuota", "q", spec={"hard": amounts})


def test_it_counts_pods_against_a_quota():
    state = a_state(a_quota(pods="2"), a_pod("a"), a_pod("b", phase="Failed"))
    assert admit(state, a_pod())
    assert refusal(put(state, a_pod("c")), a_pod()) == (
        'pods "web-1" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2'
    )


def test_it_adds_up_what_containers_ask_for():
    spec = {"containers": [a_container("a", requests={"cpu": "300m"}), a_container("b", requests={"cpu": "1"})]}
    state = a_state(a_quota(requests__cpu="2"), a_pod("first", spec=spec))
    assert refusal(state, a_pod(spec=spec)) == (
        'pods "web-1" is forbidden: exceeded quota: q, requested: requests.cpu=1300m, used: requests.cpu=1300m, '
        "limited: requests.cpu=2"
    )


def test_it_wants_containers_to_say_what_a_quota_limits():
    assert refusal(a_state(a_quota(limits__memory="1Gi", cpu="1")), a_pod()) == (
        'pods "web-1" is forbidden: failed quota: q: must specify cpu for: c; limits.memory for: c'
    )


def test_it_counts_objects_of_any_kind():
    state = a_state(an_object("ResourceQuota", "q", spec={"hard": {"count/replicasets.apps": "1"}}), a_replica_set())
    assert refusal(state, a_replica_set(name="other"), resource_quota.judge) == (
        'replicasets.apps "other" is forbidden: exceeded quota: q, requested: count/replicasets.apps=1, '
        "used: count/replicasets.apps=1, limited: count/replicasets.apps=1"
    )


def test_it_leaves_what_it_is_given_alone():
    state, pod = a_state(), a_pod()
    prepare(state, pod)
    assert pod == a_pod()
    assert "imagePullSecrets" not in stored(state, "ServiceAccount", "default")
