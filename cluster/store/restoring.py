"""States out of snapshots: a whole one has its objects, another takes them from the whole one before it and the log."""

import zlib
from collections.abc import Iterable
from typing import Any

import orjson

from cluster.core import engine
from cluster.core.kinds import Key, Object, key_of
from cluster.core.state import State, assemble
from cluster.models import Change, Cluster, Snapshot
from cluster.store import past

COLUMNS = ("kind", "namespace", "name", "verb", "object")
Told = tuple[str, str, str, str, str]
"""What a row of the log says of an object, as in COLUMNS: a third of what reading all of its columns takes."""


def restored(cluster: Cluster, snapshot: Snapshot) -> State:
    """The state of a snapshot."""
    if snapshot.whole:
        whole = _whole(cluster, snapshot)
        return _assembled(cluster, snapshot, whole.objects, whole.queue)
    older = Snapshot.objects.filter(cluster_id=cluster.pk, revision__lt=snapshot.revision, whole=True)
    base = older.order_by("-revision").first()
    objects = {} if base is None else dict(_whole(cluster, base).objects)
    write_over(objects, _told(cluster.pk, base.revision if base else 0, snapshot.revision))
    return _assembled(cluster, snapshot, objects, _queue(_data(snapshot)))


def write_over(objects: dict[Key, Object], told: Iterable[Told]) -> None:
    """Bring objects to where rows of the log lead, in ascending order; only what is left in the end is parsed."""
    newest = {(kind, namespace, name): (verb, text) for kind, namespace, name, verb, text in told}
    for key, (verb, text) in newest.items():
        objects.pop(key, None)
        if verb != "delete":
            objects[key] = orjson.loads(text)


def _told(cluster_id: int, after: int, until: int) -> Iterable[Told]:
    rows = Change.objects.filter(cluster_id=cluster_id, revision__gt=after, revision__lte=until)
    return rows.order_by("revision").values_list(*COLUMNS)


def _whole(cluster: Cluster, snapshot: Snapshot) -> past.Whole:
    place = past.place_of(cluster.pk, cluster.seed, snapshot.revision, snapshot.now, snapshot.state)
    whole = past.whole(place)
    if whole is None:
        data = _data(snapshot)
        whole = past.Whole({key_of(obj): obj for obj in data["objects"]}, _queue(data))
        past.keep_whole(place, whole)
    return whole


def _assembled(cluster: Cluster, snapshot: Snapshot, objects: dict[Key, Object], queue: list[engine.Entry]) -> State:
    waiting = engine.load_queue(queue)
    return assemble(cluster.seed, snapshot.now, snapshot.revision, objects.values(), waiting)


def _data(snapshot: Snapshot) -> Any:
    return orjson.loads(zlib.decompress(snapshot.state))


def _queue(data: Any) -> list[engine.Entry]:
    return [(due, name, (key[0], key[1], key[2])) for due, name, key in data["queue"]]
