"""Nodes: `describe.go`, `describeNode`."""

from cluster.core.describe.events import write_events
from cluster.core.describe.node_resources import write_node_resources
from cluster.core.describe.parts import meta, moment, part, quantity, write_annotations, write_labels, write_taints
from cluster.core.describe.related import Related
from cluster.core.describe.writer import NONE, UNSET, Writer
from cluster.core.kinds import Object
from cluster.core.printers.nodes import node_roles

SYSTEM_INFO = (
    ("Machine ID", "machineID"),
    ("System UUID", "systemUUID"),
    ("Boot ID", "bootID"),
    ("Kernel Version", "kernelVersion"),
    ("OS Image", "osImage"),
    ("Operating System", "operatingSystem"),
    ("Architecture", "architecture"),
    ("Container Runtime Version", "containerRuntimeVersion"),
    ("Kubelet Version", "kubeletVersion"),
    ("Kube-Proxy Version", "kubeProxyVersion"),
)


def describe_node(w: Writer, node: Object, related: Related) -> None:
    """Its lease, conditions, addresses, capacity, system, pods and what they ask for."""
    spec, status = part(node, "spec"), part(node, "status")
    w.line(0, f"Name:\t{meta(node).get('name') or ''}")
    w.line(0, f"Roles:\t{','.join(node_roles(node)) or NONE}")
    write_labels(w, "Labels", meta(node).get("labels"))
    write_annotations(w, "Annotations", meta(node).get("annotations"))
    w.line(0, f"CreationTimestamp:\t{moment(meta(node).get('creationTimestamp'))}")
    write_taints(w, "Taints", spec.get("taints"))
    w.line(0, f"Unschedulable:\t{str(bool(spec.get('unschedulable'))).lower()}")
    _write_lease(w, node, related.lease)
    _write_conditions(w, status.get("conditions") or [])
    w.line(0, "Addresses:")
    for address in status.get("addresses") or ():
        w.line(1, f"{address.get('type')}:\t{address.get('address') or ''}")
    for title, field in (("Capacity", "capacity"), ("Allocatable", "allocatable")):
        _write_amounts(w, title, status.get(field))
    w.line(0, "System Info:")
    for title, field in SYSTEM_INFO:
        w.line(1, f"{title}:\t{part(status, 'nodeInfo').get(field) or ''}")
    _write_network(w, spec)
    write_node_resources(w, node, related.pods, related.now)
    write_events(w, related.events, related.now)


def _write_lease(w: Writer, node: Object, lease: Object | None) -> None:
    if lease is None:
        name = meta(node).get("name") or ""
        w.line(0, f'Lease:\tFailed to get lease: leases.coordination.k8s.io "{name}" not found')
        return
    spec = part(lease, "spec")
    w.line(0, "Lease:")
    w.line(1, f"HolderIdentity:\t{spec.get('holderIdentity') or UNSET}")
    for title, field in (("AcquireTime", "acquireTime"), ("RenewTime", "renewTime")):
        w.line(1, f"{title}:\t{moment(spec[field]) if spec.get(field) else UNSET}")


def _write_conditions(w: Writer, conditions: list[Object]) -> None:
    if not conditions:
        return
    w.write(0, "Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n")
    w.line(1, "----\t------\t-----------------\t------------------\t------\t-------")
    for condition in conditions:
        times = [moment(condition.get(field)) for field in ("lastHeartbeatTime", "lastTransitionTime")]
        head = [condition.get("type") or "", condition.get("status") or "", *times, condition.get("reason") or ""]
        w.line(1, " \t".join([*head, condition.get("message") or ""]))


def _write_amounts(w: Writer, title: str, amounts: Object | None) -> None:
    if amounts:
        w.line(0, f"{title}:")
    for name in sorted(amounts or {}):
        w.line(1, f"{name}:\t{quantity((amounts or {})[name])}")


def _write_network(w: Writer, spec: Object) -> None:
    if spec.get("podCIDR"):
        w.line(0, f"PodCIDR:\t{spec['podCIDR']}")
    if spec.get("podCIDRs"):
        w.line(0, f"PodCIDRs:\t{','.join(spec['podCIDRs'])}")
    if spec.get("providerID"):
        w.line(0, f"ProviderID:\t{spec['providerID']}")
