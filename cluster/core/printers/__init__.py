"""Objects as rows of a table, as the API server prints them for `kubectl get`.

Upstream: `pkg/printers/internalversion/printers.go`. Each kind has one printer: its columns, and a function that fills
them. The API's Table is made of `columns`, `description`, `cells` and `row_conditions`; `table` gives people finished
rows of text.
"""

from cluster.core.kinds import Object
from cluster.core.printers import basics, events, network, nodes, pods, policies, workloads
from cluster.core.printers.columns import Cell, Column, Printer
from cluster.core.printers.descriptions import description

__all__ = ["PRINTERS", "Cell", "Column", "Printer", "cells", "columns", "description", "row_conditions", "table"]

PRINTERS: dict[str, Printer] = {
    "Pod": pods.POD,
    "Deployment": workloads.DEPLOYMENT,
    "ReplicaSet": workloads.REPLICA_SET,
    "ReplicationController": workloads.REPLICATION_CONTROLLER,
    "PodTemplate": workloads.POD_TEMPLATE,
    "StatefulSet": workloads.STATEFUL_SET,
    "DaemonSet": workloads.DAEMON_SET,
    "Job": workloads.JOB,
    "Scale": workloads.SCALE,
    "ComponentStatus": basics.COMPONENT_STATUS,
    "Service": network.SERVICE,
    "Endpoints": network.ENDPOINTS,
    "EndpointSlice": network.ENDPOINT_SLICE,
    "Node": nodes.NODE,
    "Lease": nodes.LEASE,
    "Event": events.EVENT,
    "Namespace": basics.NAMESPACE,
    "ConfigMap": basics.CONFIG_MAP,
    "Secret": basics.SECRET,
    "ServiceAccount": basics.SERVICE_ACCOUNT,
    "HorizontalPodAutoscaler": policies.AUTOSCALER,
    "PodDisruptionBudget": policies.DISRUPTION_BUDGET,
    "ResourceQuota": policies.RESOURCE_QUOTA,
    "LimitRange": policies.LIMIT_RANGE,
}


def printer_of(kind: str) -> Printer:
    """The printer of a kind; NAME and AGE for kinds that have none of their own."""
    return PRINTERS.get(kind, basics.DEFAULT)


def columns(kind: str) -> tuple[Column, ...]:
    """All columns of a kind, those of `-o wide` (priority 1) among them."""
    return printer_of(kind).columns


def cells(obj: Object, now_ms: int, wide: bool = True) -> list[Cell]:
    """The object's cells, one for each of `columns(kind)`; with `wide` False only those of priority 0.

    The API server always fills the wide ones (`pkg/printers/storage/storage.go`); kubectl hides what was not asked for.
    """
    printer = printer_of(obj.get("kind") or "")
    row = printer.cells(obj, now_ms, wide)
    if wide:
        return row
    return [cell for cell, column in zip(row, printer.columns, strict=True) if not column.priority]


def row_conditions(obj: Object) -> list[Object]:
    """The conditions of the object's row in the API's Table: only finished pods have one."""
    return pods.pod_row_conditions(obj) if obj.get("kind") == "Pod" else []


def table(objects: Object | list[Object], now_ms: int, wide: bool = False) -> list[list[str]]:
    """Rows of text for an object, a `...List`, or a list of objects of one kind; the first row holds kubectl's titles.

    `tabwriter.table` aligns them. An empty list has no rows, not even titles.
    """
    items = [objects] if isinstance(objects, dict) and "items" not in objects else _items(objects)
    if not items:
        return []
    shown = [not column.priority or wide for column in columns(items[0].get("kind") or "")]
    titles = [column.name.upper() for column in columns(items[0].get("kind") or "")]
    rows: list[list[Cell]] = [[*titles], *(cells(item, now_ms) for item in items)]
    return [[str(cell) for cell, show in zip(row, shown, strict=True) if show] for row in rows]


def _items(objects: Object | list[Object]) -> list[Object]:
    if isinstance(objects, list):
        return objects
    kind = (objects.get("kind") or "").removesuffix("List")
    return [item if item.get("kind") else {**item, "kind": kind} for item in objects.get("items") or ()]
