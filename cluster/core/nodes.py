"""Nodes: how one is made, what is true of it, and what a person may do to its kubelet."""

from typing import Any

from cluster.core import times
from cluster.core.draft import uid
from cluster.core.kinds import Object
from cluster.core.moves import Move, Put
from cluster.core.objects import condition_of
from cluster.core.state import State

VERSION = "v1.36.2"
"""The release whose behaviour is simulated; kubelets report it."""
CAPACITY = {"cpu": "4", "ephemeral-storage": "100Gi", "memory": "8Gi", "pods": "110"}
HEARTBEAT = 10 * times.SECOND
"""A kubelet renews its lease this often. The simulation computes heartbeats and writes none."""
CONDITIONS = (
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)
"""(type, status, reason, message) of a healthy node (`pkg/kubelet/nodestatus/setters.go`)."""


def new_node(name: str, number: int, now: int, capacity: dict[str, str] | None = None) -> Object:
    """A Ready node as its kubelet registers it at `now` (milliseconds).

    `number` (1 ..) gives it its address and its pod network 10.244.<number>.0/24, so it must be its own. `capacity`
    replaces single resources: `{"cpu": "2"}` (`pkg/kubelet/kubelet_node_status.go`, initialNode).
    """
    resources = {**CAPACITY, **(capacity or {})}
    network = pod_network(number)
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "labels": node_labels(name),
            "annotations": {
                "node.alpha.kubernetes.io/ttl": "0",
                "volumes.kubernetes.io/controller-managed-attach-detach": "true",
            },
        },
        "spec": {"podCIDR": network, "podCIDRs": [network]},
        "status": {
            "addresses": [
                {"type": "InternalIP", "address": internal_ip(number)},
                {"type": "Hostname", "address": name},
            ],
            "allocatable": resources,
            "capacity": resources,
            "conditions": healthy_conditions(now),
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": node_info(name),
        },
    }


def node_labels(name: str) -> dict[str, str]:
    """The labels that a kubelet gives its own node."""
    return {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
    }


def node_info(name: str) -> dict[str, Any]:
    """What a kubelet tells about its machine; the ids are made of the node's name."""
    return {
        "architecture": "amd64",
        "bootID": uid(f"boot/{name}"),
        "containerRuntimeVersion": "containerd://2.1.4",
        "kernelVersion": "6.12.41",
        "kubeProxyVersion": "",
        "kubeletVersion": VERSION,
        "machineID": uid(f"machine/{name}").replace("-", ""),
        "operatingSystem": "linux",
        "osImage": "Debian GNU/Linux 13 (trixie)",
        "systemUUID": uid(f"system/{name}"),
    }


def internal_ip(number: int) -> str:
    """The address of the node with this number; the control plane has 172.18.0.1: 1 -> `172.18.0.2`."""
    return f"172.18.{(number + 1) // 256}.{(number + 1) % 256}"


def pod_network(number: int) -> str:
    """The pod network of the node with this number: 1 -> `10.244.1.0/24`."""
    return f"10.{244 + number // 256}.{number % 256}.0/24"


def healthy_conditions(now: int, before: Object | None = None) -> list[dict[str, str]]:
    """What a kubelet reports at `now`; a status unchanged since `before` keeps its time of transition."""
    text = times.to_text(now)
    conditions = []
    for type, status, reason, message in CONDITIONS:
        known = condition_of(before, type) if before else None
        same = known is not None and known.get("status") == status
        conditions.append(
            {
                "type": type,
                "status": status,
                "lastHeartbeatTime": text,
                "lastTransitionTime": known["lastTransitionTime"] if known and same else text,
                "reason": reason,
                "message": message,
            }
        )
    return conditions


def is_ready(node: Object) -> bool:
    """Condition Ready is True."""
    condition = condition_of(node, "Ready")
    return condition is not None and condition.get("status") == "True"


def is_schedulable(node: Object) -> bool:
    """Not cordoned, whatever its condition and taints say."""
    return not (node.get("spec") or {}).get("unschedulable")


def silent_since(node: Object) -> int | None:
    """The moment (milliseconds) at which a person stopped the node's kubelet; None while it runs."""
    since = (node.get("simulation") or {}).get("silent_since")
    return None if since is None else int(since)


def last_heartbeat(node: Object) -> int | None:
    """The last moment (milliseconds) at which a silent node's kubelet was heard; None while it runs.

    Heartbeats come every 10 s from the node's creation on: created 12:00:00, stopped 12:00:47 -> 12:00:40.
    """
    since = silent_since(node)
    if since is None:
        return None
    return since - (since - times.to_ms(node["metadata"]["creationTimestamp"])) % HEARTBEAT


def silence(state: State, name: str) -> list[Move]:
    """A person pulls the plug of a node: its kubelet falls silent, and with it all that it looks after.

    Nothing of that can be seen in the cluster until the node controller misses the heartbeats. Raises LookupError for
    an unknown node.
    """
    node = _node(state, name)
    if silent_since(node) is not None:
        return []
    reason = f"the kubelet of {name} stops; nobody knows yet, its last word was that the node is fine"
    return [Put({**node, "simulation": {**(node.get("simulation") or {}), "silent_since": state.now}}, reason)]


def revive(state: State, name: str) -> list[Move]:
    """A person starts the kubelet of a silent node again. Raises LookupError for an unknown node."""
    node = _node(state, name)
    if silent_since(node) is None:
        return []
    note = {key: value for key, value in node["simulation"].items() if key != "silent_since"}
    awake = {**node, "simulation": note} if note else {key: value for key, value in node.items() if key != "simulation"}
    return [Put(awake, f"the kubelet of {name} starts again")]


def add_node(state: State, name: str, capacity: dict[str, str] | None = None) -> list[Move]:
    """A person adds a machine: its kubelet registers it under the first free number."""
    taken = {(node.get("spec") or {}).get("podCIDR") for node in state.of_kind("Node")}
    number = next(number for number in range(1, len(taken) + 2) if pod_network(number) not in taken)
    return [Put(new_node(name, number, state.now, capacity), f"the kubelet of {name} registers its node")]


def _node(state: State, name: str) -> Object:
    node = state.get("Node", "", name)
    if node is None:
        raise LookupError(f'nodes "{name}" not found')
    return node
