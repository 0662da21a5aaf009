"""Who owns what nobody wrote down: the controllers' part, worked out when somebody asks.

Stored are only the writes of people's clients, for they are what conflicts and three-way merges are about. What the
control plane writes by itself is not stored: a pod is written some ten times in its life, and its list would double
its size. It is derived from the object instead, by rules that hold for every object of its kind:

- an object without a list was made by its creator in one write: a pod of a ReplicaSet by kube-controller-manager, a
  node by its kubelet, a manifest with `last-applied-configuration` by kubectl-client-side-apply. From the first write
  of a client on, the creator's entry is stored with the client's;
- the status is owned, through the subresource `status`, by the component that reports it;
- so are the annotations `deployment.kubernetes.io/...`;
- what is allocated (node names, cluster IPs, node ports) has no owner, as in Kubernetes.

Times are the creation's and, for the status, those of its newest condition. What a controller writes to a field that
clients write too must be stored by calling `update`: the replicas that an autoscaler sets (subresource `scale`).
An empty list says that a client has reset it: nothing is derived then.
"""

from typing import Any

from cluster.core.kinds import Object, public
from cluster.core.last_applied import LAST_APPLIED
from cluster.core.managed_fields import entries, scope
from cluster.core.managed_fields.entries import UPDATE, Managed, Owned
from cluster.core.managed_fields.fields import compare
from cluster.core.managed_fields.sets import Set, difference, ordered, union, without
from cluster.core.managed_fields.types import type_of

CONTROLLERS, KUBELET, SERVER = "kube-controller-manager", "kubelet", "kube-apiserver"
_REPORTERS = {"Pod": KUBELET, "Node": KUBELET, "Service": SERVER}
_MADE_BY = {"Node": KUBELET, "Endpoints": CONTROLLERS, "EndpointSlice": CONTROLLERS, "ReplicaSet": CONTROLLERS}
_COMPONENTS = {KUBELET: KUBELET, "default-scheduler": "kube-scheduler"}
_SERVERS_OWN = frozenset({"default", "kube-system", "kube-public", "kube-node-lease", "kubernetes"})
_ALLOCATED: dict[str, tuple[str, ...]] = {
    "Pod": ("nodeName", "tolerations", "priority", "preemptionPolicy", "serviceAccount", "serviceAccountName"),
    "Service": ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"),
}
_REVISIONS = "deployment.kubernetes.io/"


def tracked(live: Object) -> Managed:
    """The managers of an object that a write starts from: the stored ones, or else its creator."""
    stored = live["metadata"].get("managedFields")
    if stored is not None:
        return entries.decode(stored)
    obj = public(live)
    fields = without(_fields_of(obj), ("f:status",))
    for name in _ALLOCATED.get(obj["kind"], ()):
        fields = without(fields, ("f:spec", f"f:{name}"))
    fields = difference(fields, _revisions(obj))
    if not fields:
        return {}
    who = entries.manager_of(_creator(obj), UPDATE, obj["apiVersion"])
    return {who: Owned(ordered(fields), obj["apiVersion"], obj["metadata"].get("creationTimestamp"))}


def complete(obj: Object) -> Object:
    """The object as the API shows it, with the entries of the control plane derived."""
    stored = obj["metadata"].get("managedFields")
    if stored is not None and not stored:
        return entries.without_entries(obj)
    managed = tracked(obj)
    reported = _reported(public(obj))
    for owned in managed.values():
        reported = difference(reported, owned.fields)
    if reported:
        who = entries.manager_of(_REPORTERS.get(obj["kind"], CONTROLLERS), UPDATE, obj["apiVersion"], "status")
        if who not in managed:
            managed = {**managed, who: Owned(ordered(reported), obj["apiVersion"], _reported_at(obj))}
    return entries.with_entries(obj, managed) if managed else obj


def _fields_of(obj: Object) -> Set:
    kind = type_of(obj["apiVersion"], obj["kind"])
    return scope.owned(compare({}, entries.without_entries(obj), kind).written)


def _reported(obj: Object) -> Set:
    if not obj.get("status"):
        return _revisions(obj)
    status = {"apiVersion": obj["apiVersion"], "kind": obj["kind"], "status": obj["status"]}
    return union(_fields_of(status), _revisions(obj))


def _revisions(obj: Object) -> Set:
    annotations = obj["metadata"].get("annotations") or {}
    written: Set = {f"f:{name}": {} for name in annotations if name.startswith(_REVISIONS)}
    return {"f:metadata": {"f:annotations": written}} if written and obj["kind"] == "Deployment" else {}


def _reported_at(obj: Object) -> str | None:
    """The newest time in the status' conditions, or the creation's."""
    conditions: Any = (obj.get("status") or {}).get("conditions") or ()
    moments: list[str] = [
        moment
        for condition in conditions
        for moment in (condition.get("lastUpdateTime"), condition.get("lastTransitionTime"))
        if moment
    ]
    created: str | None = obj["metadata"].get("creationTimestamp")
    return max(moments, default=created)


def _creator(obj: Object) -> str:
    metadata, kind = obj["metadata"], obj["kind"]
    if kind in _MADE_BY or any(owner.get("controller") for owner in metadata.get("ownerReferences") or ()):
        return _MADE_BY.get(kind, CONTROLLERS)
    if kind == "Event":
        return _COMPONENTS.get((obj.get("source") or {}).get("component", ""), CONTROLLERS)
    if (kind, metadata["name"]) in (("ServiceAccount", "default"), ("ConfigMap", "kube-root-ca.crt")):
        return CONTROLLERS
    if kind in ("Namespace", "Service") and metadata["name"] in _SERVERS_OWN:
        return SERVER
    return "kubectl-client-side-apply" if LAST_APPLIED in (metadata.get("annotations") or {}) else "kubectl-create"
