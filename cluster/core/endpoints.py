"""What both endpoint controllers know: which Services a pod belongs to, and what a pod is as an endpoint.

Upstream: `staging/src/k8s.io/endpointslice/util/controller_utils.go` and `util/trigger_time_tracker.go`.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from cluster.core import pods
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change
from cluster.core.objects import condition_of
from cluster.core.state import State

TRIGGER = "endpoints.kubernetes.io/last-change-trigger-time"
HEADLESS = "service.kubernetes.io/headless"


def services_of(state: State, change: Change) -> Iterable[Key]:
    """A watch: the Services whose endpoints a change of a pod may alter (GetServicesToUpdateOnPodChange)."""
    pod, before = change.object, change.before
    if change.verb == "update" and before is not None:
        labels, old = pod["metadata"].get("labels"), before["metadata"].get("labels")
        moved = labels is not old and labels != old
        if not moved and not _changed(before, pod):
            return ()
        return _matching(state, change.key[1], (labels, old) if moved else (labels,))
    if not has_ip(pod):
        return ()
    return _matching(state, change.key[1], (pod["metadata"].get("labels"),))


def _changed(before: Object, pod: Object) -> bool:
    """Whether something changed that an endpoint shows; a pod without an IP is none yet."""
    if pod["metadata"].get("deletionTimestamp") != before["metadata"].get("deletionTimestamp"):
        return has_ip(pod)
    status, old = pod.get("status") or {}, before.get("status") or {}
    if status is old or not (status.get("podIP") or old.get("podIP")):
        return False
    return (
        status.get("podIP") != old.get("podIP")
        or (status.get("conditions") is not old.get("conditions") and is_ready(pod) != is_ready(before))
        or (status.get("phase") in pods.TERMINAL) != (old.get("phase") in pods.TERMINAL)
    )


def _matching(state: State, namespace: str, labels: tuple[dict[str, str] | None, ...]) -> list[Key]:
    return [
        ("Service", namespace, service["metadata"]["name"])
        for service in state.of_kind("Service", namespace)
        if (selector := service["spec"].get("selector")) and any(_selects(selector, each or {}) for each in labels)
    ]


def _selects(selector: dict[str, str], labels: dict[str, str]) -> bool:
    for name, value in selector.items():  # noqa: SIM110 - a third of the time, for every change of every pod
        if labels.get(name) != value:
            return False
    return True


def has_ip(pod: Object) -> bool:
    """Whether the pod has an address yet."""
    status = pod.get("status") or {}
    return bool(status.get("podIP") or status.get("podIPs"))


def selected_pods(state: State, service: Object) -> list[Object]:
    """The pods that a Service with a selector finds and that have an IP and have not finished, terminating ones too."""
    namespace, selector = service["metadata"]["namespace"], service["spec"]["selector"]
    return [
        pod
        for pod in state.labelled("Pod", namespace, selector)
        if (status := pod.get("status"))
        and (status.get("podIP") or status.get("podIPs"))
        and status.get("phase") not in pods.TERMINAL
    ]


def ipv4_of(pod: Object) -> str:
    """The pod's IPv4 address, '' when it has none."""
    status = pod.get("status") or {}
    first = status.get("podIP") or ""
    if first and ":" not in first:
        return str(first)
    every = [entry.get("ip") or "" for entry in status.get("podIPs") or ()] or [status.get("podIP") or ""]
    return next((ip for ip in every if ip and ":" not in ip), "")


@lru_cache(maxsize=16384)
def ip_number(ip: str) -> tuple[int, ...]:
    """An IPv4 address to sort by: `10.244.1.9` before `10.244.1.10`."""
    return tuple(map(int, ip.split(".")))


def find_port(pod: Object, port: dict[str, Any]) -> int | None:
    """The container port that a Service port leads to, None when the pod has none of that name (FindPort)."""
    target = port.get("targetPort")
    if isinstance(target, int):
        return target or port["port"]
    protocol = port.get("protocol") or "TCP"
    sidecars = [c for c in pod["spec"].get("initContainers") or () if c.get("restartPolicy") == "Always"]
    for container in [*pod["spec"]["containers"], *sidecars]:
        for candidate in container.get("ports") or ():
            if candidate.get("name") == target and (candidate.get("protocol") or "TCP") == protocol:
                return int(candidate["containerPort"])
    return None


def hostname_for(pod: Object, service: Object) -> str:
    """The name under which a headless Service's DNS knows the pod (ShouldSetHostname)."""
    spec = pod["spec"]
    return str(spec.get("hostname") or "") if spec.get("subdomain") == service["metadata"]["name"] else ""


def is_ready(pod: Object) -> bool:
    """Condition Ready is True; `pods.is_ready` without the time, as every pod of a Service is asked at every look."""
    for condition in (pod.get("status") or {}).get("conditions") or ():
        if condition["type"] == "Ready":
            return bool(condition["status"] == "True")
    return False


def trigger_time(pod: Object) -> str:
    """When the pod's readiness last changed, '' when it has none: what made its endpoint change."""
    condition = condition_of(pod, "Ready")
    return str((condition or {}).get("lastTransitionTime") or "")


def summary(joined: list[str], left: list[str], changed: list[str], total: int, ready: int) -> str:
    """The reason of an endpoint change: `web-a joined, web-b left: 3 endpoints, 2 of them ready`."""
    told = ((joined, "joined"), (left, "left"), (changed, "changed"))
    parts = [f"{some(names)} {verb}" for names, verb in told if names]
    how = "no endpoint" if not total else f"{total} endpoint{'s' * (total != 1)}, {ready} of them ready"
    return f"{', '.join(parts)}: {how}" if parts else how


def some(names: list[str]) -> str:
    """Three names at most: `a, b, c and 4 more`."""
    shown = ", ".join(sorted(names)[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
