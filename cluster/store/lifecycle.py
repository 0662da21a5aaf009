"""A cluster's beginning, and how it is emptied and shown: create, reset, export."""

import secrets
from collections.abc import Iterable

import orjson
import yaml
from django.db import transaction

from cluster.core import bootstrap, engine, objects
from cluster.core.clock import Clock
from cluster.core.kinds import Object, key_of, public
from cluster.core.moves import Change, Delete
from cluster.core.state import State, assemble
from cluster.models import Cluster
from cluster.store.acting import retried
from cluster.store.advancing import rounded
from cluster.store.committing import Turn, commit_all
from cluster.store.held import Held, wall_now
from cluster.store.making import new_name
from cluster.store.reading import load


def create_cluster(
    name: str = "", seed: str = "", now: int | None = None, speed: float = 1.0, paused: bool = False, nodes: int = 3
) -> Cluster:
    """A new cluster, complete and at rest.

    Missing: a name and a seed by chance, and for `now` (milliseconds) the present second. Raises IntegrityError when
    the name is taken.
    """
    wall = wall_now()
    now = wall // 1000 * 1000 if now is None else now
    name = name or new_name()
    seed = seed or secrets.token_hex(8)
    state, changes = bootstrap.new_state(seed, now, nodes)
    clock = Clock(now, wall, speed, paused)
    with transaction.atomic():
        row = Cluster.objects.create(
            name=name, seed=seed, now=now, anchor_now=now, anchor_wall=wall, created_at=wall, committed_at=wall
        )
        commit_all([Turn(Held(row.id, row.stamp, clock, State(seed, now)), state, changes, clock)])
        row.refresh_from_db()
    return row


def reset(cluster_id: int, nodes: int = 3, actor: str = "you") -> State:
    """Everything goes, and the cluster begins anew; time, revisions and log go on, so that all who watch can follow."""

    def again(turn: Turn) -> Turn:
        turn = rounded(turn)
        moves = [Delete(key, "you reset the cluster") for key in sorted(turn.state.objects)]
        empty, gone = engine.commit(turn.state, moves, actor)
        fresh, made = bootstrap.new_state(f"{empty.seed}/{empty.revision}", empty.now, nodes)
        made = tuple(_shifted(change, empty.revision) for change in made)
        revision = empty.revision + fresh.revision
        kept = (_renumbered(obj, empty.revision) for obj in fresh.objects.values())
        state = assemble(empty.seed, empty.now, revision, kept, fresh.queue)
        return turn._replace(state=state, changes=turn.changes + gone + made)

    return retried(cluster_id, again)


def export(cluster_id: int, format: str = "yaml") -> str:
    """All objects in API form, sorted by key: YAML documents, or a JSON `List`."""
    items = [public(obj) for obj in sorted(load(cluster_id).objects.values(), key=key_of)]
    if format == "json":
        return orjson.dumps({"apiVersion": "v1", "kind": "List", "items": items}, option=orjson.OPT_INDENT_2).decode()
    return to_yaml(items)


def to_yaml(items: Iterable[Object]) -> str:
    """Objects as YAML documents, keys in the order in which they stand."""
    return str(yaml.dump_all(items, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=120))


def _shifted(change: Change, by: int) -> Change:
    obj = _renumbered(change.object, by)
    return change._replace(revision=change.revision + by, step=change.step + by, object=obj)


def _renumbered(obj: Object, by: int) -> Object:
    return objects.with_metadata(obj, resourceVersion=str(int(obj["metadata"]["resourceVersion"]) + by))
