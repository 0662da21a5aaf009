"""`apply --server-side`.

Upstream: `kubectl/pkg/cmd/apply/apply.go` (applyOneObject, saveLastApplyAnnotationIfNecessary,
migrateToSSAIfNecessary).
"""

from collections.abc import Callable
from typing import Any

from cluster.core.kinds import Object
from cluster.core.last_applied import LAST_APPLIED
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.apply.client_side import judge_name, warn_if_deleting
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.infos import Info, metadata_of

MANAGER, NOTE = "kubectl", "kubectl-last-applied"
ADVICE = """
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the `--force-conflicts` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts"""


def apply(call: Call, info: Info, dry: str) -> tuple[Object, str]:
    """The object afterwards, and what became of it. Raises ApiRefused, KubectlError."""
    judge_name(info)
    manager = call["field-manager"] if call.values.changed("field-manager") else MANAGER
    query = writing.query(call, dry, validate=True, manager=manager)
    query["force"] = "true" if call["force-conflicts"] else "false"

    def send() -> Object:
        return call.client.patch(
            info.kind, info.namespace, info.name, info.obj, "apply", query, call["subresource"]
        )  # fmt: skip

    try:
        found = send()
    except ApiRefused as refusal:
        if refusal.reason == "Conflict":
            raise KubectlError(f"{refusal}{ADVICE}") from None
        raise
    found = _carried_over(call, info, found, send, query)
    warn_if_deleting(call, found)
    return found, "serverside-applied"


def _carried_over(call: Call, info: Info, found: Object, send: Callable[[], Object], query: dict[str, str]) -> Object:
    """What `apply` without `--server-side` owned, taken over; what fails on the way is only warned of."""
    failed = "failed to migrate kubectl.kubernetes.io/last-applied-configuration for Server-Side Apply"
    try:
        if query["fieldManager"] == MANAGER and _keep_note(call, info, found, query):
            found = call.client.get(info.kind, info.namespace, info.name)
        failed = "server rejected managed fields migration to Server-Side Apply"
        if _migrated(call, info, found, query["fieldManager"], query):
            failed = "failed to re-apply configuration after performing Server-Side Apply migration"
            return send()
    except ApiRefused as refusal:
        again = "This is non-fatal and will be retried next time you apply."
        call.err(f"Warning: {failed}. {again} Error: {refusal}\n")
    return found


def _entries(obj: Object, operation: str) -> list[Object]:
    entries = metadata_of(obj).get("managedFields") or []
    return [entry for entry in entries if entry.get("operation") == operation and owns_note(entry)]


def owns_note(entry: Object) -> bool:
    """Whether an entry of managedFields owns the annotation of the last apply."""
    fields: Any = entry.get("fieldsV1") or {}
    for name in ("f:metadata", "f:annotations"):
        fields = fields.get(name) or {}
    return f"f:{LAST_APPLIED}" in fields


def _keep_note(call: Call, info: Info, found: Object, query: dict[str, str]) -> bool:
    """The annotation gets a manager of its own, lest it goes with the client-side manager. Whether there is one."""
    note = (metadata_of(found).get("annotations") or {}).get(LAST_APPLIED)
    if note is None or _entries(found, "Apply"):
        return False
    metadata = {"name": info.name, "annotations": {LAST_APPLIED: note}}
    metadata |= {"namespace": info.namespace} if info.namespace else {}
    body = {"apiVersion": info.kind.api_version, "kind": info.kind.kind, "metadata": metadata}
    kept = {name: value for name, value in query.items() if name not in {"force", "fieldManager"}}
    call.client.patch(info.kind, info.namespace, info.name, body, "apply", {**kept, "fieldManager": NOTE})
    return True


def _migrated(call: Call, info: Info, found: Object, manager: str, query: dict[str, str]) -> bool:
    """The fields of the client-side manager go over to the server-side one (`csaupgrade`). Whether there were any."""
    names = {entry.get("manager") for entry in _entries(found, "Update")}
    entries = metadata_of(found).get("managedFields") or []
    if not names:
        return False
    moved: list[Object] = []
    rest: list[Object] = []
    for entry in entries:
        is_moved = entry.get("manager") in names and entry.get("operation") == "Update" and not entry.get("subresource")
        (moved if is_moved else rest).append(entry)
    union: Object = {}
    for entry in moved:
        union = _united(union, entry.get("fieldsV1") or {})
    target = next(
        (entry for entry in rest if entry.get("manager") == manager and entry.get("operation") == "Apply"), None
    )
    if target is None:
        target = {**moved[0], "manager": manager, "operation": "Apply"}
        rest.insert(0, target)
    changed = {**target, "fieldsV1": _united(target.get("fieldsV1") or {}, union)}
    managed = [changed if entry is target else entry for entry in rest]
    patch = [
        {"op": "replace", "path": "/metadata/managedFields", "value": managed},
        {"op": "replace", "path": "/metadata/resourceVersion", "value": metadata_of(found).get("resourceVersion")},
    ]
    kept = {name: value for name, value in query.items() if name != "force"}
    call.client.patch(info.kind, info.namespace, info.name, patch, "json", kept)
    return True


def _united(one: Object, other: Object) -> Object:
    """Both field sets together."""
    merged = dict(one)
    for name, inner in other.items():
        merged[name] = _united(merged.get(name) or {}, inner) if isinstance(inner, dict) else inner
    return merged
