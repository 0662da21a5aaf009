"""JSON merge patch, RFC 7386: maps are merged, null removes, everything else (lists too) replaces."""

from typing import Any

from cluster.core.errors import BadRequest
from cluster.core.kinds import Object
from cluster.core.patch.faults import bears_depth


@bears_depth
def merge_patch(obj: Object, patch: Any) -> Object:
    """The object with a merge patch applied. Raises BadRequest for a patch that is no map (evanphx/json-patch)."""
    if not isinstance(patch, dict):
        raise BadRequest("Invalid JSON Patch")
    return _merged(obj, patch)


def _merged(target: Any, patch: dict[str, Any]) -> dict[str, Any]:
    merged = {**target} if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            merged[name] = _merged(merged.get(name), value)
        else:
            merged[name] = value
    return merged
