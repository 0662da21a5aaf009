"""Fields that are nobody's (private notes of the simulation among them), and fields that a write does not touch.

Upstream: `apimachinery/pkg/util/managedfields/internal/stripmeta.go`, and the GetResetFields of the strategies under
`pkg/registry/`: a write of the main resource resets the status, a write of the status resets the rest.
"""

from cluster.core.kinds import KINDS
from cluster.core.managed_fields.sets import Path, Set, difference, without

NOBODYS: Set = {
    "f:apiVersion": {},
    "f:kind": {},
    "f:simulation": {},
    "f:metadata": {
        ".": {},
        "f:name": {},
        "f:namespace": {},
        "f:creationTimestamp": {},
        "f:selfLink": {},
        "f:uid": {},
        "f:clusterName": {},
        "f:generation": {},
        "f:managedFields": {},
        "f:resourceVersion": {},
    },
}
_SPEC: tuple[Path, ...] = (("f:spec",),)
_RESET_BY_STATUS: dict[str, tuple[Path, ...]] = {
    "Deployment": (*_SPEC, ("f:metadata", "f:labels")),
    "Pod": (*_SPEC, ("f:metadata", "f:deletionTimestamp"), ("f:metadata", "f:ownerReferences")),
}


def owned(fields: Set) -> Set:
    """The fields without those that nobody can own."""
    return difference(fields, NOBODYS)


def filtered(fields: Set, kind: str, subresource: str) -> Set:
    """The fields without those that this write cannot change."""
    served = KINDS.get(kind)
    if subresource == "status":
        reset = _RESET_BY_STATUS.get(kind, _SPEC)
    else:
        reset = (("f:status",),) if served is not None and served.status else ()
    for path in reset:
        fields = without(fields, path)
    return fields
