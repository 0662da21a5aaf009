"""What the API server makes of a person's write before it is stored: defaults, verdict, system fields, admission.

    create(state, obj) -> the object as it will be stored (uid, time and revision come with the write itself)
    update(state, obj) -> the same for an object that exists; `subresource="status"` for a status write

Both raise an `ApiError` that knows its answer, and change nothing. Upstream: `apiserver/pkg/registry/rest/create.go`
and `update.go` (BeforeCreate, BeforeUpdate) with the strategies under `pkg/registry/`.
"""

from cluster.core import defaults, field_owners, namespaces, pod_admission, resource_quota, services, validation
from cluster.core.draft import named
from cluster.core.errors import AlreadyExists, BadRequest, Conflict, Invalid, NotFound
from cluster.core.kinds import KINDS, Kind, Object, key_of
from cluster.core.state import State

SYSTEM_FIELDS = (
    "uid",
    "creationTimestamp",
    "generation",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "selfLink",
)
KEPT_ON_UPDATE = ("uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds")
WRITTEN_WITH_STATUS = frozenset({"annotations", "managedFields"})
PRIVATE = "simulation"


def create(state: State, obj: Object, namespace: str = "default", manager: str | None = "") -> Object:
    """The object as it will be stored, with its name if that is generated.

    `namespace` is used when the object names none; `manager` is whom its managedFields will name, '' for nobody, None
    when the object's own list is right already (server-side apply). Raises BadRequest, NotFound, Forbidden,
    AlreadyExists or Invalid.
    """
    kind = kind_of(obj)
    obj = _placed(kind, obj, namespace)
    if obj["metadata"].get("resourceVersion"):
        raise BadRequest("resourceVersion should not be set on objects to be created")
    obj = _without_system_fields(kind, obj)
    obj = defaults.apply(obj)
    if kind.namespaced:
        namespaces.judge_creation(state, obj)
    if manager is not None:
        obj = field_owners.created(obj, manager, state.now)
    obj = _with_name(state, obj)
    errors = validation.validate_create(obj)
    if errors:
        raise Invalid(kind.kind, kind.group, _name(obj), errors)
    if kind.kind == "Pod":
        obj = pod_admission.admit(state, obj)
    elif kind.kind == "Service":
        obj = services.allocate(state, obj)
    elif kind.kind == "Namespace":
        obj = {**obj, "status": {"phase": "Active"}}
    if kind.namespaced and kind.kind != "Pod":
        resource_quota.judge(state, obj)
    if state.at(key_of(obj)) is not None:
        raise AlreadyExists(kind.group, kind.plural, _name(obj))
    return obj


def update(
    state: State, obj: Object, subresource: str = "", namespace: str = "default", manager: str | None = ""
) -> Object:
    """The object as it will be stored in place of the one of the same name; `subresource`: status, scale or finalize.

    `manager` is whom its managedFields will name: see `create`.

    Raises NotFound, Conflict (a stale resourceVersion or another uid) or Invalid.
    """
    kind = kind_of(obj)
    obj = _placed(kind, obj, namespace)
    before = state.at(key_of(obj))
    if before is None:
        raise NotFound(kind.group, kind.plural, _name(obj))
    _judge_preconditions(kind, before, obj)
    obj = _with_kept_fields(kind, before, obj, subresource)
    if kind.kind == "Service":
        obj = services.keep_allocated(before, obj)
    if subresource != "finalize":
        obj = defaults.apply(obj)
    if manager is not None:
        obj = field_owners.updated(before, obj, manager, subresource, state.now)
    judge = validation.validate_status_update if subresource == "status" else validation.validate_update
    errors = judge(obj, before)
    if errors:
        raise Invalid(kind.kind, kind.group, _name(obj), errors)
    if kind.kind == "Service" and not subresource:
        obj = services.allocate(state, obj)
    return obj


