"""Making and deleting a ReplicaSet's pods, with the events that tell of it.

Upstream: `pkg/controller/controller_utils.go` (RealPodControl, GetPodFromTemplate), `replica_set.go` (slowStartBatch).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from cluster.core import pod_admission, resource_quota
from cluster.core.deletion import delete
from cluster.core.draft import MAX_GENERATED_BASE, suffix
from cluster.core.errors import ApiError
from cluster.core.kinds import Object, key_of
from cluster.core.moves import Emit, Move, Put
from cluster.core.objects import is_deleting, owner_reference
from cluster.core.state import State

MAX_NAME = 253
INITIAL_BATCH = 1
"""Slow start: a ReplicaSet whose pods are all refused asks for 1 of them, not for 500."""


class Outcome(NamedTuple):
    """Moves to be made, and the first error on the way."""

    moves: list[Move]
    error: str | None = None


def create_pods(state: State, rs: Object, count: int, reason: str) -> Outcome:
    """Up to `count` new pods from the template, in batches of 1, 2, 4 …; a terminating namespace counts as success."""
    namespace = state.get("Namespace", "", rs["metadata"]["namespace"])
    if namespace is not None and is_deleting(namespace):
        return Outcome([])
    maker = _Maker(state, rs)
    moves: list[Move] = []

    def create() -> str | None:
        try:
            pod = maker.make()
        except ApiError as error:
            moves.append(Emit(rs, "Warning", "FailedCreate", f"Error creating: {error}"))
            return str(error)
        moves.append(Put(pod, reason))
        moves.append(Emit(rs, "Normal", "SuccessfulCreate", f"Created pod: {pod['metadata']['name']}"))
        return None

    _, error = slow_start_batch(count, INITIAL_BATCH, create)
    return Outcome(moves, error)


def delete_pods(state: State, rs: Object, pods: list[tuple[Object, str]]) -> Outcome:
    """Deletes these pods, each for its own reason."""
    moves: list[Move] = []
    for pod, reason in pods:
        moves += delete(state, key_of(pod), reason=reason)
        moves.append(Emit(rs, "Normal", "SuccessfulDelete", f"Deleted pod: {pod['metadata']['name']}"))
    return Outcome(moves)


def slow_start_batch(count: int, initial: int, call: Callable[[], str | None]) -> tuple[int, str | None]:
    """Calls `count` times in batches of `initial`, twice as many, four times …; `call` answers with an error or None.

    The first batch with an error is finished and is the last: 10 calls of which 5 work -> 1 + 2 + 4 called, 5 done.
    Gives the number of successes and the first error.
    """
    remaining, successes, size = count, 0, min(count, initial)
    while size > 0:
        errors = [error for error in (call() for _ in range(size)) if error is not None]
        successes += size - len(errors)
        if errors:
            return successes, errors[0]
        remaining -= size
        size = min(2 * size, remaining)
    return successes, None


def pod_from_template(rs: Object) -> Object:
    """A pod as the template wants it, owned by the ReplicaSet; its name is still to be generated."""
    template, owner = rs["spec"]["template"], rs["metadata"]
    wanted = template.get("metadata") or {}
    metadata: dict[str, Any] = {"generateName": pods_prefix(owner["name"]), "namespace": owner["namespace"]}
    metadata |= {name: wanted[name] for name in ("labels", "annotations", "finalizers") if wanted.get(name)}
    metadata["ownerReferences"] = [owner_reference(rs)]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]}


def pods_prefix(name: str) -> str:
    """What generated names begin with: the owner's name and a dash, unless that is too long for a name."""
    return f"{name}-" if len(name) < MAX_NAME else name


class _Maker:
    """Makes pods of one template: admits it once and lets all share the admitted spec and status, unchanged."""

    def __init__(self, state: State, rs: Object) -> None:
        self._state = state
        self._pod = pod_from_template(rs)
        self._luck = f"{state.seed}/{rs['metadata']['uid']}/{state.revision}"
        self._base = str(self._pod["metadata"]["generateName"])[:MAX_GENERATED_BASE]
        self._tries = 0
        self._names: set[str] = set()
        self._admitted: Object | None = None
        self._allowance: resource_quota.Allowance | None = None

    def make(self) -> Object:
        """One more pod. Raises ApiError when it is refused."""
        metadata = {**self._pod["metadata"], "name": self._free_name()}
        if self._admitted is None or self._allowance is None:
            # Mutating admission comes before the name is generated, so its refusals know no more than the prefix.
            self._admitted = pod_admission.prepare(self._state, self._pod)
            self._allowance = resource_quota.Allowance(self._state, self._admitted)
        pod = {**self._admitted, "metadata": metadata}
        self._allowance.take(pod)
        return pod

    def _free_name(self) -> str:
        namespace = self._pod["metadata"]["namespace"]
        while True:
            name = self._base + suffix(f"{self._luck}/{self._tries}")
            self._tries += 1
            if name not in self._names and self._state.get("Pod", namespace, name) is None:
                self._names.add(name)
                return name
