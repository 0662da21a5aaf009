"""One pod on the kubelet's desk: what is known of it, what happens to it in this turn, when to look again.

What the kubelet knows of each container beyond the pod's status stands under the pod's key `simulation`, in
milliseconds. A container's note says what it `is`:

    making   its turn has come: the image is there or being pulled, it starts at `at`
    held     it cannot be made, for a `reason`; tried again at `retry`
    running  since `at`
    over     since `at`, with `code` and `reason`; `began` is when it had started
    looping  over, and waiting until `retry` before it is started again

`restarts`, `last` (its former end) and `backoff`/`backoff_at` are carried from note to note.
"""

from typing import Any, Literal

from cluster.core.kinds import Object, key_of
from cluster.core.moves import Emit, Move, Put, Wake
from cluster.core.state import State

Container = dict[str, Any]
Note = dict[str, Any]

CARRIED = ("restarts", "last", "backoff", "backoff_at")
JITTER_MS = 150


class Life:
    """A pod during one turn. Rules change `notes`; what they touch becomes one status write."""

    __slots__ = (
        "changed", "containers", "emits", "end", "extra", "inits", "node", "node_images", "notes", "now", "pod",
        "simulation", "spec", "state", "wakes", "why",
    )

    def __init__(self, state: State, pod: Object, node: Object) -> None:
        self.state, self.pod, self.node, self.now = state, pod, node, state.now
        self.spec: dict[str, Any] = pod["spec"]
        self.containers: list[Container] = self.spec["containers"]
        self.inits: list[Container] = self.spec.get("initContainers") or []
        self.simulation: dict[str, Any] = dict(pod.get("simulation") or ())
        self.notes: dict[str, Note] = dict(self.simulation.get("containers") or ())
        self.node_images: dict[str, int] = (node.get("simulation") or {}).get("images") or {}
        self.emits: list[Emit] = []
        self.extra: list[Move] = []
        self.wakes: list[int] = []
        self.why: list[str] = []
        self.changed = False
        self.end: tuple[str, str, str] | None = None

    @property
    def since(self) -> int | None:
        """When the kubelet took the pod on (milliseconds); None: not yet."""
        return self.simulation.get("since")

    def change(self, name: str, note: Note, why: str) -> None:
        """Container `name` has got into another state; what must not be forgotten is carried over."""
        old = self.notes.get(name)
        if old:
            for field in CARRIED:
                if field in old and field not in note:
                    note[field] = old[field]
        self.notes[name] = note
        self.touch(why)

    def touch(self, why: str) -> None:
        """Something visible has changed, because of `why`."""
        self.changed = True
        if why:
            self.why.append(why)

    def emit(self, type: Literal["Normal", "Warning"], reason: str, message: str, container: Container | None = None) -> None:
        """An Event about the pod, or about one of its containers."""
        path = ""
        if container is not None:
            field = "initContainers" if container in self.inits else "containers"
            path = f"spec.{field}{{{container['name']}}}"
        self.emits.append(Emit(self.pod, type, reason, message, path))

    def said(self, reason: str, message: str, since: int) -> bool:
        """Whether an Event of this reason and text has been recorded at or after `since`."""
        return any(
            event["reason"] == reason and event["message"] == message and event["simulation"]["at"] >= since
            for event in self.state.events_about(self.pod["metadata"]["uid"])
        )

    def wake(self, at: int) -> None:
        """Look again at `at` (milliseconds)."""
        self.wakes.append(at)

    def jitter(self) -> int:
        """A few milliseconds made of the uid, so that not all pods of a node are ready at the same moment."""
        return int(self.pod["metadata"]["uid"][:4], 16) % (2 * JITTER_MS + 1) - JITTER_MS

    def noted(self) -> Object:
        """The pod with the notes of this turn."""
        return {**self.pod, "simulation": {**self.simulation, "containers": self.notes}}

    def written(self, status: dict[str, Any]) -> Put:
        """The status write of this turn."""
        return Put({**self.noted(), "status": status}, "; ".join(self.why), "status")

    def next_wake(self) -> Wake | None:
        """The earliest moment asked for."""
        return Wake(min(self.wakes)) if self.wakes else None

    @property
    def key(self) -> tuple[str, str, str]:
        """The pod's key."""
        return key_of(self.pod)
