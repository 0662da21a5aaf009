"""Reading the log along a lineage, in order, a part at a time: for whoever makes something of all of it."""

from collections.abc import Iterator

from cluster.models import Change
from cluster.store.log import COLUMNS, Entry, Ranges

CHUNK = 500
"""Rows fetched at a time, some 4 kB each."""


def changes_along(cluster_id: int, along: Ranges, after: int) -> Iterator[tuple[int, Iterator[Entry]]]:
    """Each range of a lineage that goes on after a revision: where it begins, and its changes then, oldest first."""
    for first, last in along:
        if last > after:
            yield first, _between(cluster_id, max(first, after + 1), last)


def _between(cluster_id: int, first: int, last: int) -> Iterator[Entry]:
    rows = Change.objects.filter(cluster_id=cluster_id, revision__gte=first, revision__lte=last).order_by("revision")
    for row in rows.values_list(*COLUMNS).iterator(chunk_size=CHUNK):
        yield Entry(*row)
