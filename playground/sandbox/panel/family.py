"""Owners and children of an object as a small tree, and what else has to do with it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from cluster.core import deployments, disruption
from cluster.core.kinds import KINDS, Key, Object, key_of
from cluster.core.objects import controller_of, labels_of, name_of, namespace_of, uid_of
from cluster.core.pod_status import pod_summary
from cluster.core.pods import node_of
from cluster.core.state import State
from cluster.core.summaries.network import SERVICE_NAME
from cluster.core.summaries.settings import references

SHOWN = 10
FOLDED = 90
"""Children shown at once, and those behind "more"; beyond 100 a number says enough."""
DEEPEST = 5
"""Owners are followed so far; two objects can own each other, if somebody writes that."""


class Member(NamedTuple):
    """One object in the tree, with those under it: the first few, those behind "more", and how many more there are."""

    key: Key
    note: str
    is_self: bool = False
    children: tuple["Member", ...] = ()
    folded: tuple["Member", ...] = ()
    more: int = 0


class Link(NamedTuple):
    """Another object that has to do with this one: `word` says how."""

    word: str
    key: Key


def family_of(state: State, obj: Object) -> Member:
    """The tree from the topmost owner down to what belongs to the object."""
    children = sorted(_children(state, obj), key=_order)
    shown = [_member(child) for child in children[: SHOWN + FOLDED]]
    # One more is shown sooner than folded.
    first = SHOWN if len(shown) > SHOWN + 1 else len(shown)
    rest = max(0, len(children) - SHOWN - FOLDED)
    top = Member(key_of(obj), _note(obj), True, tuple(shown[:first]), tuple(shown[first:]), rest)
    for owner in _owners(state, obj):
        top = _member(owner)._replace(children=(top,))
    return top


def _owners(state: State, obj: Object) -> Iterator[Object]:
    for _ in range(DEEPEST):
        owner = controller_of(obj)
        found = state.get(owner["kind"], namespace_of(obj), owner["name"]) if owner else None
        if found is None:
            return
        yield found
        obj = found


def _children(state: State, obj: Object) -> list[Object]:
    if obj["kind"] == "Node":
        return list(state.pods_on(name_of(obj)))
    return [child for child in state.dependents(uid_of(obj)) if child["kind"] in KINDS]


def _order(obj: Object) -> tuple[Any, ...]:
    """The newest rollout revision first, then by name."""
    return obj["kind"], -deployments.revision_of(obj), namespace_of(obj), name_of(obj)


def _member(obj: Object) -> Member:
    return Member(key_of(obj), _note(obj))


def _note(obj: Object) -> str:
    """How it does, in a word or two."""
    wanted = (obj.get("spec") or {}).get("replicas", 1)
    match obj["kind"]:
        case "Pod":
            return pod_summary(obj).status
        case "Deployment":
            available = deployments.status_count(obj, "availableReplicas")
            # In the middle of a rollout there may be more than are wanted.
            return f"{available} of {wanted} available" if available <= wanted else f"{available} available"
        case "ReplicaSet" | "ReplicationController":
            revision = deployments.revision_of(obj)
            ready = f"{deployments.status_count(obj, 'readyReplicas')} of {wanted} ready" if wanted else "0 pods"
            return f"revision {revision}, {ready}" if revision else ready
    return ""


def related_to(state: State, obj: Object) -> list[Link]:
    """What else there is to look at, each thing once."""
    return list(dict.fromkeys(link for link in _related(state, obj) if state.at(link.key) is not None))


def _related(state: State, obj: Object) -> Iterator[Link]:
    kind, namespace, spec = obj["kind"], namespace_of(obj), obj.get("spec") or {}
    if kind == "Pod":
        yield Link("runs on", ("Node", "", node_of(obj)))
        yield from _around_pods(state, obj, spec)
        yield Link("runs under", ("ServiceAccount", namespace, spec.get("serviceAccountName") or "default"))
    elif spec.get("template"):
        template = {"metadata": {"namespace": namespace, **(spec["template"].get("metadata") or {})}}
        yield from _around_pods(state, template, spec["template"].get("spec") or {})
        yield from _autoscalers(state, obj)
    elif kind == "Service":
        yield Link("keeps addresses in", ("Endpoints", namespace, name_of(obj)))
        pods = state.labelled("Pod", namespace, spec["selector"]) if spec.get("selector") else ()
        yield from [Link("sends requests to", key_of(pod)) for pod in sorted(pods, key=name_of)[:SHOWN]]
    elif kind in {"Endpoints", "EndpointSlice"}:
        yield Link("is of", ("Service", namespace, labels_of(obj).get(SERVICE_NAME) or name_of(obj)))
    elif kind == "HorizontalPodAutoscaler":
        target = spec.get("scaleTargetRef") or {}
        yield Link("scales", (str(target.get("kind")), namespace, str(target.get("name"))))
    elif kind == "Event":
        about = obj.get("involvedObject") or {}
        yield Link("is about", (about.get("kind", ""), about.get("namespace", ""), about.get("name", "")))
    elif kind == "Node":
        yield Link("shows that it lives by", ("Lease", "kube-node-lease", name_of(obj)))


def _around_pods(state: State, pod: Object, pod_spec: dict[str, Any]) -> Iterator[Link]:
    """What concerns pods with these labels and this spec, whether there are any yet or not."""
    for service in sorted(state.services_for(pod), key=name_of):
        yield Link("gets requests from", key_of(service))
    for budget in disruption.budgets_of(state, pod):
        yield Link("is guarded by", key_of(budget))
    for kind, name in references(pod_spec):
        yield Link("reads", (kind, namespace_of(pod), name))


def _autoscalers(state: State, obj: Object) -> Iterator[Link]:
    for scaler in sorted(state.of_kind("HorizontalPodAutoscaler", namespace_of(obj)), key=name_of):
        target = scaler["spec"].get("scaleTargetRef") or {}
        if (target.get("kind"), target.get("name")) == (obj["kind"], name_of(obj)):
            yield Link("is scaled by", key_of(scaler))
