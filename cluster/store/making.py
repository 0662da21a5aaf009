"""Clusters that are made piece by piece: nobody sees them until all is there, and what was given up is removed."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection

from cluster.core.clock import Clock
from cluster.core.draft import SAFE
from cluster.core.kinds import Object
from cluster.core.state import State
from cluster.models import Cluster
from cluster.store import pieces, removing
from cluster.store.committing import Turn, commit_all
from cluster.store.held import Held, Lost, wall_now
from cluster.store.rows import Batch

NAME_LENGTH = 10
"""Characters of a generated name: 27^10 of them, so that guessing one is hopeless."""
Settle = Callable[[Cluster], object]
"""What else belongs to a new cluster: written in the transaction in which it comes to sight, or not at all."""


def new_name() -> str:
    """A name by chance."""
    return "".join(secrets.choice(SAFE) for _ in range(NAME_LENGTH))


@contextmanager
def begun(name: str, **fields: Any) -> Iterator[Cluster]:
    """A cluster that nobody sees, to be filled; what goes wrong there goes on to the caller, and nothing is left.

    Raises IntegrityError when the name is taken.
    """
    wall = wall_now()
    moments = {"created_at": wall, "committed_at": wall, "anchor_now": fields["now"], "anchor_wall": wall}
    with pieces.piece():
        row = Cluster.every.create(name=name or new_name(), unfinished=True, paused=True, **moments, **fields)
    try:
        yield row
    except BaseException:
        abandoned(row.pk)
        raise


abandoned = removing.delete
"""What becomes of a cluster that cannot be made."""


@contextmanager
def piece(cluster_id: int) -> Iterator[None]:
    """One short transaction that writes for an unfinished cluster. Raises Lost when that was swept away meanwhile."""
    with pieces.piece():
        if not Cluster.every.filter(pk=cluster_id, unfinished=True).update(committed_at=wall_now()):
            raise Lost(f"cluster {cluster_id} is no longer being made")
        yield


def place(cluster_id: int, objects: Iterable[Object]) -> None:
    """Write objects as they are, without a word in the log."""
    left = iter(objects)
    while some := list(islice(left, pieces.ROWS)):
        batch = Batch()
        batch.place(cluster_id, some)
        with piece(cluster_id), connection.cursor() as cursor:
            batch.write(cursor)


def finish(row: Cluster, seen: Held, state: State, clock: Clock, settle: Settle | None) -> None:
    """The cluster stands at a state, whose objects are all there, and everybody may see it."""
    with piece(row.pk):
        commit_all([Turn(seen, state, (), clock)])
        Cluster.every.filter(pk=row.pk).update(unfinished=False)
        row.refresh_from_db()
        if settle is not None:
            settle(row)
