"""A cluster made of an exported file, which is lived through before anything is stored, and must come out the same."""

from typing import Any

from cluster.core.clock import Clock
from cluster.core.queue import WorkQueue
from cluster.core.state import State
from cluster.models import Branch, Cluster, Leap
from cluster.store import branching, file_format, log, making
from cluster.store.committing import Turn, commit_all
from cluster.store.file_format import BranchTold, File
from cluster.store.held import Held, wall_now
from cluster.store.reliving import Piece, relived, state_of


def import_file(data: bytes, name: str = "", settle: making.Settle | None = None) -> Cluster:
    """A new cluster with the life that `export_file` wrote down; without a name it gets one by chance.

    Its clock stands or runs as it did. Nobody sees it before all is there, together with what `settle` writes. Raises
    ValueError with one sentence for a file that cannot be read, was changed, or leads elsewhere in this release;
    IntegrityError when the name is taken.
    """
    file = file_format.read(data)
    _judge_branches(file)
    lived = relived(file)
    with making.begun(name, **_fields(file)) as row:
        held = _begun(file, row)
        lefts: dict[int, State] = {}
        for piece in lived:
            held = _stored(held, piece, lefts)
        for branch in file.branches:
            with making.piece(row.pk):
                _keep_branch(row.pk, file.seed, branch, lefts)
        clock = Clock(held.state.now, wall_now(), file.speed, file.paused)
        making.finish(row, held, held.state, clock, settle)
    return row


def _judge_branches(file: File) -> None:
    if file.branches and sum(branch.head is None for branch in file.branches) != 1:
        raise ValueError("This file is not an exported cluster: one of its branches must be the present.")
    for branch in file.branches:
        branching.checked(branch.name)


def _fields(file: File) -> dict[str, Any]:
    begins = file.beginning
    revision = begins.revision if begins else 0
    now = begins.now if begins else file.end.now
    marks = {"revision": revision, "compacted": revision, "snapshot_at": revision}
    return {"seed": file.seed, "now": now, "speed": file.speed} | marks


def _begun(file: File, row: Cluster) -> Held:
    """The cluster before the first act: empty, or as it was when its log begins. Its clock stands."""
    bare = Held(row.pk, row.stamp, row.clock, State(file.seed, row.now), 0, row.compacted, row.snapshot_at)
    if file.beginning is None:
        return bare
    state = state_of(file.seed, file.beginning)
    snapshot = log.packed(state)
    making.place(row.pk, state.objects.values())
    with making.piece(row.pk):
        snapshot.keep(row.pk)
        (held,) = commit_all([Turn(bare._replace(state=state._replace(queue=WorkQueue())), state, (), row.clock)])
    assert held is not None
    return held


def _stored(held: Held, piece: Piece, lefts: dict[int, State]) -> Held:
    """The cluster after one more piece of its life."""
    clock = Clock(piece.state.now, wall_now(), held.clock.speed, held.clock.paused)
    snapshot = None if piece.left is None else log.packed(piece.state)
    with making.piece(held.id):
        if piece.leap is not None and piece.left is not None and snapshot is not None:
            left = lefts[piece.left.revision] = piece.left
            span = {"first": left.revision + 1, "last": piece.state.revision}
            Leap.objects.create(cluster_id=held.id, target=piece.leap.back_to, left_now=left.now, **span)
            snapshot.keep(held.id)
        (after,) = commit_all([Turn(held, piece.state, piece.changes, clock)])
    assert after is not None
    return after


def _keep_branch(cluster_id: int, seed: str, told: BranchTold, lefts: dict[int, State]) -> None:
    """A branch can be returned to only if the state at its head is kept."""
    if told.head is not None:
        state = state_of(seed, told.state) if told.state else lefts.get(told.head)
        if state is None or (state.revision, state.now) != (told.head, told.head_now):
            raise ValueError("This file is not an exported cluster: a branch ends where nobody left it.")
        log.packed(state).keep(cluster_id)
    fields = {name: getattr(told, name) for name in ("begun", "forked_at", "head", "head_now", "created_at")}
    Branch.objects.create(cluster_id=cluster_id, name=branching.checked(told.name), **fields)
