"""A cluster made of an exported file, which is lived through before anything is stored, and must come out the same."""

from django.db import transaction

from cluster.core.clock import Clock
from cluster.core.state import State
from cluster.models import Branch, Cluster, Leap
from cluster.store import branching, file_format, lifecycle, log
from cluster.store.committing import Turn, commit_all
from cluster.store.copying import new_name, placed
from cluster.store.file_format import BranchTold, File
from cluster.store.held import Held, wall_now
from cluster.store.reliving import Piece, relived, state_of


def import_file(data: bytes, name: str = "") -> Cluster:
    """A new cluster with the life that `export_file` wrote down; without a name it gets one by chance.

    Its clock stands or runs as it did. Raises ValueError with one sentence for a file that cannot be read, was changed,
    or leads elsewhere in this release; IntegrityError when the name is taken.
    """
    file = file_format.read(data)
    _judge_branches(file)
    pieces = relived(file)
    row = _row(file, name)
    try:
        _store(file, row, pieces)
    except BaseException:
        lifecycle.delete(row.pk)
        raise
    row.refresh_from_db()
    return row


def _store(file: File, row: Cluster, pieces: list[Piece]) -> None:
    """Store a life piece by piece, for others want to write meanwhile; the clock stands until all is there."""
    held = _begun(file, row)
    lefts: dict[int, State] = {}
    for piece in pieces:
        with transaction.atomic():
            held = _stored(held, piece, lefts)
    with transaction.atomic():
        for branch in file.branches:
            _keep_branch(row.pk, file.seed, branch, lefts)
        clock = Clock(held.state.now, wall_now(), file.speed, file.paused)
        commit_all([Turn(held, held.state, (), clock)])


def _judge_branches(file: File) -> None:
    if file.branches and sum(branch.head is None for branch in file.branches) != 1:
        raise ValueError("This file is not an exported cluster: one of its branches must be the present.")
    for branch in file.branches:
        branching.checked(branch.name)


def _row(file: File, name: str) -> Cluster:
    wall, begins = wall_now(), file.beginning
    now = begins.now if begins else file.end.now
    return Cluster.objects.create(
        name=name or new_name(),
        seed=file.seed,
        now=now,
        anchor_now=now,
        anchor_wall=wall,
        speed=file.speed,
        paused=True,
        revision=begins.revision if begins else 0,
        compacted=begins.revision if begins else 0,
        snapshot_at=begins.revision if begins else 0,
        created_at=wall,
        committed_at=wall,
    )


def _begun(file: File, row: Cluster) -> Held:
    """The cluster before the first act: empty, or as it was when its log begins."""
    if file.beginning is None:
        return Held(row.pk, row.stamp, row.clock, State(file.seed, row.now))
    state = state_of(file.seed, file.beginning)
    log.packed(state).keep(row.pk)
    return placed(row, state)


def _stored(held: Held, piece: Piece, lefts: dict[int, State]) -> Held:
    """The cluster after one more piece of its life."""
    if piece.leap is not None and piece.left is not None:
        left = piece.left
        lefts[left.revision] = left
        span = {"first": left.revision + 1, "last": piece.state.revision}
        Leap.objects.create(cluster_id=held.id, target=piece.leap.back_to, left_now=left.now, **span)
        log.packed(piece.state).keep(held.id)
    clock = Clock(piece.state.now, wall_now(), held.clock.speed, held.clock.paused)
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
