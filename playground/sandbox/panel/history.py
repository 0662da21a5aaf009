"""The history of an object: each change with who, what and why, and what it changed in the YAML."""

from typing import Any, NamedTuple

from cluster import store
from cluster.core import diffs, times
from cluster.core.kinds import Key, Object, public
from playground.sandbox.moment import Moment
from playground.sandbox.panel.comparing import texts_of
from playground.sandbox.panel.looking import Look

AT_FIRST, AT_MOST = 30, 300


class Chapter(NamedTuple):
    """One change of the object."""

    revision: int
    time: str
    component: str
    actor: str
    what: str
    why: str
    verb: str


def history_of(look: Look) -> dict[str, Any]:
    """The newest changes that led to this moment, newest first; `?all=yes`: ten times as many."""
    limit = AT_MOST if look.params.get("all") else AT_FIRST
    cluster_id = look.moment.sandbox.cluster_id
    along = store.lineage(cluster_id, look.moment.revision)
    entries = store.changes_of(cluster_id, look.key, limit + 1, along=along)
    return {
        "chapters": [chapter_of(entry) for entry in entries[:limit]],
        "has_more": len(entries) > limit,
        "more": look.links.object(look.key, tab="history", all="yes") if limit == AT_FIRST else "",
    }


def chapter_of(entry: store.Entry) -> Chapter:
    """One row of the log, as the history shows it."""
    component, _, host = entry.actor.partition("/")
    time = f"{times.to_text(entry.now)[11:19]}.{entry.now % 1000 // 100}"
    actor = f"{component} on {host}" if host else component
    return Chapter(entry.revision, time, component, actor, entry.what, entry.reason, entry.verb)


class Changed(NamedTuple):
    """What one change changed; `lines` is None where the version before is no longer kept."""

    key: Key
    chapter: Chapter
    lines: list[diffs.Line] | None


def change_at(moment: Moment, revision: int) -> Changed | None:
    """The change of this revision, None where there is none to be seen from this moment.

    The log is one line, also where people went back in time: what was there before is the newest version before. To a
    guest only what led to the linked moment exists.
    """
    cluster_id = moment.sandbox.cluster_id
    along = ((1, revision),) if moment.can_act else store.lineage(cluster_id, moment.revision)
    found = store.newest_changes(cluster_id, 1, revision, along=along)
    if not found or found[0].revision != revision:
        return None
    entry = found[0]
    before = tuple((first, min(last, revision - 1)) for first, last in along if first < revision)
    earlier = store.changes_of(cluster_id, entry.key, 1, along=before)
    return Changed(entry.key, chapter_of(entry), _difference(entry, earlier[0] if earlier else None))


def _difference(entry: store.Entry, earlier: store.Entry | None) -> list[diffs.Line] | None:
    if entry.verb == "delete":
        return diffs.compare(*texts_of(_shown(entry.object), None))
    if entry.verb == "create":
        return diffs.compare(*texts_of(None, _shown(entry.object)))
    return diffs.compare(*texts_of(_shown(earlier.object), _shown(entry.object))) if earlier else None


def _shown(obj: Object) -> Object:
    """As `kubectl get -o yaml` shows it, without resourceVersion: that differs every time, and is the revision."""
    hidden = {"managedFields", "resourceVersion"}
    metadata = {name: value for name, value in obj["metadata"].items() if name not in hidden}
    return {**public(obj), "metadata": metadata}
