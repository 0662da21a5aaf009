"""States of the past kept in memory: those that were looked at, and some of each cluster that lives in this process.

A state after so many changes shares with the next all objects that did not change, so that a hundred of them cost
little more than the changes between them.
"""

import zlib
from typing import NamedTuple

import orjson

from cluster.core.engine import Entry
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change
from cluster.core.state import State
from cluster.store.held import Held
from cluster.store.remembering import Memory

WEIGHT = 20_000
"""Objects that only the states kept here still have, by a rough count, some 3 kB each: 60 MB at most."""
WHOLE = 15_000
"""Objects of whole snapshots, of which the states between them are made: 45 MB at most."""


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


class Whole(NamedTuple):
    """What a whole snapshot holds: its objects, and its waiting work as `engine.load_queue` reads it."""

    objects: dict[Key, Object]
    queue: list[Entry]


_known: Memory[tuple[int, int], Known] = Memory(WEIGHT)
_whole: Memory[Place, Whole] = Memory(WHOLE)


def place_of(cluster_id: int, seed: str, revision: int, now: int, content: bytes | memoryview) -> Place:
    """The place of a change, of which `content` is the object as JSON, or of a snapshot, of which it is the state."""
    return Place(cluster_id, revision, seed, now, zlib.crc32(content))


def at(place: Place) -> State | None:
    """The state right after a change, if it is known."""
    found = _at(place)
    return found.state if found and found.is_answer else None


def base(place: Place) -> State | None:
    """A state after a change from which one can go on, if it is known."""
    found = _at(place)
    return found.state if found and found.is_base else None


def _at(place: Place) -> Known | None:
    found = _known.get(place[:2])
    return found if found is not None and found.place == place else None


def nearest(cluster_id: int, after: int, before: int) -> tuple[int, int] | None:
    """The newest revision between two others for which there is a base, and how many objects that has."""
    found = [
        (revision, len(known.state.objects))
        for (owner, revision), known in _known.items()
        if owner == cluster_id and known.is_base and after < revision < before
    ]
    return max(found, default=None)


def put(known: Known) -> None:
    """Keep a state, and let go of those not used for longest."""
    _known.put(known.place[:2], known, known.weight)


def keep(held: Held, last: Change) -> None:
    """Keep a state just committed, whose newest change is `last`."""
    place = place_of(held.id, held.state.seed, last.revision, last.now, orjson.dumps(last.object))
    weight = 200 + len(held.state.objects) // 10
    put(Known(place, held.state, weight, is_answer=False, is_base=True))


def whole(place: Place) -> Whole | None:
    """What a whole snapshot holds, if it is known; nobody may change it."""
    return _whole.get(place)


def keep_whole(place: Place, whole: Whole) -> None:
    """Keep what a whole snapshot holds."""
    _whole.put(place, whole, len(whole.objects))


def clear() -> None:
    """Let go of all."""
    _known.clear()
    _whole.clear()
