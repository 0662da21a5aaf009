"""The list `metadata.managedFields`: who owns which fields, by which kind of write.

Upstream: `apimachinery/pkg/util/managedfields/internal` (managedfields.go, capmanagers.go, fieldmanager.go).
"""

from typing import Any, NamedTuple

from cluster.core import times
from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.core.managed_fields.sets import Set, difference, ordered, union

APPLY, UPDATE = "Apply", "Update"
MOST_UPDATERS = 10
"""More entries of updates than this are not kept: the oldest are joined (DefaultMaxUpdateManagers)."""
ANCIENT = "ancient-changes"
Entry = dict[str, Any]


class Manager(NamedTuple):
    """Who: an applier is the same at every version (its `version` is empty here), an updater is not."""

    name: str
    operation: str
    version: str
    subresource: str

    def __str__(self) -> str:
        """As conflicts name it: `"kubectl-client-side-apply" using apps/v1`."""
        text = quote(self.name)
        if self.subresource:
            text = f"{text} with subresource {quote(self.subresource)}"
        return f"{text} using {self.version}" if self.operation == UPDATE else text


class Owned(NamedTuple):
    """What a manager owns, at which version of the API, and since when (RFC 3339, or None)."""

    fields: Set
    version: str
    time: str | None


Managed = dict[Manager, Owned]


def manager_of(name: str, operation: str, api_version: str, subresource: str = "") -> Manager:
    """A manager as it is recognised in the list; nameless ones are `unknown`."""
    return Manager(name or "unknown", operation, "" if operation == APPLY else api_version, subresource)


def decode(entries: list[Entry]) -> Managed:
    """The managers of a stored list."""
    managed: Managed = {}
    for entry in entries:
        name, operation, version = entry.get("manager") or "", entry["operation"], entry["apiVersion"]
        who = manager_of(name, operation, version, entry.get("subresource") or "")
        managed[who] = Owned(entry.get("fieldsV1") or {}, version, entry.get("time"))
    return managed


def is_reset(entries: Any) -> bool:
    """Whether a client asks for the list to be forgotten: `[]` or `[{}]`."""
    return isinstance(entries, list) and (not entries or entries == [{}])


def encode(managed: Managed) -> list[Entry]:
    """The list in the API server's order: appliers first, then by time, name, version and subresource."""
    entries = [_entry(who, owned) for who, owned in managed.items()]
    return sorted(entries, key=_rank)


def _entry(who: Manager, owned: Owned) -> Entry:
    entry: Entry = {"manager": who.name, "operation": who.operation, "apiVersion": owned.version}
    if owned.time is not None:
        entry["time"] = owned.time
    entry |= {"fieldsType": "FieldsV1", "fieldsV1": owned.fields}
    return {**entry, "subresource": who.subresource} if who.subresource else entry


def _rank(entry: Entry) -> tuple[Any, ...]:
    time = entry.get("time")
    seconds = times.to_ms(time) // 1000 if time else 0
    return entry["operation"], seconds, entry["manager"], entry["apiVersion"], entry.get("subresource", "")


def with_entries(obj: Object, managed: Managed) -> Object:
    """The object with this list; without managers an empty one, which says that nothing is tracked."""
    return {**obj, "metadata": {**obj["metadata"], "managedFields": encode(managed)}}


def without_entries(obj: Object) -> Object:
    """The object as its fields are judged: the list owns no part of itself."""
    metadata = obj.get("metadata") or {}
    if "managedFields" not in metadata:
        return obj
    return {**obj, "metadata": {name: value for name, value in metadata.items() if name != "managedFields"}}


def taken(managed: Managed, lost: Set, gone: Set, except_for: Manager | None = None) -> Managed:
    """The managers without fields that someone else wrote (`lost`) or that went (`gone`); empty ones are dropped."""
    left: Managed = {}
    for who, owned in managed.items():
        fields = owned.fields
        if who != except_for:
            fields = difference(difference(fields, lost), gone)
        if fields:
            left[who] = owned if fields == owned.fields else owned._replace(fields=fields)
    return left


def capped(managed: Managed) -> Managed:
    """At most ten updaters: the oldest of one version are joined into `ancient-changes` (capUpdateManagers)."""
    updaters = [who for who in managed if who.operation == UPDATE]
    surplus = len(updaters) - MOST_UPDATERS
    if surplus <= 0:
        return managed
    managed = {**managed}
    updaters.sort(key=lambda who: (managed[who].time or "", who))
    first: dict[str, Manager] = {}
    for who in updaters:
        if surplus <= 0:
            break
        version = managed[who].version
        bucket = manager_of(ANCIENT, UPDATE, version)
        if version not in first:
            first[version] = who
            continue
        if bucket not in managed:
            managed[bucket] = managed.pop(first[version])
        joined = union(managed[who].fields, managed[bucket].fields)
        managed[bucket] = Owned(ordered(joined), version, managed[who].time)
        if who != bucket:
            del managed[who]
        surplus -= 1
    return managed
