"""Reading and rebuilding objects in API form: metadata, owners, conditions. Nothing here mutates its input."""

from typing import Any

from cluster.core.kinds import Object


def name_of(obj: Object) -> str:
    """`metadata.name`."""
    return str(obj["metadata"]["name"])


def namespace_of(obj: Object) -> str:
    """`metadata.namespace`, '' for cluster-scoped objects."""
    return str(obj["metadata"].get("namespace") or "")


def uid_of(obj: Object) -> str:
    """`metadata.uid`."""
    return str(obj["metadata"]["uid"])


def labels_of(obj: Object) -> dict[str, str]:
    """`metadata.labels`, empty when missing."""
    return obj["metadata"].get("labels") or {}


def annotations_of(obj: Object) -> dict[str, str]:
    """`metadata.annotations`, empty when missing."""
    return obj["metadata"].get("annotations") or {}


def is_deleting(obj: Object) -> bool:
    """Whether a deletionTimestamp is set."""
    return bool(obj["metadata"].get("deletionTimestamp"))


def controller_of(obj: Object) -> dict[str, Any] | None:
    """The ownerReference with `controller: true`, or None (`apimachinery/pkg/apis/meta/v1`, GetControllerOf)."""
    for owner in obj["metadata"].get("ownerReferences") or ():
        if owner.get("controller"):
            return dict(owner)
    return None


def controlled_by(obj: Object, uid: str) -> bool:
    """Whether the controller of `obj` has this uid."""
    owner = controller_of(obj)
    return owner is not None and owner["uid"] == uid


def owner_reference(owner: Object) -> dict[str, Any]:
    """A controller reference to `owner` (`apimachinery/pkg/apis/meta/v1`, NewControllerRef)."""
    return {
        "apiVersion": owner["apiVersion"],
        "kind": owner["kind"],
        "name": owner["metadata"]["name"],
        "uid": owner["metadata"]["uid"],
        "controller": True,
        "blockOwnerDeletion": True,
    }


def with_metadata(obj: Object, **fields: Any) -> Object:
    """A copy with these metadata fields set; None removes a field."""
    metadata = {**obj["metadata"], **fields}
    return {**obj, "metadata": {name: value for name, value in metadata.items() if value is not None}}


def with_spec(obj: Object, **fields: Any) -> Object:
    """A copy with these spec fields set."""
    return {**obj, "spec": {**(obj.get("spec") or {}), **fields}}


def with_status(obj: Object, **fields: Any) -> Object:
    """A copy with these status fields set; None removes a field."""
    status = {**(obj.get("status") or {}), **fields}
    return {**obj, "status": {name: value for name, value in status.items() if value is not None}}


def condition_of(obj: Object, type: str) -> dict[str, Any] | None:
    """The status condition of a type, or None."""
    for condition in (obj.get("status") or {}).get("conditions") or ():
        if condition.get("type") == type:
            return dict(condition)
    return None
