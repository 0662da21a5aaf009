"""One look at one ReplicaSet: claim pods, make or delete some, write the status.

Upstream: `pkg/controller/replicaset/replica_set.go` (syncReplicaSet, manageReplicas). There is nothing like upstream's
expectations: they guard against a cache that lags behind its own writes, and here every look is at the state itself.
All moves follow from the state as it was at the beginning, so the status written along with new pods does not count
them yet; they wake the controller again.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from cluster.core import times
from cluster.core.controllers.replicaset import ranking
from cluster.core.controllers.replicaset.claim import claim_pods
from cluster.core.controllers.replicaset.pod_control import Outcome, create_pods, delete_pods
from cluster.core.controllers.replicaset.status import FAILURE, Counts, calculate_status, count, get_condition
from cluster.core.kinds import Key, Object
from cluster.core.moves import Move, Put, Wake
from cluster.core.objects import is_deleting
from cluster.core.state import State

BURST_REPLICAS = 500
"""At most so many pods are made or deleted in one look."""
FIRST_RETRY = 5
LAST_RETRY = 1000 * times.SECOND
"""Retries after an error wait 5 ms, 10 ms, 20 ms … 1000 s (`client-go/util/workqueue/default_rate_limiters.go`)."""
FAILING_SINCE = "failing_since"


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Brings the number of active pods to `spec.replicas` and the status up to date."""
    rs = state.at(key)
    if rs is not None:
        yield from sync(state, rs)


def sync(state: State, rs: Object) -> Iterator[Move]:
    """One look at a ReplicaSet, or at what is run like one; what it puts of `rs` is `rs` with another status."""
    claim = claim_pods(state, rs)
    yield from claim.puts
    outcome = Outcome([])
    if not claim.puts and not is_deleting(rs):
        outcome = manage_replicas(state, rs, claim.active)
    yield from outcome.moves
    counts = count(rs, claim.active, state.now)
    status = calculate_status(rs, counts, claim.terminating, outcome.error, state.now)
    if status != rs.get("status"):
        rs = _with_note({**rs, "status": status}, state.now)
        yield Put(rs, _why_status(rs, counts), "status")
    if outcome.error is not None:
        yield Wake(state.now + retry_delay(rs, state.now))
    elif counts.next_available is not None:
        yield Wake(counts.next_available)


def manage_replicas(state: State, rs: Object, active: Sequence[Object], burst: int = BURST_REPLICAS) -> Outcome:
    """The pods to make or to delete: 4 active, 3 wanted -> 1 to delete."""
    wanted = rs["spec"].get("replicas", 1)
    diff = len(active) - wanted
    if diff < 0:
        reason = f"{wanted} wanted, {len(active)} active: {_at_most(-diff, burst, 'missing')}"
        return create_pods(state, rs, min(-diff, burst), reason)
    if diff > 0:
        reason = f"{len(active)} active, {wanted} wanted: {_at_most(diff, burst, 'too many')}"
        return delete_pods(state, rs, _doomed(state, rs, active, min(diff, burst), reason))
    return Outcome([])


def retry_delay(rs: Object, now: int) -> int:
    """Milliseconds until the next try: as long as it has been failing, and 5 ms.

    That makes tries at 0, 5, 15, 35, 75 … ms: the doubling back-off, read from the state alone.
    """
    since = (rs.get("simulation") or {}).get(FAILING_SINCE)
    if since is None:
        failure = get_condition((rs.get("status") or {}).get("conditions") or (), FAILURE)
        since = times.to_ms(failure["lastTransitionTime"]) if failure else now
    return min(max(now - int(since), 0) + FIRST_RETRY, LAST_RETRY)


def _at_most(diff: int, burst: int, words: str) -> str:
    return f"{diff} {words}" + (f", {burst} at once at most" if diff > burst else "")


def _doomed(state: State, rs: Object, active: Sequence[Object], number: int, reason: str) -> list[tuple[Object, str]]:
    ordered = sorted(active, key=lambda pod: str(pod["metadata"]["name"]))
    if number >= len(ordered):
        return [(pod, f"{reason}, so all go") for pod in ordered]
    ranks = ranking.ranked(ordered, ranking.related_pods(state, rs), state.now)
    survivor = ranks[number]
    return [
        (rank.pod, f"{reason}; {rank.pod['metadata']['name']} goes first: it {ranking.why_first(rank, survivor)}")
        for rank in ranks[:number]
    ]


def _with_note(rs: Object, now: int) -> Object:
    """Notes the exact moment at which making pods began to fail, for the back-off; the condition has only seconds."""
    failing = get_condition(rs["status"].get("conditions") or (), FAILURE) is not None
    note: dict[str, Any] = rs.get("simulation") or {}
    if failing == (FAILING_SINCE in note):
        return rs
    if failing:
        return {**rs, "simulation": {**note, FAILING_SINCE: now}}
    rest = {name: value for name, value in note.items() if name != FAILING_SINCE}
    return {**rs, "simulation": rest} if rest else {name: rs[name] for name in rs if name != "simulation"}


def _why_status(rs: Object, counts: Counts) -> str:
    going = rs["status"]["terminatingReplicas"]
    pods = "pod" if counts.replicas == 1 else "pods"
    parts = f"{counts.replicas} active {pods}, {counts.ready} ready, {counts.available} available"
    return f"{parts}, {going} terminating" if going else parts
