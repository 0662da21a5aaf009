"""The log of changes: reading on from a cursor, keeping snapshots beside it, and letting the oldest part go."""

import zlib
from itertools import islice
from typing import Any, NamedTuple

import orjson
from django.conf import settings

from cluster.core import engine
from cluster.core.kinds import Key, Object, key_of
from cluster.core.state import State
from cluster.models import Branch, Change, Snapshot
from cluster.store.held import Held

SNAPSHOT_EVERY = 500
"""Changes between whole snapshots of a small cluster; a large one waits for half as many changes as it has objects, so
that they cost a constant share of what is written anyway: some 10 of 150 µs for each change."""
MARK_EVERY = 200
"""Changes between notes of the waiting work. So many are simulated again at most, at 50 µs each, to look back; objects
are read from the log, in 15 µs."""


class Compacted(LookupError):
    """The changes asked for are no longer in the log (the API's 410 Gone); one may ask for those after `first`."""

    def __init__(self, first: int) -> None:
        super().__init__(f"the log begins after revision {first}")
        self.first = first


class Entry(NamedTuple):
    """One row of the log; `text` is the object as JSON, what it became or was last."""

    revision: int
    step: int
    now: int
    actor: str
    reason: str
    what: str
    quiet: bool
    verb: str
    kind: str
    namespace: str
    name: str
    text: str

    @property
    def key(self) -> Key:
        """The object's key."""
        return self.kind, self.namespace, self.name

    @property
    def object(self) -> Object:
        """The object, parsed."""
        obj: Object = orjson.loads(self.text)
        return obj


Ranges = tuple[tuple[int, int], ...]
"""Ascending ranges of revisions, both ends included."""


def is_on(ranges: Ranges, revision: int) -> bool:
    """Whether a revision lies in one of the ranges."""
    return any(first <= revision <= last for first, last in ranges)


COLUMNS = ("revision", "step", "now", "actor", "reason", "what", "quiet", "verb", "kind", "namespace", "name", "object")


def changes_after(cluster_id: int, revision: int, limit: int = 500) -> list[Entry]:
    """The next changes after a revision, oldest first; none: the reader is up to date. Raises Compacted.

    Revisions have no gaps, so a first row that is not the next one tells that something is missing.
    """
    rows = Change.objects.filter(cluster_id=cluster_id, revision__gt=revision).order_by("revision")
    entries = [Entry(*row) for row in rows.values_list(*COLUMNS)[:limit]]
    if entries and entries[0].revision != revision + 1:
        raise Compacted(entries[0].revision - 1)
    return entries


def newest_changes(cluster_id: int, limit: int, until: int, after: int = 0, along: Ranges | None = None) -> list[Entry]:
    """The newest changes after one revision and up to another, at most `limit`, oldest first.

    `along`: only those on a lineage, see `lineage`.
    """
    found: list[Entry] = []
    for first, last in reversed(((after + 1, until),) if along is None else along):
        if len(found) < limit and last > after:
            reach = {"revision__gte": max(first, after + 1), "revision__lte": min(last, until)}
            rows = Change.objects.filter(cluster_id=cluster_id, **reach).order_by("-revision")
            found += [Entry(*row) for row in rows.values_list(*COLUMNS)[: limit - len(found)]]
    return found[::-1]


def changes_of(cluster_id: int, key: Key, limit: int = 50, along: Ranges | None = None) -> list[Entry]:
    """The newest changes of one object, newest first. `along`: only those on a lineage, see `lineage`."""
    kind, namespace, name = key
    rows = Change.objects.filter(cluster_id=cluster_id, kind=kind, namespace=namespace, name=name)
    found = rows.order_by("-revision").values_list(*COLUMNS)
    if along is None:
        return [Entry(*row) for row in found[:limit]]
    entries = (Entry(*row) for row in found.filter(revision__lte=along[-1][1] if along else 0).iterator(chunk_size=100))
    return list(islice((entry for entry in entries if is_on(along, entry.revision)), limit))


def wants_snapshot(seen: Held, state: State) -> bool:
    """Whether enough happened since the last whole snapshot."""
    return state.revision - seen.snapshot_at >= max(SNAPSHOT_EVERY, len(state.objects) // 2)


def wants_mark(seen: Held, state: State) -> bool:
    """Whether enough happened to note the waiting work."""
    return seen.state.revision // MARK_EVERY != state.revision // MARK_EVERY


class Packed(NamedTuple):
    """A state as it is stored. Packing takes longer than storing, and need hold nobody up."""

    revision: int
    now: int
    whole: bool
    state: bytes

    def keep(self, cluster_id: int) -> None:
        """Store it, instead of another one of this revision."""
        fields = self._asdict()
        Snapshot.objects.update_or_create(cluster_id=cluster_id, revision=fields.pop("revision"), defaults=fields)


def packed(state: State, whole: bool = True) -> Packed:
    """A state as it is stored: its waiting work and, if `whole`, its objects."""
    data: dict[str, Any] = {"queue": engine.dump_queue(state.queue)}
    if whole:
        data["objects"] = sorted(state.objects.values(), key=key_of)
    return Packed(state.revision, state.now, whole, zlib.compress(orjson.dumps(data), 1))


def compaction_mark(seen: Held, revision: int) -> int:
    """Up to where the log may go: the newest whole snapshot that leaves CLUSTER_LOG_KEEP changes; else where it is."""
    keep: int = getattr(settings, "CLUSTER_LOG_KEEP", 20_000)
    old: Any = Snapshot.objects.filter(cluster_id=seen.id, revision__lte=revision - keep, whole=True).order_by(
        "-revision"
    )
    return max(seen.compacted, old.values_list("revision", flat=True).first() or 0)


def compact(cluster_id: int, mark: int) -> None:
    """Remove changes up to the mark, and the snapshots before it but for those that a branch can be returned to."""
    Change.objects.filter(cluster_id=cluster_id, revision__lte=mark).delete()
    heads = Branch.objects.filter(cluster_id=cluster_id, head__isnull=False).values("head")
    Snapshot.objects.filter(cluster_id=cluster_id, revision__lt=mark).exclude(revision__in=heads).delete()
