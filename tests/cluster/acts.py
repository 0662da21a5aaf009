"""What may happen to a cluster, by name: each takes (cluster, wall, a number from 1 to 11)."""

import orjson
import pytest

from cluster import store
from cluster.core import objects
from cluster.core.moves import Put
from cluster.store import advancing
from tests.cluster.samples import config_map, deployment, putting, with_image


def annotating(value, dumps):
    """An act on every pod, ReplicaSet and node; its objects share with what was there, or come as new JSON."""

    def moves(state):
        for kind in ("Pod", "ReplicaSet", "Node"):
            for obj in sorted(state.of_kind(kind), key=objects.name_of):
                noted = objects.with_metadata(obj, annotations={**objects.annotations_of(obj), "note": value})
                yield Put(orjson.loads(dumps(noted)) if dumps else noted, "test")

    return moves


def waited(cluster, wall, seconds):
    wall.passes(seconds)
    store.advance(cluster.id)


def hurried(cluster, wall, n):
    """Someone acts while the cluster lags behind its clock."""
    wall.passes(n / 5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(advancing, "PATIENCE", 0)
        store.act(cluster.id, putting(config_map(count=str(-n))))


def rolled(cluster, _wall, n):
    store.act(cluster.id, putting(deployment(3)))
    store.act(cluster.id, with_image(("nginx:1.28", "nginx:404", "crash:1")[n % 3]))


def stepped(cluster, _wall, n):
    store.pause(cluster.id)
    for _ in range(n):
        store.step_once(cluster.id)


def forked(cluster, _wall, n):
    store.fork_at(cluster.id, max(17, store.load(cluster.id).revision * n // 12))


def undone(cluster, _wall, _n):
    try:
        store.undo(cluster.id)
    except store.NothingToUndo:
        return


ACTS = {
    "wait": lambda cluster, wall, n: [waited(cluster, wall, 0.05) for _ in range(n * 4)],
    "leap": lambda cluster, wall, n: waited(cluster, wall, n / 3),
    "scale": lambda cluster, _, n: store.act(cluster.id, putting(deployment(n % 6))),
    "update": rolled,
    "config": lambda cluster, _, n: store.act(cluster.id, putting(config_map(count=str(n)))),
    "annotate": lambda cluster, _, n: store.act(cluster.id, annotating(str(n), orjson.dumps)),
    "note": lambda cluster, _, n: store.act(cluster.id, annotating(str(n), None)),
    "pause": lambda cluster, *_: store.pause(cluster.id),
    "resume": lambda cluster, *_: store.resume(cluster.id),
    "step": stepped,
    "skip": lambda cluster, _, n: [store.skip_to_next(cluster.id) for _ in range(n)],
    "speed": lambda cluster, _, n: store.set_speed(cluster.id, (0.1, 1, 7, 50)[n % 4]),
    "reset": lambda cluster, _, n: n % 5 or store.reset(cluster.id),
    "fork": forked,
    "undo": undone,
    "hurry": hurried,
}
