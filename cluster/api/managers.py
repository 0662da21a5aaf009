"""Objects with all their managers, remembered: working them out takes 0.2 ms each, too long for lists of thousands.

Stored objects never change, so what was worked out for one holds as long as it is the same object in memory. Pods of
one template have the same fields, so equal field sets are kept once.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

import orjson

from cluster.core import managed_fields
from cluster.core.kinds import KINDS, Object

KEPT = 6000
"""Objects remembered: some 60 MB at most, if none of them is alive elsewhere."""
KEPT_SETS = 2000

_lock = Lock()
_known: OrderedDict[int, tuple[Object, Object]] = OrderedDict()
_sets: dict[bytes, Any] = {}


def complete(obj: Object) -> Object:
    """The object as the API shows it; one that is not stored (a Scale, a Lease) has no managers."""
    if obj.get("kind") not in KINDS:
        return obj
    known = _known.get(id(obj))
    if known is not None and known[0] is obj:
        return known[1]
    found = managed_fields.complete(obj)
    entries = found["metadata"].get("managedFields")
    if entries:
        found = {**found, "metadata": {**found["metadata"], "managedFields": [_shared(entry) for entry in entries]}}
    with _lock:
        _known[id(obj)] = obj, found
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return found


def _shared(entry: dict[str, Any]) -> dict[str, Any]:
    fields = entry.get("fieldsV1")
    if not fields:
        return entry
    if len(_sets) > KEPT_SETS:
        _sets.clear()
    return {**entry, "fieldsV1": _sets.setdefault(orjson.dumps(fields), fields)}
