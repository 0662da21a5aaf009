"""Going back in time, and returning from there: a commit like any other, which makes the present what it was.

Nothing in the log is rewritten, and the revision goes up; only the simulated clock goes back. So whoever watches
follows, and the future that is left stays where it is, under the name of a branch.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from cluster.core import replay, times
from cluster.core.state import State
from cluster.models import Branch, Leap
from cluster.store import branching, log, looking_back
from cluster.store.acting import retried
from cluster.store.ancestry import end_of_step, last_act, lineage
from cluster.store.committing import Turn
from cluster.store.held import wall_now
from cluster.store.reading import load

ACTOR = "you"
NOBODY_ACTED = "There is nothing to take back: nobody has done anything here yet."
NO_LONGER_KEPT = "There is nothing to take back: what was done before is no longer kept."


class Goal(NamedTuple):
    """Where to go: after a revision, at a simulated moment (milliseconds; none: that of the revision), and the words
    that say so in the log, before the place."""

    revision: int
    now: int | None
    words: str


class Undone(NamedTuple):
    """An act taken back: what it was, in words, and the state without it."""

    what: str
    state: State


class NothingToUndo(Exception):
    """Nobody has done anything that could be taken back; its text says so."""


def fork_at(cluster_id: int, revision: int, name: str = "") -> State:
    """Go back to right after a revision, and begin a branch there; the present is kept as the branch it was.

    A revision in the middle of a step means the step's end. At the newest revision nothing happens. Raises Compacted,
    LookupError, ValueError for a poor name.
    """
    name = branching.checked(name) if name else ""
    present = load(cluster_id)
    if revision == present.revision:
        return present
    goal = Goal(end_of_step(cluster_id, revision), None, "you went back to")
    return _leap(cluster_id, goal, name, None)


def return_to(cluster_id: int, branch_id: int) -> State:
    """Make a branch the present, as it stood when it was left. Raises LookupError for a branch that is not there."""
    branch = Branch.objects.filter(cluster_id=cluster_id, pk=branch_id).first()
    if branch is None:
        if branch_id in {view.id for view in branching.branches(cluster_id)}:
            return load(cluster_id)
        raise LookupError("There is no such branch.")
    if branch.head is None:
        return load(cluster_id)
    goal = Goal(branch.head, branch.head_now, f"you returned to {_quoted(branch.name)} at")
    return _leap(cluster_id, goal, "", branch)


def undo(cluster_id: int) -> Undone:
    """Take the last act of a person back: go to just before it, and keep what is left as a branch.

    Going back is no act in this sense, so that undoing again takes back the act before. Raises NothingToUndo.
    """
    ranges = lineage(cluster_id)
    act = last_act(cluster_id, ranges)
    if act is None:
        begins = bool(ranges) and ranges[0][0] == 1
        raise NothingToUndo(NOBODY_ACTED if begins else NO_LONGER_KEPT)
    goal = Goal(act.step - 1, act.now, f"you took back {_quoted(act.what)} and went back to")
    try:
        return Undone(act.what, _leap(cluster_id, goal, "", None))
    except LookupError:
        raise NothingToUndo(NO_LONGER_KEPT) from None


def _leap(cluster_id: int, goal: Goal, name: str, branch: Branch | None) -> State:
    target = looking_back.state_at(cluster_id, goal.revision)
    if goal.now is not None:
        target = replay.later(target, goal.now)
    reason = f"{goal.words} {times.to_text(target.now)[11:19]} (revision {goal.revision})"

    def leapt(turn: Turn) -> Turn:
        state, changes = replay.put_back(turn.state, target, ACTOR, reason)
        clock = turn.clock.moved(state.now, wall_now())
        return turn._replace(state=state, changes=turn.changes + changes, clock=clock)

    return retried(cluster_id, leapt, partial(_write_down, goal.revision, name, branch))


def _write_down(target: int, name: str, branch: Branch | None, left: Turn, turn: Turn) -> Callable[[], None]:
    """Beside the commit: what is left with its snapshot, the leap, and which branch goes on."""
    cluster_id, before, after = turn.seen.id, left.state, turn.state
    first = before.revision + 1
    ends = log.packed(before), log.packed(after)

    def write() -> None:
        for end in ends:
            end.keep(cluster_id)
        branching.leave(cluster_id, before.revision, before.now)
        Leap.objects.create(cluster_id=cluster_id, first=first, last=after.revision, target=target, left_now=before.now)
        if branch is None:
            branching.begin(cluster_id, name, first, target)
        else:
            branching.go_on(branch.pk)

    return write


def _quoted(text: str) -> str:
    return f"“{text}”"
