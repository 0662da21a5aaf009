"""Living through a log again, and going back to where it has been.

Going back is a step like any other: what differs is put as it was, by someone, for a reason, and whoever watches sees
objects modified, added and deleted. Only the clock and the waiting work are not put, but set.
"""

from collections.abc import Iterator

from cluster.core import engine
from cluster.core.draft import Draft
from cluster.core.kinds import Key, Object
from cluster.core.logged import Logged
from cluster.core.moves import Change
from cluster.core.state import State

FIRST_KINDS = ("Namespace", "Node")
"""Created before all else, for other objects lie in them."""


def put_back(state: State, target: State, actor: str, reason: str) -> tuple[State, tuple[Change, ...]]:
    """The state made equal to an earlier (or abandoned) one, as one step: objects, clock, waiting work.

    Uids stay what they were, resourceVersions and the revision move on. There is always at least one change, so that
    the log tells of it: where nothing differs, one object gets a new resourceVersion. The log's moment is the one gone
    to. Raises LookupError for a target without any object.
    """
    if not target.objects:
        raise LookupError(f"at revision {target.revision} there is nothing yet")
    draft = Draft(state._replace(now=target.now), actor)
    for key in sorted(_lost(state, target)):
        draft.remove(state.objects[key], reason)
    differing = [obj for key, obj in target.objects.items() if _differs(draft.get(key), obj)]
    for obj in sorted(differing, key=_order):
        draft.adopt(obj, reason)
    if not draft.changes:
        draft.adopt(target.objects[min(target.objects)], reason)
    return draft.freeze()._replace(queue=target.queue), tuple(draft.changes)


def later(state: State, now: int) -> State:
    """The state at a later moment (milliseconds) until which nothing happened, but looks in vain."""
    if now <= state.now:
        return state
    passed, steps = engine.run(state, now)
    return state._replace(now=now) if steps else passed


def _lost(state: State, target: State) -> Iterator[Key]:
    """What is there now and was not then, or was another object of the same name."""
    for key, obj in state.objects.items():
        then = target.objects.get(key)
        if then is None or then["metadata"]["uid"] != obj["metadata"]["uid"]:
            yield key


def _differs(now: Object | None, then: Object) -> bool:
    if now is then:
        return False
    if now is None:
        return True
    version = now["metadata"].get("resourceVersion")
    return now != {**then, "metadata": {**then["metadata"], "resourceVersion": version}}


def _order(obj: Object) -> tuple[int, str, str, str]:
    kind, metadata = obj["kind"], obj["metadata"]
    rank = FIRST_KINDS.index(kind) if kind in FIRST_KINDS else len(FIRST_KINDS)
    return rank, kind, metadata.get("namespace", ""), metadata["name"]


def relived(state: State, row: Logged) -> State:
    """The state after one row of the log that follows it, for who reads along: nobody is queued.

    Raises KeyError for the deletion of what is not there.
    """
    draft = Draft(State(state.seed, row.now, row.revision - 1, *state[3:]), row.actor)
    if row.verb == "delete":
        draft.remove(row.object, row.reason)
    else:
        draft.adopt(row.object, row.reason)
    return draft.freeze()
