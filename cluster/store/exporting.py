"""A whole cluster as one file: what people did, and a checksum of all that followed from it.

The file holds no controller's work: it follows from the seed and the acts, and whoever reads the file lives through it
again (`importing`). Where the beginning of the log is gone, the file begins with the state at which it now begins.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from typing import Any

import orjson

from cluster.core import engine
from cluster.core.actors import SETUP, is_act
from cluster.core.kinds import Object, key_of
from cluster.core.moves import Change as Made
from cluster.core.state import State
from cluster.models import Branch, Change, Cluster, Leap
from cluster.store.ancestry import leaps
from cluster.store.log import COLUMNS, Entry
from cluster.store.looking_back import state_at
from cluster.store.reading import hold

FORMAT = "simulated-cluster"
VERSION = 1


class Digest:
    """SHA-256 of a log: of all that a simulation gives; the words that tell it may differ between releases."""

    def __init__(self) -> None:
        self._hash = sha256()

    def add(self, entry: Entry) -> None:
        """One row of a stored log."""
        self._add((*entry[:5], entry.verb, *entry.key), entry.text.encode())

    def add_made(self, change: Made) -> None:
        """One change of a simulation."""
        self._add((*change[:5], change.verb, *change.key), orjson.dumps(change.object))

    def _add(self, fields: tuple[Any, ...], text: bytes) -> None:
        self._hash.update(orjson.dumps(fields) + b" " + text + b"\n")

    def hex(self) -> str:
        """The sum so far."""
        return self._hash.hexdigest()


def export_file(cluster_id: int) -> bytes:
    """The cluster as JSON, from which `import_file` makes another. Raises Cluster.DoesNotExist."""
    cluster = Cluster.objects.get(pk=cluster_id)
    held = hold(cluster_id)
    beginning = state_at(cluster_id, held.compacted) if held.compacted else None
    writer = _Writer(cluster_id, held.compacted, held.state.revision)
    acts = list(writer.acts())
    data = {
        "format": FORMAT,
        "version": VERSION,
        "seed": cluster.seed,
        "speed": held.clock.speed,
        "paused": held.clock.paused,
        "beginning": None if beginning is None else kept(beginning),
        "acts": acts,
        "branches": list(map(writer.branch, Branch.objects.filter(cluster_id=cluster_id).order_by("id"))),
        "end": {
            "now": held.state.now,
            "revision": held.state.revision,
            "sha256": writer.digest.hex(),
            "queue": engine.dump_queue(held.state.queue),
            "objects": ordered(held.state),
        },
    }
    return orjson.dumps(data)


def ordered(state: State) -> list[Object]:
    """All objects, in the order of their keys."""
    return sorted(state.objects.values(), key=key_of)


def kept(state: State) -> dict[str, Any]:
    """A whole state as JSON values."""
    queue = engine.dump_queue(state.queue)
    return {"revision": state.revision, "now": state.now, "queue": queue, "objects": ordered(state)}


class _Writer:
    """Reads one cluster's log, after one revision and up to another."""

    def __init__(self, cluster_id: int, after: int, until: int) -> None:
        self.cluster_id, self.after, self.until = cluster_id, after, until
        self.digest = Digest()

    def acts(self) -> Iterator[dict[str, Any]]:
        known = {leap.first: leap for leap in leaps(self.cluster_id)}
        for step, rows in groupby(self._entries(), key=lambda entry: entry.step):
            first, *rest = rows
            if step in known:
                yield self._leap(known[step], first)
            elif first.actor == SETUP or is_act(first.actor):
                yield _act(first, [first, *rest])

    def _entries(self) -> Iterator[Entry]:
        reach = {"revision__gt": self.after, "revision__lte": self.until}
        rows = Change.objects.filter(cluster_id=self.cluster_id, **reach).order_by("revision")
        for row in rows.values_list(*COLUMNS).iterator(chunk_size=2000):
            entry = Entry(*row)
            self.digest.add(entry)
            yield entry

    def _leap(self, leap: Leap, first: Entry) -> dict[str, Any]:
        """A leap to what is no longer in the log brings along what it led to."""
        told = {**_head(first), "reason": first.reason, "back_to": leap.target, "left_at": leap.left_now}
        if leap.target < self.after:
            told["state"] = kept(state_at(self.cluster_id, leap.last))
        return told

    def branch(self, branch: Branch) -> dict[str, Any]:
        """A branch; one whose head is no longer in the log brings it along."""
        names = ("name", "begun", "forked_at", "head", "head_now", "created_at")
        told = {name: getattr(branch, name) for name in names}
        if branch.head is not None and branch.head < self.after:
            told["state"] = kept(state_at(self.cluster_id, branch.head))
        return told


def _head(first: Entry) -> dict[str, Any]:
    return {"revision": first.revision, "at": first.now, "actor": first.actor}


def _act(first: Entry, rows: Iterable[Entry]) -> dict[str, Any]:
    changes = [{"verb": row.verb, "reason": row.reason, "object": orjson.Fragment(row.text)} for row in rows]
    return {**_head(first), "changes": changes}
