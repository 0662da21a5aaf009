"""The pod that TYPE/NAME means: of a Deployment, a ReplicaSet, a Service, the best of its pods.

Upstream: `polymorphichelpers/{logsforobject,attachablepodforobject}.go`, `kubectl/pkg/util/podutils`.
"""

from collections.abc import Callable
from typing import Any

from cluster.core import pods, selectors
from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.infos import Info, info_of, metadata_of
from cluster.kubectl.resources import of_kind

DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container"
Rank = Callable[[Object], Any]


def pods_of(call: Call, info: Info, what: str) -> list[Info]:
    """The pods that an object means, oldest first. Raises KubectlError, ApiRefused."""
    kind = of_kind("v1", "Pod")
    assert kind is not None
    if info.kind.kind == "Pod":
        return [info]
    spec = info.obj.get("spec") or {}
    selector = spec.get("selector")
    if info.kind.kind == "Service" and selector:
        text = ",".join(f"{key}={selector[key]}" for key in sorted(selector))
    elif isinstance(selector, dict) and ("matchLabels" in selector or "matchExpressions" in selector):
        text = str(selectors.from_label_selector(selector))
    else:
        version = info.kind.version
        raise KubectlError(
            f"cannot {what} *{version}.{info.kind.kind}: selector for *{version}.{info.kind.kind} not implemented"
            if info.kind.kind != "Service"
            else f"cannot {what} *v1.Service: invalid service '{info.name}': Service is defined without a selector"
        )
    return [info_of(pod, kind) for pod in call.client.items(kind, info.namespace, text)]


def first(call: Call, found: list[Info], rank: Rank, what: Info) -> Info:
    """The best one. Raises KubectlError when there is none."""
    if not found:
        raise KubectlError("timed out waiting for the condition")
    return sorted(found, key=lambda info: rank(info.obj))[0]


def by_logging(pod: Object) -> Any:
    """Running and ready before others, then longer ready, fewer restarts, younger (`ByLogging`)."""
    phase = (pod.get("status") or {}).get("phase")
    rank = {"Pending": 1, "Unknown": 2}.get(str(phase), 0)
    return not (pod.get("spec") or {}).get("nodeName"), rank, not pods.is_ready(pod), metadata_of(pod).get("name")


def all_names(pod: Object) -> str:
    """All containers of a pod, as kubectl lists them."""
    spec = pod.get("spec") or {}
    names = [str(one.get("name")) for one in spec.get("containers") or []]
    names += [f"{one.get('name')} (init)" for one in spec.get("initContainers") or []]
    names += [f"{one.get('name')} (ephem)" for one in spec.get("ephemeralContainers") or []]
    return ", ".join(names)


def container_names(pod: Object) -> list[str]:
    """Init containers first, then the others."""
    spec = pod.get("spec") or {}
    fields = ("initContainers", "containers", "ephemeralContainers")
    return [str(one.get("name")) for field in fields for one in spec.get(field) or []]


def default_container(call: Call, pod: Object, name: str, quiet: bool = False) -> str:
    """The container that is meant when none is named; says so when there are several."""
    if name:
        return name
    annotated = (metadata_of(pod).get("annotations") or {}).get(DEFAULT_CONTAINER)
    if annotated in container_names(pod):
        return str(annotated)
    if annotated:
        call.err(f'Default container name "{annotated}" not found in pod {metadata_of(pod).get("name")}\n')
    first_name = str(pod["spec"]["containers"][0]["name"])
    if len(container_names(pod)) > 1 and not quiet:
        call.err(f'Defaulted container "{first_name}" out of: {all_names(pod)}\n')
    return first_name
