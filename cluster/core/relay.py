"""Who did what, and what woke them: the log's changes as the steps of a relay, each with the step that caused it.

Nobody in Kubernetes calls the next one: everybody writes to the API server, and whoever watches what was written looks
at it a moment later. The log does not say who was woken by what; it follows from the objects touched. A controller
looks after one thing (its *subject*): the Deployment, the ReplicaSet, the pod, the Service. What woke it is a change of
this thing, or of something that this thing owns.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from cluster.core.actors import SETUP, is_act
from cluster.core.controllers import CONTROLLERS
from cluster.core.kinds import Object
from cluster.core.logged import Logged

LANES = {
    "kubelet": "kubelet",
    "deployment-controller": "deployment",
    "replicaset-controller": "replicaset",
    "default-scheduler": "scheduler",
    "endpoint-controller": "endpoints",
    "endpointslice-controller": "endpoints",
}
"""The lane of each actor that has one of its own; people have `you`, all others share `others`."""
OF_NODES = frozenset({"node-controller", "taint-eviction-controller", "pod-garbage-collector"})
"""Those who touch pods because of the nodes on which they are."""
SPEAKING = frozenset({"Event", "EndpointSlice", "Endpoints"})
"""Kinds of which the reason alone says what happened: `Stopping container nginx`, `web-x7x2p joined: 3 endpoints`."""
SHOWN = 6
"""Changes of one step that are kept in words; a ReplicaSet of 300 creates so many pods in one go."""
REMEMBERED = 48
"""Steps kept about one thing: those of the last moments are looked at again, 500 pods may turn ready within 200 ms."""
DELAYS: dict[str, set[int]] = {}
for _controller in CONTROLLERS:
    DELAYS.setdefault(_controller.name, set()).update((_controller.delay, _controller.slow_delay))


class Cause(NamedTuple):
    """What woke an actor: a `step`, through an object (`Pod web-5d9f-x7x2p`), `waited` milliseconds before.

    `itself`: it was its own earlier step, after which it had to wait (for an image, for a timer) or to look again.
    """

    step: int
    title: str
    waited: int
    itself: bool


class Step(NamedTuple):
    """What one actor did in one go. `step` names it: the revision of its first change; `revision` is its last.

    `writes` are (kind, verb, how many) without Events, what
    tells most first; `whats` the first few changes in words, of `telling` ones.
    """

    step: int
    revision: int
    now: int
    actor: str
    lane: str
    quiet: bool
    whats: tuple[str, ...]
    telling: int
    why: str
    writes: tuple[tuple[str, str, int], ...]
    cause: Cause | None


class _Trace(NamedTuple):
    step: int
    now: int
    actor: str
    title: str
    quiet: bool
    is_event: bool


class Relay:
    """The relay as far as it was seen; whoever goes on calls `see` with the next rows."""

    def __init__(self) -> None:
        self._traces: dict[str, deque[_Trace]] = {}
        self._listed: dict[str, frozenset[tuple[str, bool]]] = {}

    def see(self, rows: Iterable[Logged]) -> Iterator[Step]:
        """The steps of these rows, which follow the former ones; a step must not be cut in two."""
        for _, group in groupby(rows, key=lambda row: row.step):
            yield self._step(list(group))

    def leap(self, row: Logged) -> Step:
        """The step of going back in time, of which one row says all: it wakes nobody, for what waits is what waited."""
        return Step(row.step, row.revision, row.now, row.actor, "you", False, (row.reason,), 1, "", (), None)

    def _step(self, rows: list[Logged]) -> Step:
        seen = [(row, row.object) for row in rows]
        subjects = list(dict.fromkeys(key for row, obj in seen for key in self._subjects(row, obj)))
        cause = self._cause(rows[0], subjects)
        for row, obj in seen:
            self._remember(row, obj)
        telling = [row for row in rows if not is_quiet(row)] or rows
        return Step(
            rows[0].step,
            rows[-1].revision,
            rows[0].now,
            rows[0].actor,
            lane_of(rows[0].actor),
            all(is_quiet(row) for row in rows),
            tuple(_said(row) for row in telling[:SHOWN]),
            len(telling),
            "" if telling[0].kind in SPEAKING else telling[0].reason,
            _writes(rows),
            cause,
        )

    def _subjects(self, row: Logged, obj: Object) -> Iterator[str]:
        """What the actor looked after when it made this change, as the traces are filed."""
        if row.kind == "Event":
            yield str((obj.get("involvedObject") or {}).get("uid", ""))
            return
        match lane_of(row.actor):
            case "deployment" | "replicaset":
                own = row.kind in {"Deployment", "ReplicaSet"} and LANES.get(f"{row.kind.lower()}-controller")
                yield obj["metadata"]["uid"] if own == lane_of(row.actor) else _owner(obj)
            case "endpoints":
                yield from (uid for uid, _ in _targets(obj) ^ self._listed.get(obj["metadata"]["uid"], frozenset()))
                yield f"Service/{row.namespace}/{_service_of(obj)}"
            case "scheduler" | "kubelet":
                yield obj["metadata"]["uid"]
            case _ if row.kind == "Pod" and row.actor in OF_NODES:
                yield f"Node//{obj['spec'].get('nodeName', '')}"
            case _:
                yield from (obj["metadata"]["uid"], *_owners(obj), f"Namespace//{row.namespace}")

    def _remember(self, row: Logged, obj: Object) -> None:
        is_event = row.kind == "Event"
        trace = _Trace(row.step, row.now, row.actor, f"{row.kind} {row.name}", row.quiet, is_event)
        uid = obj["metadata"]["uid"]
        if row.kind in {"Endpoints", "EndpointSlice"}:
            self._listed[uid] = _targets(obj)
        filed = [uid, f"{row.kind}/{row.namespace}/{row.name}", *_owners(obj)]
        for key in [obj["involvedObject"].get("uid", "")] if is_event else filed:
            traces = self._traces.setdefault(key, deque(maxlen=REMEMBERED))
            # Of one step, what tells the most stays: a pod created says more than a count brought up to date.
            if traces and traces[-1].step == row.step:
                if not _is_better(trace, traces[-1]):
                    continue
                traces.pop()
            traces.append(trace)

    def _cause(self, row: Logged, subjects: list[str]) -> Cause | None:
        """The most telling of what was to be seen just so long ago as the actor takes to react; else see `_older`."""
        if is_act(row.actor):
            return None
        known = [trace for key in subjects for trace in self._traces.get(key, ()) if trace.step < row.step]
        moments = {row.now - delay for delay in DELAYS.get(row.actor.partition("/")[0], ())}
        prompt = [trace for trace in known if trace.now in moments and not trace.is_event]
        chosen = max(prompt, key=lambda t: (t.actor != row.actor, not t.quiet, t.step)) if prompt else None
        chosen = chosen or _older(row.actor, known)
        if chosen is None:
            return None
        return Cause(chosen.step, chosen.title, row.now - chosen.now, chosen.actor == row.actor)


def _older(actor: str, known: list[_Trace]) -> _Trace | None:
    """What others did since the actor last did its part; else that part, after which it waited; else what came last.

    A kubelet that pulled an image for 3 s goes on by itself: its cause is that it had begun to pull.
    """
    own = max((trace for trace in known if trace.actor == actor), key=lambda t: t.step, default=None)
    others = [trace for trace in known if trace.actor != actor and not trace.is_event]
    newer = [trace for trace in others if own is None or trace.step > own.step]
    if newer:
        return max(newer, key=lambda t: (not t.quiet, t.step))
    return own


def is_quiet(row: Logged) -> bool:
    """Whether a first reader may skip it. Endpoints are a leg of the relay here, as is the kubelet's stopping."""
    if row.kind == "EndpointSlice" and row.actor != SETUP:
        return False
    return (row.quiet and not row.what.startswith("event Killing ")) or row.actor == SETUP


