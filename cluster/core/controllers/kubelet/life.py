"""One pod on the kubelet's desk: what is known of it, what happens to it in this turn, when to look again.

What the kubelet knows of a pod beyond its status stands under the pod's key `simulation`, in milliseconds: `since` (it
was taken on), `mounted` (its volumes are), `sandbox` (its network is up), `ip`, and a note for each container under
`containers`. A note says what it `is`:

    making   its turn has come: the image is there, or being pulled (`pull`) from `from` on; it starts at `at`
    held     it cannot be made, for `reason` and `message`, since `at`
    running  since `at`, with `image`; `kill`: it is being stopped since then, because its definition has changed
    over     since `at`, having `began`, with `code` and `reason`; what follows is decided at `next`
    looping  over, and waiting until `at` before it is started again

`restarts`, `last` (its former end) and `backoff`/`backoff_at` are carried from note to note. Notes are written only
together with visible changes; whatever lies between two of them is computed anew at each look.
"""

from typing import Any, Literal

from cluster.core import events
from cluster.core.kinds import Object
from cluster.core.moves import Emit, Move, Put, Wake
from cluster.core.state import State

Container = dict[str, Any]
Note = dict[str, Any]

CARRIED = ("restarts", "last", "backoff", "backoff_at")
JITTER_MS = 150


class Life:
    """A pod during one turn. Rules change `notes`; what they touch becomes one status write."""

    __slots__ = (
        "changed",
        "containers",
        "deleting",
        "emits",
        "end",
        "extra",
        "inits",
        "node",
        "notes",
        "now",
        "pod",
        "simulation",
        "spec",
        "state",
        "wakes",
        "why",
    )

    def __init__(self, state: State, pod: Object, node: Object) -> None:
        self.state, self.pod, self.node, self.now = state, pod, node, state.now
        self.spec: dict[str, Any] = pod["spec"]
        self.containers: list[Container] = self.spec["containers"]
        self.inits: list[Container] = self.spec.get("initContainers") or []
        self.simulation: dict[str, Any] = dict(pod.get("simulation") or ())
        self.notes: dict[str, Note] = dict(self.simulation.get("containers") or ())
        self.deleting = "deletionTimestamp" in pod["metadata"]
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

    def change(self, name: str, note: Note, why: str) -> Note:
        """Container `name` has got into another state; what must not be forgotten is carried over. The new note."""
        old = self.notes.get(name)
        if old:
            for field in CARRIED:
                if field in old and field not in note:
                    note[field] = old[field]
        self.notes[name] = note
        self.touch(why)
        return note

    def touch(self, why: str) -> None:
        """Something visible has changed, because of `why`."""
        self.changed = True
        if why:
            self.why.append(why)

    def emit(
        self, type: Literal["Normal", "Warning"], reason: str, message: str, container: Container | None = None
    ) -> None:
        """An Event about the pod, or about one of its containers."""
        self.emits.append(Emit(self.pod, type, reason, message, self._path(container)))

    def emit_once(
        self, type: Literal["Normal", "Warning"], reason: str, message: str, container: Container | None, since: int
    ) -> None:
        """The same, unless it has been recorded at or after `since` (milliseconds)."""
        emit = Emit(self.pod, type, reason, message, self._path(container))
        about = self.state.events_about(self.pod["metadata"]["uid"])
        if emit not in self.emits and not events.has_happened(about, emit, since):
            self.emits.append(emit)

    def _path(self, container: Container | None) -> str:
        if container is None:
            return ""
        field = "initContainers" if self.inits and container in self.inits else "containers"
        return f"spec.{field}{{{container['name']}}}"

    def heard_at(self) -> int:
        """From when on another Event about the pod is recorded, and not swallowed by the rate limit."""
        source = events.source_of(f"kubelet/{self.spec['nodeName']}")
        return events.heard_at(self.state.events_about(self.pod["metadata"]["uid"]), source, self.now)

    def is_plain_init(self, container: Container) -> bool:
        """Whether it is an init container that has to end before the next one begins, no sidecar."""
        return bool(self.inits) and container.get("restartPolicy") != "Always" and container in self.inits

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
