"""What living kubelets report all the time, computed when somebody looks: nothing of it is stored, and nothing runs.

A kubelet renews its Lease every 10 s and reports its node's conditions every 5 minutes at least
(`pkg/kubelet/kubelet.go`, `nodeStatusReportFrequency`); both begin with the node's creation.
"""

from cluster.core import nodes, times
from cluster.core.draft import uid
from cluster.core.kinds import Object
from cluster.core.state import State

NAMESPACE = "kube-node-lease"
LEASE_SECONDS = 40
REPORT = 300 * times.SECOND


def node(obj: Object, now: int) -> Object:
    """A stored Node with the heartbeats of a kubelet that runs; a silent one says nothing new."""
    status = obj.get("status") or {}
    conditions = status.get("conditions")
    if not conditions or nodes.silent_since(obj) is not None:
        return obj
    told = times.to_text(_last(obj, now, REPORT))
    renewed = [
        {**condition, "lastHeartbeatTime": max(told, condition["lastHeartbeatTime"])}
        if condition.get("lastHeartbeatTime") and condition.get("status") != "Unknown"
        else condition
        for condition in conditions
    ]
    return {**obj, "status": {**status, "conditions": renewed}}


def unbeaten(before: Object, new: Object) -> Object:
    """A Node as a client sends it, without the heartbeats that were computed for its copy of the stored one."""
    known = {condition["type"]: condition for condition in (before.get("status") or {}).get("conditions") or ()}
    status = new.get("status") or {}
    conditions = [_stored(known.get(condition.get("type")), condition) for condition in status.get("conditions") or ()]
    return {**new, "status": {**status, "conditions": conditions}} if conditions else new


def _stored(known: Object | None, sent: Object) -> Object:
    same = known is not None and {**sent, "lastHeartbeatTime": known.get("lastHeartbeatTime")} == known
    return known if same and known is not None else sent


def leases(state: State, now: int) -> list[Object]:
    """The Leases of all nodes (`pkg/kubelet/util/nodelease.go`), by name."""
    found = [_lease(obj, now, state) for obj in state.of_kind("Node")]
    return sorted(found, key=lambda lease: str(lease["metadata"]["name"]))


def _lease(obj: Object, now: int, state: State) -> Object:
    metadata = obj["metadata"]
    owner = {"apiVersion": "v1", "kind": "Node", "name": metadata["name"], "uid": metadata["uid"]}
    heard = nodes.last_heartbeat(obj)
    renewed = _last(obj, now, nodes.HEARTBEAT) if heard is None else heard
    return {
        "apiVersion": "coordination.k8s.io/v1",
        "kind": "Lease",
        "metadata": {
            "name": metadata["name"],
            "namespace": NAMESPACE,
            "uid": uid(f"lease/{metadata['uid']}"),
            "resourceVersion": str(state.revision),
            "creationTimestamp": metadata["creationTimestamp"],
            "ownerReferences": [owner],
        },
        "spec": {
            "holderIdentity": metadata["name"],
            "leaseDurationSeconds": LEASE_SECONDS,
            "renewTime": times.to_micro_text(renewed),
        },
    }


def _last(obj: Object, now: int, period: int) -> int:
    """The last beat until now: every `period` from the node's creation on."""
    created = times.to_ms(obj["metadata"]["creationTimestamp"])
    return max(created, now - (now - created) % period)
