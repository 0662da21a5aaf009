"""What pods and nodes say in words: a cluster, one object of it, its sentences."""

import pytest

from tests.core.summaries.cases import ALONE, SERVICE, Case, image_is, sentences_of, settled, updated
from tests.worlds import WEB, World

CASES = {
    "Pod, starting": Case(
        lambda: World().passes(1.5),
        "Pod",
        [
            "Starting on node-2 since 00:00:00: the kubelet pulls nginx:1.27, then starts nginx.",
            "ReplicaSet web-7d876db474 owns it: if it is deleted, another one is made, under a new name.",
        ],
    ),
    "Pod, ready and asked": Case(
        lambda: settled(WEB + SERVICE),
        "Pod",
        [
            "Running on node-1 and ready since 00:00:03: Service web may send it requests.",
            "No restarts.",
            "ReplicaSet web-7d876db474 owns it: if it is deleted, another one is made, under a new name.",
        ],
    ),
    "Pod, ready and unknown to Services": Case(
        settled,
        "Pod",
        [
            "Running on node-2 and ready since 00:00:02, but no Service selects it.",
            "No restarts.",
            "ReplicaSet web-7d876db474 owns it: if it is deleted, another one is made, under a new name.",
        ],
    ),
    "Pod without a node": Case(
        lambda: World(WEB.replace('nginx:1.27"', 'nginx:1.27", resources: {requests: {cpu: 9}}')).passes(5),
        "Pod",
        [
            (
                "Pending: no node can take it. The scheduler says: 0/3 nodes are available: 3 Insufficient cpu. no "
                "new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for "
                "scheduling."
            ),
            "ReplicaSet web-6fd5d5f5b4 owns it: if it is deleted, another one is made, under a new name.",
        ],
    ),
    "Pod whose image cannot be pulled": Case(
        lambda: updated("nginx:does-not-exist", 40),
        "Pod",
        [
            (
                "It cannot start on node-1 (ImagePullBackOff): image nginx:does-not-exist cannot be pulled; the "
                "kubelet tries again, after a longer wait each time."
            ),
            "ReplicaSet web-775f564bff owns it: if it is deleted, another one is made, under a new name.",
        ],
        pick=image_is("nginx:does-not-exist"),
    ),
    "Pod that crashes": Case(
        lambda: updated("nginx:1.28-crash", 40),
        "Pod",
        [
            (
                "Container nginx ends again and again (CrashLoopBackOff): the kubelet on node-1 now waits 40s before "
                "it starts it anew, longer each time."
            ),
            "3 restarts so far; before the last one it ended at 00:00:56 with exit code 1 (Error).",
            "ReplicaSet web-65d694f6cf owns it: if it is deleted, another one is made, under a new name.",
        ],
        pick=image_is("nginx:1.28-crash"),
    ),
    "Pod being stopped": Case(
        lambda: settled().scale(0).passes(0.3),
        "Pod",
        [
            (
                "Being stopped on node-2 since 00:00:20: Services leave it out, and it has until 00:00:50 (30 s) to "
                "end by itself, then it is killed."
            ),
            "No restarts.",
            "ReplicaSet web-7d876db474 owns it and no longer counts it: it wants 0 and has 0 others.",
        ],
    ),
    "Pod that ended well": Case(
        lambda: World(ALONE % 0).passes(20),
        "Pod",
        [
            "Every container ended with success; none is started again.",
            "No controller owns it: once it is gone, nothing makes another one.",
        ],
    ),
    "Pod that failed": Case(
        lambda: World(ALONE % 1).passes(20),
        "Pod",
        [
            "It failed: container job ended at 00:00:02 with exit code 1 (Error), and is not started again.",
            "No controller owns it: once it is gone, nothing makes another one.",
        ],
    ),
    "Pod on a node that fell silent": Case(
        lambda: settled().unplug("node-1").passes(70),
        "Pod",
        [
            "node-1 is not heard from, so nobody knows what the pod does.",
            "No restarts.",
            "ReplicaSet web-7d876db474 owns it: if it is deleted, another one is made, under a new name.",
        ],
        pick=lambda pod: pod["spec"]["nodeName"] == "node-1",
    ),
    "Node, ready": Case(
        settled,
        "Node",
        [
            "Ready since 00:00:00: new pods may come here.",
            "1 pod is on it, asking for 0 of 4 CPUs and 0 of 8 Gi memory.",
        ],
        name="node-1",
    ),
    "Node, cordoned": Case(
        lambda: settled().cordon("node-1").passes(1),
        "Node",
        [
            "Ready since 00:00:00, but cordoned: its pods stay, new ones go to other nodes.",
            "1 pod is on it, asking for 0 of 4 CPUs and 0 of 8 Gi memory.",
        ],
        name="node-1",
    ),
    "Node, silent and nobody knows": Case(
        lambda: settled().unplug("node-1").passes(5),
        "Node",
        [
            (
                "Its machine has no power since 00:00:20; the control plane has not noticed yet and takes the node "
                "for Ready."
            ),
            "1 pod is on it, asking for 0 of 4 CPUs and 0 of 8 Gi memory.",
        ],
        name="node-1",
    ),
    "Node, silent and given up": Case(
        lambda: settled().unplug("node-1").passes(70),
        "Node",
        [
            (
                "Its machine has no power since 00:00:20; the control plane has noticed: the node is NotReady since "
                "00:01:10."
            ),
            "1 pod is on it, asking for 0 of 4 CPUs and 0 of 8 Gi memory.",
            (
                "2 taints keep away pods without a toleration: node.kubernetes.io/unreachable:NoSchedule and "
                "node.kubernetes.io/unreachable:NoExecute."
            ),
        ],
        name="node-1",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_says_what_an_object_is_up_to(case: Case) -> None:
    assert sentences_of(case) == case.sentences
