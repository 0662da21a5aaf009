"""States of the past kept in memory: those that were looked at, and some of each cluster that lives in this process.

A state after so many changes shares with the next all objects that did not change, so that a hundred of them cost
little more than the changes between them.
"""

import zlib
from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

import orjson

from cluster.core.moves import Change
from cluster.core.state import State
from cluster.store.held import Held

WEIGHT = 30_000
"""Objects that only the states kept here still have, by a rough count, some 3 kB each: 90 MB at most."""


class Place(NamedTuple):
    """A revision of a cluster, with what tells its change from any other of the same number: a transaction may have
    been rolled back, a database renewed."""

    cluster_id: int
    revision: int
    seed: str
    now: int
    checksum: int


class Known(NamedTuple):
    """A state. `is_answer`: it is right after the revision, not some looks in vain later. `is_base`: its waiting work
    is exact, so that one can go on from it."""

    place: Place
    state: State
    weight: int
    is_answer: bool
    is_base: bool


_lock = Lock()
_known: OrderedDict[tuple[int, int], Known] = OrderedDict()
_weight = 0


def place_of(cluster_id: int, seed: str, revision: int, now: int, text: str) -> Place:
    """The place of a change; `text` is its object as JSON."""
    return Place(cluster_id, revision, seed, now, zlib.crc32(text.encode()))


def at(place: Place) -> State | None:
    """The state right after a change, if it is known."""
    found = _at(place)
    return found.state if found and found.is_answer else None


def base(place: Place) -> State | None:
    """A state after a change from which one can go on, if it is known."""
    found = _at(place)
    return found.state if found and found.is_base else None


def _at(place: Place) -> Known | None:
    with _lock:
        found = _known.get(place[:2])
        if found is None or found.place != place:
            return None
        _known.move_to_end(place[:2])
        return found


def nearest(cluster_id: int, after: int, before: int) -> int | None:
    """The newest revision between two others for which there is a base."""
    with _lock:
        revisions = [key[1] for key, known in _known.items() if key[0] == cluster_id and known.is_base]
    return max((revision for revision in revisions if after < revision < before), default=None)


def put(known: Known) -> None:
    """Keep a state, and let go of those not used for longest."""
    global _weight  # noqa: PLW0603
    with _lock:
        replaced = _known.pop(known.place[:2], None)
        _known[known.place[:2]] = known
        _weight += known.weight - (replaced.weight if replaced else 0)
        while _weight > WEIGHT and len(_known) > 1:
            _weight -= _known.popitem(last=False)[1].weight


def keep(held: Held, last: Change) -> None:
    """Keep a state just committed, whose newest change is `last`."""
    place = place_of(held.id, held.state.seed, last.revision, last.now, orjson.dumps(last.object).decode())
    weight = 200 + len(held.state.objects) // 10
    put(Known(place, held.state, weight, is_answer=False, is_base=True))


def clear() -> None:
    """Let go of all."""
    global _weight  # noqa: PLW0603
    with _lock:
        _known.clear()
        _weight = 0
