"""States kept in memory, so that a commit need not read 500 pods again: by cluster, valid for one stamp only."""

from collections import OrderedDict
from threading import Lock

from cluster.store.held import Held

OBJECTS = 40_000
"""How many objects are kept, some 5 kB each: 200 MB at most."""

_lock = Lock()
_held: OrderedDict[int, Held] = OrderedDict()
_objects = 0


def get(cluster_id: int, stamp: int) -> Held | None:
    """The cluster as it was at this commit, if it is still known."""
    with _lock:
        held = _held.get(cluster_id)
        if held is None or held.stamp != stamp:
            return None
        _held.move_to_end(cluster_id)
        return held


def put(held: Held) -> None:
    """Keep a cluster, and let go of those not used for longest while there are too many objects."""
    global _objects  # noqa: PLW0603
    with _lock:
        _drop(held.id)
        _held[held.id] = held
        _objects += len(held.state.objects)
        while _objects > OBJECTS and len(_held) > 1:
            _drop(next(iter(_held)))


def forget(cluster_id: int) -> None:
    """Let go of one cluster."""
    with _lock:
        _drop(cluster_id)


def clear() -> None:
    """Let go of all."""
    with _lock:
        for cluster_id in list(_held):
            _drop(cluster_id)


def _drop(cluster_id: int) -> None:
    global _objects  # noqa: PLW0603
    held = _held.pop(cluster_id, None)
    if held is not None:
        _objects -= len(held.state.objects)
