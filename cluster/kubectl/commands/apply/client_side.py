"""`apply` without `--server-side`: a patch from what was applied last, what is wanted, and what is there.

Upstream: `kubectl/pkg/cmd/apply/{apply,patcher}.go`.
"""

from typing import Any

from cluster.core import last_applied
from cluster.core import patch as patches
from cluster.core.kinds import Object
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call
from cluster.kubectl.commands.waiting import WEEK, until_gone
from cluster.kubectl.errors import ApiRefused, KubectlError, is_not_found
from cluster.kubectl.infos import Info, metadata_of
from cluster.kubectl.output import json_text

RETRIES = 5


def apply(call: Call, info: Info, dry: str) -> tuple[Object, str]:
    """The object afterwards, and what became of it. Raises ApiRefused, KubectlError."""
    judge_name(info)
    modified = last_applied.remember(info.obj, info.obj)
    try:
        current = info.fetch(call.client).obj
    except ApiRefused as refusal:
        if not is_not_found(refusal):
            raise refusal.about(_retrieving(info), info.source) from None
        return _create(call, info, modified, dry), "created"
    except KubectlError as fault:
        raise KubectlError(f'error when {_retrieving(info)} "{info.source}": {fault}') from None
    if dry == "client":
        return current, "configured"
    if last_applied.LAST_APPLIED not in (metadata_of(current).get("annotations") or {}):
        call.err(
            f"Warning: resource {info.named} is missing the {last_applied.LAST_APPLIED} annotation which is required by"
            " kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl"
            " create --save-config or kubectl apply. The missing annotation will be patched automatically.\n"
        )
    patched, patch = _patched(call, info, modified, current, dry)
    warn_if_deleting(call, patched)
    return patched, "configured" if patch or call["output"] not in {"", "name"} else "unchanged"


def judge_name(info: Info) -> None:
    """Raises KubectlError for a generated name."""
    generated = metadata_of(info.obj).get("generateName")
    if not info.name and generated:
        raise KubectlError(f"from {generated}: cannot use generate name with apply")


def _retrieving(info: Info) -> str:
    return f"retrieving current configuration of:\n{told(info)}\nfrom server for:"


def told(info: Info) -> str:
    """The object as messages describe it (`Info.String`)."""
    kind = info.kind
    resource = f'"{kind.api_version if kind.group else "/" + kind.version}, Resource={kind.plural}"'
    group_kind = f'"{kind.api_version if kind.group else "/" + kind.version}, Kind={kind.kind}"'
    basic = f'Resource: {resource}, GroupVersionKind: {group_kind}\nName: "{info.name}", Namespace: "{info.namespace}"'
    return basic


def warn_if_deleting(call: Call, obj: Object) -> None:
    """Say so when the object is on its way out."""
    if metadata_of(obj).get("deletionTimestamp"):
        name = metadata_of(obj).get("name")
        call.err(f"Warning: Detected changes to resource {name} which is currently being deleted.\n")


def _create(call: Call, info: Info, modified: Object, dry: str) -> Object:
    obj = without_nulls(modified)
    if dry == "client":
        return dict(obj)
    try:
        return call.client.create(info.kind, info.namespace, obj, writing.query(call, dry, validate=True))
    except ApiRefused as refusal:
        raise refusal.about("creating", info.source) from None


def without_nulls(value: Any) -> Any:
    """A manifest without fields that are null."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def _patched(call: Call, info: Info, modified: Object, current: Object, dry: str) -> tuple[Object, Object]:
    for attempt in range(RETRIES + 1):
        patch = three_way(info, modified, current)
        if not patch:
            return current, patch
        try:
            query = writing.query(call, dry, validate=True)
            return call.client.patch(info.kind, info.namespace, info.name, patch, "strategic", query), patch
        except ApiRefused as refusal:
            if refusal.reason == "Conflict" and attempt < RETRIES:
                current = info.fetch(call.client).obj
                continue
            if refusal.reason in {"Conflict", "Invalid"} and call["force"]:
                return _replaced(call, info, modified, dry), patch
            raise _told_of_patch(refusal, info, patch) from None
    return current, {}


def three_way(info: Info, modified: Object, current: Object) -> Object:
    """The patch that makes the object as the file says. Raises KubectlError."""
    original = last_applied.remembered(current)
    try:
        return patches.create_three_way(original, modified, current, info.kind.api_version, info.kind.kind)
    except patches.MalformedPatch as fault:
        raise KubectlError(f'error when applying patch:\n\nto:\n{told(info)}\nfor: "{info.source}": {fault}') from None


def _told_of_patch(refusal: ApiRefused, info: Info, patch: Object) -> ApiRefused:
    inner = refusal.about("patching", info.source)
    return inner.about(f"applying patch:\n{json_text.compact(patch)}\nto:\n{told(info)}\nfor:", info.source)


def _replaced(call: Call, info: Info, modified: Object, dry: str) -> Object:
    """`--force`: delete it, and create it anew."""
    options: Object = {"propagationPolicy": writing.propagation(call)}
    options |= {"gracePeriodSeconds": call["grace-period"]} if call["grace-period"] >= 0 else {}
    call.client.delete(info.kind, info.namespace, info.name, options)
    until_gone(call, info, "", call["timeout"] or WEEK)
    return call.client.create(
        info.kind, info.namespace, without_nulls(modified), writing.query(call, dry, validate=True)
    )
