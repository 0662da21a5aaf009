"""What all other objects say in words: a cluster, one object of it, its sentences."""

import pytest

from cluster.core.kinds import KINDS
from cluster.core.objects import name_of
from cluster.core.summaries import SUMMARIES, summarise
from cluster.core.summaries.settings import references
from cluster.core.summaries.words import listed
from tests.core.samples import POD_SPEC
from tests.core.summaries.cases import LEASE, SERVICE, TEMPLATE, Case, rich, sentences_of, settled
from tests.worlds import World

CASES = {
    "Service with pods": Case(
        rich,
        "Service",
        [
            "3 of 3 pods with app=web are ready and share its requests.",
            "Inside the cluster it is 10.98.130.4 and web.default, port 80 (port 8080 of the pods).",
            "From outside it is port 30080 of every node.",
        ],
        name="web",
    ),
    "Service without pods": Case(
        lambda: World(SERVICE).passes(5),
        "Service",
        [
            "No running pod with app=web is there, so nobody answers its requests.",
            "Inside the cluster it is 10.96.78.61 and web.default, port 80 (port 8080 of the pods).",
            "From outside it is port 30080 of every node.",
        ],
        name="web",
    ),
    "Service without selector": Case(
        settled,
        "Service",
        [
            "It has no selector: whoever made it keeps its endpoints by hand.",
            "Inside the cluster it is 10.96.0.1 and kubernetes.default, port 443 (port 6443 of the pods).",
        ],
        name="kubernetes",
    ),
    "Endpoints": Case(
        rich,
        "Endpoints",
        [
            "The addresses behind Service web: 3 ready, 0 not ready.",
            "The older form of EndpointSlices; the endpoint controller keeps it for programs that still read it.",
        ],
        name="web",
    ),
    "EndpointSlice": Case(
        rich,
        "EndpointSlice",
        [
            "Part of Service web: 3 endpoints, 3 of them ready.",
            "kube-proxy on each node reads it: only ready endpoints get new requests.",
        ],
        pick=lambda obj: name_of(obj).startswith("web-"),
    ),
    "ConfigMap that is used": Case(
        rich,
        "ConfigMap",
        [
            "2 entries: color and size.",
            "Deployment web uses it.",
            "Mounted files follow a change within about a minute; variables only when the container starts anew.",
        ],
        name="settings",
    ),
    "Secret": Case(
        rich,
        "Secret",
        [
            "1 entry: password, of type Opaque.",
            "Values are only encoded (base64): whoever may read the object can read them.",
        ],
        name="keys",
    ),
    "ServiceAccount": Case(
        rich,
        "ServiceAccount",
        [
            "3 pods run under it: it is who they are to the API server.",
            "Pods of namespace default that name no other run under it.",
        ],
        pick=lambda obj: obj["metadata"]["namespace"] == "default",
    ),
    "HorizontalPodAutoscaler": Case(
        rich,
        "HorizontalPodAutoscaler",
        [
            "It keeps Deployment web between 2 and 6 pods: now 3, as many as it wants.",
            "Measured and aimed at: cpu: 1%/80%.",
        ],
    ),
    "PodDisruptionBudget": Case(
        rich,
        "PodDisruptionBudget",
        [
            "Of pods with app=web at most 1 may be away when somebody drains a node.",
            "3 of 3 pods are healthy, 2 must be: 1 may be evicted now.",
            "Only evictions ask it; deleting a pod, a rollout or a dead node does not.",
        ],
    ),
    "ResourceQuota": Case(
        rich,
        "ResourceQuota",
        [
            "In use in namespace default: pods 3 of 10.",
            "What would go beyond is refused when it is created; what runs already stays.",
        ],
    ),
    "LimitRange": Case(
        rich,
        "LimitRange",
        [
            (
                "Each Container: asks, unless it says otherwise, for cpu 100m; is limited, unless it says otherwise, "
                "to cpu 1; has at most cpu 2."
            ),
            "It is applied when a pod is created; pods that are there stay as they are.",
        ],
    ),
    "PriorityClass": Case(
        rich,
        "PriorityClass",
        [
            "Priority 1000 for 0 pods.",
            "Where there is no room, pods of lower priority are evicted for those of higher priority.",
        ],
    ),
    "Namespace": Case(
        rich,
        "Namespace",
        [
            "It holds 1 Deployment, 1 ReplicaSet, 3 Pods, 2 Services, 2 ConfigMaps and 1 Secret.",
            "Names are unique within it only; whoever deletes it deletes everything in it.",
        ],
        name="default",
    ),
    "Event": Case(
        settled,
        "Event",
        [
            "deployment-controller about Deployment web at 00:00:00.",
            "ScalingReplicaSet: Scaled up replica set web-7d876db474 from 0 to 3",
            "Events are notes for people: nothing acts on them, and after an hour they are gone.",
        ],
        pick=lambda obj: obj["reason"] == "ScalingReplicaSet",
    ),
    "Lease": Case(
        lambda: World(LEASE),
        "Lease",
        [
            "A sign of life of node-1, good for 40 s. A kubelet renews that of its node every 10 s.",
        ],
    ),
    "PodTemplate": Case(
        lambda: World(TEMPLATE),
        "PodTemplate",
        [
            "A template of pods that run nginx:1.27. No controller here makes pods of it.",
        ],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_says_what_an_object_is_up_to(case: Case) -> None:
    assert sentences_of(case) == case.sentences


def test_it_has_words_for_every_kind() -> None:
    assert SUMMARIES.keys() == KINDS.keys()


def test_it_never_tells_a_secret() -> None:
    world = rich()
    told = " ".join(s for obj in world.state.of_kind("Secret") for s in summarise(world.state, obj))
    assert "password" in told
    assert "hunter2" not in told
    assert "aHVudGVyMg" not in told


def test_it_finds_all_that_a_pod_reads() -> None:
    assert references(POD_SPEC) == [("ConfigMap", "settings"), ("Secret", "keys")]


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a"] * 5, "a, a, a and 2 more"),
    ],
    ids=len,
)
def test_it_lists_in_words(items: list[str], text: str) -> None:
    assert listed(items) == text
