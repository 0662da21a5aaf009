"""Nodes and what is theirs: `pkg/printers/internalversion/printers.go`, `printNode`, `printLease`."""

from cluster.core.kinds import Object
from cluster.core.printers.columns import AGE, NAME, NONE, NOTHING, UNKNOWN, Cell, Column, Printer, age_of, name_of

ROLE_PREFIX = "node-role.kubernetes.io/"
ROLE_LABEL = "kubernetes.io/role"


def node_roles(node: Object) -> list[str]:
    """The sorted roles that a node's labels give it (`findNodeRoles`)."""
    labels = (node.get("metadata") or NOTHING).get("labels") or NOTHING
    roles = {key.removeprefix(ROLE_PREFIX) for key in labels if key.startswith(ROLE_PREFIX)}
    roles.add(labels.get(ROLE_LABEL) or "")
    return sorted(roles - {""})


def node_cells(node: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, STATUS, ROLES, AGE, VERSION and the wide columns of a node."""
    status = node.get("status") or NOTHING
    info = status.get("nodeInfo") or NOTHING
    return [
        name_of(node),
        _status(node, status),
        ",".join(node_roles(node)) or NONE,
        age_of(node, now_ms),
        info.get("kubeletVersion") or "",
        _address(status, "InternalIP"),
        _address(status, "ExternalIP"),
        info.get("osImage") or UNKNOWN,
        _kernel(info),
        info.get("containerRuntimeVersion") or UNKNOWN,
    ]


def _status(node: Object, status: Object) -> str:
    text = "Unknown"
    for condition in status.get("conditions") or ():
        if condition.get("type") == "Ready":
            text = "Ready" if condition.get("status") == "True" else "NotReady"
    return text + ",SchedulingDisabled" if (node.get("spec") or NOTHING).get("unschedulable") else text


def _address(status: Object, kind: str) -> str:
    for address in status.get("addresses") or ():
        if address.get("type") == kind:
            return address.get("address") or ""
    return NONE


def _kernel(info: Object) -> str:
    kernel, architecture = info.get("kernelVersion") or UNKNOWN, info.get("architecture")
    return f"{kernel} ({architecture})" if architecture else kernel


def lease_cells(lease: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, HOLDER, AGE of a Lease."""
    holder = (lease.get("spec") or NOTHING).get("holderIdentity") or ""
    return [name_of(lease), holder, age_of(lease, now_ms)]


NODE = Printer(
    (
        NAME,
        Column("Status", description="The status of the node"),
        Column("Roles", description="The roles of the node"),
        AGE,
        Column("Version", documented_by="NodeSystemInfo.kubeletVersion"),
        Column("Internal-IP", priority=1, documented_by="NodeStatus.addresses"),
        Column("External-IP", priority=1, documented_by="NodeStatus.addresses"),
        Column("OS-Image", priority=1, documented_by="NodeSystemInfo.osImage"),
        Column("Kernel-Version", priority=1, documented_by="NodeSystemInfo.kernelVersion"),
        Column("Container-Runtime", priority=1, documented_by="NodeSystemInfo.containerRuntimeVersion"),
    ),
    node_cells,
)

LEASE = Printer((NAME, Column("Holder", documented_by="LeaseSpec.holderIdentity"), AGE), lease_cells)
