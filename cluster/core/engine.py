"""Whose turn it is: takes the next due key from the queue, lets its controller look, and commits what it wishes.

    step(state)      one controller doing its part once
    run(state, t)    all that happens until a moment
    commit(state, …) someone's moves, at the present moment
    adopt(state, …)  the same, as the log tells it
    wake_at(state)   when something happens next by itself, or never

One step's changes are one entry of the story. Whoever watches a changed kind is queued with its reaction delay.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cluster.core.controllers import CONTROLLERS
from cluster.core.controllers.controller import Controller, Watch
from cluster.core.draft import Draft
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change, Move, Wake
from cluster.core.queue import WorkQueue
from cluster.core.state import State

Entry = tuple[int, str, Key]
"""(due in milliseconds, name of the controller, key)."""
Told = tuple[str, Object, str]
"""A change as the log tells it: (verb, the object as it became, or was last, reason)."""
Triggers = dict[str, list[tuple[int, Watch, int]]]
STEP_LIMIT = 1_000_000
"""More steps than any settling needs (2,000 replicas take some 40,000); beyond it two controllers are at war."""


class Step(NamedTuple):
    """One controller's part: who, about which key, and the changes it made (never empty)."""

    actor: str
    key: Key
    changes: tuple[Change, ...]


class Unsettled(RuntimeError):
    """The state did not come to rest within the step limit: a defect of the controllers."""


def _triggers(controllers: Iterable[Controller]) -> Triggers:
    triggers: Triggers = {}
    for position, controller in enumerate(controllers):
        for kind, watch in controller.watches.items():
            triggers.setdefault(kind, []).append((position, watch, controller.delay))
        for kind, watch in controller.slow_watches.items():
            triggers.setdefault(kind, []).append((position, watch, controller.slow_delay))
    return triggers


TRIGGERS = _triggers(CONTROLLERS)
POSITIONS = {controller.name: position for position, controller in enumerate(CONTROLLERS)}


def wake_at(state: State) -> int | None:
    """The next moment (milliseconds) at which something may happen by itself; None: the cluster is at rest."""
    entry = state.queue.peek()
    return None if entry is None else max(entry[0], state.now)


def commit(state: State, moves: Iterable[Move], actor: str) -> tuple[State, tuple[Change, ...]]:
    """The state after someone's moves, with everyone queued whom they concern; and the changes made."""
    return _committed(state, Draft(state, actor, alien=True), moves)


def adopt(state: State, told: Iterable[Told], now: int, actor: str) -> tuple[State, tuple[Change, ...]]:
    """The state after one step of someone's as the log tells it, whose moves are not known any more; and its changes.

    Everyone is queued as they were then. Raises KeyError for the deletion of what is not there.
    """
    draft = Draft(state._replace(now=now), actor, alien=True)
    for verb, obj, reason in told:
        if verb == "delete":
            draft.remove(obj, reason)
        else:
            draft.adopt(obj, reason)
    return _queued(draft.freeze(), draft.changes), tuple(draft.changes)


def _committed(state: State, draft: Draft, moves: Iterable[Move]) -> tuple[State, tuple[Change, ...]]:
    for move in moves:
        draft.apply(move)
    if not draft.changes:
        return state, ()
    changes = tuple(draft.changes)
    return _queued(draft.freeze(), changes), changes


def step(state: State, until: int | None = None) -> tuple[State, Step | None]:
    """The next step due at or before `until` (default: whenever), with the clock moved to its moment.

    Keys with nothing to do are looked at and passed over. None: nothing more is due; the clock then stands at the last
    moment at which someone looked.
    """
    while (looked := look(state, until)) is not None:
        state, done = looked
        if done is not None:
            return state, done
    return state, None


def look(state: State, until: int | None = None) -> tuple[State, Step | None] | None:
    """The next controller due at or before `until` looks at its key, perhaps in vain. None: nobody is due."""
    due = wake_at(state)
    if due is None or (until is not None and due > until):
        return None
    (_, position, key), queue = state.queue.pop()
    return _reconcile(state.later(due, queue), position, key)


def run(state: State, until: int) -> tuple[State, list[Step]]:
    """Everything that happens up to and including `until` (milliseconds); the clock then stands there."""
    steps: list[Step] = []
    while True:
        state, done = step(state, until)
        if done is None:
            return state._replace(now=max(state.now, until)), steps
        steps.append(done)


def settle(state: State, within: int = 3_600_000) -> tuple[State, list[Step]]:
    """Everything that happens until nothing is left to do, but no longer than `within` milliseconds of simulated time.

    Raises Unsettled when the step limit is reached.
    """
    steps: list[Step] = []
    until = state.now + within
    while len(steps) < STEP_LIMIT:
        state, done = step(state, until)
        if done is None:
            return state, steps
        steps.append(done)
    raise Unsettled(f"{STEP_LIMIT} steps without coming to rest; last: {steps[-1].actor} on {steps[-1].key}")


def resync(state: State) -> State:
    """The state with every object shown to every controller again, as after their restart."""
    queue = state.queue
    for obj in list(state.objects.values()):
        key = obj["kind"], obj["metadata"].get("namespace", ""), obj["metadata"]["name"]
        change = Change(state.revision, state.revision, state.now, "", "", "update", key, obj, obj)
        queue = _enqueue(state, queue, change)
    return state._replace(queue=queue)


def dump_queue(queue: WorkQueue) -> list[Entry]:
    """The waiting work as plain data, controllers by name, so that their order may change between releases."""
    return [(due, CONTROLLERS[position].name, key) for due, position, key in queue.dump()]


def load_queue(entries: Iterable[Entry]) -> WorkQueue:
    """The queue that `dump_queue` wrote; work of controllers that no longer exist is dropped."""
    return WorkQueue.load([(due, POSITIONS[name], key) for due, name, key in entries if name in POSITIONS])


def _reconcile(state: State, position: int, key: Key) -> tuple[State, Step | None]:
    controller = CONTROLLERS[position]
    moves: list[Move] = []
    wake: int | None = None
    for move in controller.reconcile(state, key):
        if isinstance(move, Wake):
            wake = move.at if wake is None else min(wake, move.at)
        else:
            moves.append(move)
    if wake is not None:
        state = state.later(state.now, state.queue.add(position, key, max(wake, state.now + 1)))
    if not moves:
        return state, None
    actor = controller.actor_for(state, key)
    state, changes = _committed(state, Draft(state, actor), moves)
    return state, Step(actor, key, changes) if changes else None


def _queued(state: State, changes: Iterable[Change]) -> State:
    queue = state.queue
    for change in changes:
        queue = _enqueue(state, queue, change)
    return state.later(state.now, queue)


def _enqueue(state: State, queue: WorkQueue, change: Change) -> WorkQueue:
    for position, watch, delay in TRIGGERS.get(change.key[0], ()):
        for key in watch(state, change):
            queue = queue.add(position, key, state.now + delay)
    return queue


def changes_of(steps: Iterable[Step]) -> Iterator[Change]:
    """All changes of some steps, in order."""
    return (change for done in steps for change in done.changes)