def lane_of(actor: str) -> str:
    """`you`, `deployment`, `replicaset`, `scheduler`, `kubelet`, `endpoints` or `others`."""
    return "you" if is_act(actor) else LANES.get(actor.partition("/")[0], "others")


def _said(row: Logged) -> str:
    if row.kind == "Event" and row.what.startswith("event Killing "):
        return f"{row.reason} of {row.what.partition(' about ')[2]}"
    return f"{row.kind} {row.name}: {row.reason}" if row.kind in SPEAKING - {"Event"} else row.what


def _is_better(one: _Trace, other: _Trace) -> bool:
    return (not one.is_event, not one.quiet) > (not other.is_event, not other.quiet)


def _owners(obj: Object) -> list[str]:
    return [owner["uid"] for owner in obj["metadata"].get("ownerReferences") or ()]


def _owner(obj: Object) -> str:
    return next(iter(_owners(obj)), obj["metadata"]["uid"])


def _service_of(obj: Object) -> str:
    labels: dict[str, str] = obj["metadata"].get("labels") or {}
    return labels.get("kubernetes.io/service-name") or str(obj["metadata"]["name"])


def _targets(obj: Object) -> frozenset[tuple[str, bool]]:
    """The pods that a slice lists, each with whether it may be sent requests."""
    listed: list[tuple[dict[str, Any], bool]] = []
    for endpoint in obj.get("endpoints") or ():
        listed.append((endpoint, (endpoint.get("conditions") or {}).get("ready") is not False))
    for subset in obj.get("subsets") or ():
        listed += [(address, True) for address in subset.get("addresses") or ()]
        listed += [(address, False) for address in subset.get("notReadyAddresses") or ()]
    return frozenset((str((entry.get("targetRef") or {}).get("uid", "")), ready) for entry, ready in listed)


def _writes(rows: list[Logged]) -> tuple[tuple[str, str, int], ...]:
    counts: dict[tuple[str, str], int] = {}
    for row in sorted(rows, key=is_quiet):
        if row.kind != "Event":
            counts[row.kind, row.verb] = counts.get((row.kind, row.verb), 0) + 1
    return tuple((kind, verb, count) for (kind, verb), count in counts.items())