def kind_of(obj: Object) -> Kind:
    """The served kind of an object. Raises BadRequest with kubectl's words for an unknown one."""
    kind = KINDS.get(str(obj.get("kind")))
    if kind is None or kind.api_version != obj.get("apiVersion"):
        raise BadRequest(
            f'no matches for kind "{obj.get("kind")}" in version "{obj.get("apiVersion")}": '
            "ensure CRDs are installed first"
        )
    if not isinstance(obj.get("metadata") or {}, dict):
        raise BadRequest("metadata is not an object")
    return kind


def _name(obj: Object) -> str:
    return str(obj["metadata"].get("name") or "")


def _with_name(state: State, obj: Object) -> Object:
    metadata = obj["metadata"]
    if metadata.get("name") or not isinstance(metadata.get("generateName"), str) or not metadata["generateName"]:
        return obj
    return named(obj, f"{state.seed}/{state.revision + 1}", state.objects)


def _placed(kind: Kind, obj: Object, namespace: str) -> Object:
    metadata = {**(obj.get("metadata") or {})}
    if kind.namespaced:
        metadata["namespace"] = metadata.get("namespace") or namespace
    else:
        metadata.pop("namespace", None)
    if not isinstance(metadata.get("name") or "", str) or not isinstance(metadata.get("namespace") or "", str):
        raise BadRequest("metadata.name and metadata.namespace must be strings")
    return {**obj, "metadata": metadata}


def _without_system_fields(kind: Kind, obj: Object) -> Object:
    metadata = {name: value for name, value in obj["metadata"].items() if name not in SYSTEM_FIELDS}
    metadata.pop("resourceVersion", None)
    obj = {name: value for name, value in obj.items() if name != PRIVATE}
    if kind.status and kind.kind != "Node":
        obj = {**obj, "status": {}}
    return {**obj, "metadata": metadata}


def _judge_preconditions(kind: Kind, before: Object, obj: Object) -> None:
    metadata, stored = obj["metadata"], before["metadata"]
    if metadata.get("uid") and metadata["uid"] != stored["uid"]:
        place = "/".join(part for part in (kind.plural, stored.get("namespace"), stored["name"]) if part)
        because = (
            f"StorageError: invalid object, Code: 4, Key: /{place}, ResourceVersion: 0, AdditionalErrorMsg: "
            f"Precondition failed: UID in precondition: {metadata['uid']}, UID in object meta: {stored['uid']}"
        )
        raise Conflict(kind.group, kind.plural, _name(obj), because)
    version = metadata.get("resourceVersion")
    if version and version != stored["resourceVersion"]:
        because = "the object has been modified; please apply your changes to the latest version and try again"
        raise Conflict(kind.group, kind.plural, _name(obj), because)


def _with_kept_fields(kind: Kind, before: Object, obj: Object, subresource: str) -> Object:
    metadata = {**obj["metadata"], "resourceVersion": before["metadata"]["resourceVersion"]}
    for name in KEPT_ON_UPDATE:
        if name in before["metadata"]:
            metadata[name] = before["metadata"][name]
        else:
            metadata.pop(name, None)
    obj = {**obj, "metadata": metadata}
    if subresource == "finalize":
        finalizers = (obj.get("spec") or {}).get("finalizers")
        spec = {name: value for name, value in (before.get("spec") or {}).items() if name != "finalizers"}
        return {**before, "spec": {**spec, "finalizers": finalizers} if finalizers else spec}
    if kind.kind == "Namespace":
        obj["spec"] = before.get("spec") or {}
    if subresource == "status":
        written = {name: metadata[name] for name in ("annotations", "managedFields") if metadata.get(name)}
        kept = {name: value for name, value in before["metadata"].items() if name not in WRITTEN_WITH_STATUS}
        return {**before, "metadata": {**kept, **written}, "status": obj.get("status") or {}}
    if kind.status and "status" in before:
        obj["status"] = before["status"]
    if PRIVATE in before:
        obj[PRIVATE] = before[PRIVATE]
    return obj
