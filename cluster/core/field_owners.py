"""Who owns the fields of an object that is about to be stored; a thin layer between admission and `managed_fields`.

A write that changes nothing must stay one, so the list of managers is only touched when something else changes, or
when the client means the list itself.
"""

from cluster.core import managed_fields
from cluster.core.kinds import Object

UPDATE = "Update"


def created(obj: Object, manager: str, now: int) -> Object:
    """A new object with its creator as the manager of all that was sent; '' tracks nobody."""
    bare = _with_list(obj, None)
    return managed_fields.update(None, bare, manager, UPDATE, obj["apiVersion"], "", now) if manager else bare


def updated(before: Object, obj: Object, manager: str, subresource: str, now: int) -> Object:
    """The new version with its managers; `before` is the stored one. '' leaves the stored list as it is."""
    stored = before["metadata"].get("managedFields")
    sent = obj["metadata"].get("managedFields")
    untouched = not manager or sent is None or sent == stored or sent == shown(before)
    if untouched:
        obj = _with_list(obj, stored)
        if not manager or obj == before:
            return obj
    tracked = managed_fields.update(before, obj, manager, UPDATE, obj["apiVersion"], subresource, now)
    return managed_fields.unless_only_times_changed(before, tracked)


def shown(obj: Object) -> object:
    """The list as clients see it, with the control plane's part."""
    return managed_fields.complete(obj)["metadata"].get("managedFields")


def _with_list(obj: Object, entries: object) -> Object:
    metadata = {name: value for name, value in obj["metadata"].items() if name != "managedFields"}
    if entries is not None:
        metadata["managedFields"] = entries
    return {**obj, "metadata": metadata}
