"""Who acted last, named beside what it touched, with what it did: `replicaset-controller`, `created it`.

Captions follow from the newest rows of the log up to the revision that is drawn, so they are right in the past too.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from cluster import store
from cluster.core.actors import SETUP
from cluster.core.kinds import Key
from cluster.core.objects import controller_of
from playground.sandbox.picture.deeds import deed, deed_for_pod

ROWS = 300
"""Newest changes that are looked at: those of some 60 steps."""
WINDOW_MS = 5000
"""Simulated time after which a caption goes, counted back from the newest step that tells something."""
HOLD_MS = 2000
"""So long a mere report (`2 ready (was 1)`) does not take the place of the decision before it."""
WENT_BACK = re.compile(r"you (went back to|took back|returned to) .*\(revision \d+\)", re.DOTALL)
"""The reason of all that a leap in time changed: nobody did anything to these objects."""
Captions = dict[Key, "Caption"]


class Caption(NamedTuple):
    """What an actor did to one object: `is_last` in the newest step, `is_decision` unless it only took stock."""

    step: int
    now: int
    actor: str
    text: str
    is_decision: bool
    is_last: bool = False


class _Said(NamedTuple):
    key: Key
    text: str
    is_decision: bool = True


def captions(entries: Iterable[store.Entry]) -> Captions:
    """The caption of each object that was touched within the last seconds; entries ascend."""
    told = filter(_tells, _since_setup(list(entries)))
    steps = [list(rows) for _, rows in groupby(told, key=lambda entry: entry.step)]
    found: Captions = {}
    for rows in steps:
        first = rows[0]
        for said in _said(rows) if first.now > steps[-1][0].now - WINDOW_MS else ():
            before = found.get(said.key)
            if before and before.is_decision and not said.is_decision and first.now - before.now < HOLD_MS:
                continue
            actor = first.actor.partition("/")[0]
            found[said.key] = Caption(first.step, first.now, actor, said.text, said.is_decision, rows is steps[-1])
    return found


def _since_setup(entries: list[store.Entry]) -> list[store.Entry]:
    """Those on the cluster as it is: what a reset took away had the same names."""
    begun = max((number for number, entry in enumerate(entries, 1) if entry.actor == SETUP), default=0)
    return entries[begun:]


def _tells(entry: store.Entry) -> bool:
    return (entry.kind == "Endpoints" or not entry.quiet) and not WENT_BACK.fullmatch(entry.reason)


def _said(rows: list[store.Entry]) -> Iterator[_Said]:
    match rows[0].actor.partition("/")[0]:
        case "deployment-controller":
            yield from _by_deployment_controller(rows)
        case "replicaset-controller":
            yield from _by_replicaset_controller(rows)
        case "default-scheduler" | "kubelet":
            for row in rows:
                yield from _about_pod(row)
        case _:
            yield from (_plain(row) for row in rows)


def _by_deployment_controller(rows: list[store.Entry]) -> Iterator[_Said]:
    for row in rows:
        owner = _owner(row) if row.kind == "ReplicaSet" else None
        yield _Said(row.key, deed(row), is_decision=owner is not None)
        if owner is not None:
            yield _Said(owner, f"decided: {row.reason}")


def _by_replicaset_controller(rows: list[store.Entry]) -> Iterator[_Said]:
    yield from (_Said(row.key, deed(row), is_decision=False) for row in rows if row.kind == "ReplicaSet")
    pods = [row for row in rows if row.kind == "Pod"]
    for verb, done in (("create", "created"), ("update", "to go"), ("delete", "deleted")):
        touched = [row for row in pods if row.verb == verb]
        yield from (_Said(row.key, deed(row)) for row in touched)
        owner = _owner(touched[0]) if touched else None
        if owner is not None:
            why = touched[0].reason.partition(";")[0].removesuffix(", so all go")
            yield _Said(owner, f"counted {why}, so {len(touched)} {done}")


def _about_pod(row: store.Entry) -> Iterator[_Said]:
    if row.kind != "Pod":
        yield _plain(row)
        return
    yield _Said(row.key, deed(row))
    pod = row.object
    node = pod["spec"].get("nodeName")
    if node:
        short = row.name.rpartition("-")[2] if controller_of(pod) else row.name
        yield _Said(("Node", "", node), deed_for_pod(row, short, node))


def _plain(row: store.Entry) -> _Said:
    if row.kind == "Endpoints" and row.actor == "endpoint-controller":
        who, _, how = row.reason.rpartition(": ")
        return _Said(("Service", row.namespace, row.name), f"counted {how}: {who}" if who else f"counted {how}")
    return _Said(row.key, deed(row))


def _owner(row: store.Entry) -> Key | None:
    owner = controller_of(row.object)
    return (owner["kind"], row.namespace, owner["name"]) if owner else None
