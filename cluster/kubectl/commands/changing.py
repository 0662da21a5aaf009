"""What commands share that change fields of objects that are there: label, annotate, set, rollout.

Upstream: `kubectl/pkg/cmd/util/helpers.go` (GetResourcesAndPairs, ParsePairs), `kubectl/pkg/cmd/set/helper.go`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from cluster.core import patch as patches
from cluster.core.kinds import Object
from cluster.kubectl.builder import Result
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.infos import Info

NO_RESOURCES = "one or more resources must be specified as <resource> <name> or <resource>/<name>"
LOCAL_RESOURCES = (
    "error: you must specify resources by --filename when --local is set.\nExample resource specifications include:\n"
    "   '-f rsrc.yaml'\n   '--filename=rsrc.json'"
)
LOCAL_SERVER = "cannot specify --local and --dry-run=server - did you mean --dry-run=client?"


def split(words: Sequence[str], what: str) -> tuple[list[str], list[str]]:
    """(what names objects, what changes them): `a=b` and `a-` are changes, and come last. Raises KubectlError."""
    resources: list[str] = []
    changes: list[str] = []
    for word in words:
        if ("=" in word and word[0] != "=") or (word.endswith("-") and word != "-"):
            changes.append(word)
        elif changes:
            raise KubectlError(f"all resources must be specified before {what} changes: {word}")
        else:
            resources.append(word)
    return resources, changes


def pairs(words: Sequence[str], what: str, removing: bool) -> tuple[dict[str, str], list[str]]:
    """(what is set, what is removed). Raises KubectlError."""
    wanted: dict[str, str] = {}
    removed: list[str] = []
    invalid: list[str] = []
    for word in words:
        name, equals, value = word.partition("=")
        if equals and name:
            wanted[name] = value
        elif removing and word.endswith("-") and word != "-":
            removed.append(word[:-1])
        else:
            invalid.append(word)
    if invalid:
        raise KubectlError(f"invalid {what} format: {', '.join(invalid)}")
    return wanted, removed


def found(call: Call, words: Sequence[str], **wanted: Any) -> Result:
    """The objects to change, as they are on the server, or with `--local` in the files."""
    if call.values.get("local"):
        return call.find(words=[], local=True, labels="", fields="", all=False)
    everything = bool(call.values.get("all"))
    known: dict[str, Any] = {"words": words, "empty": everything, "all": False, "latest": True}
    return call.find(**{**known, **wanted})


def two_way(info: Info, after: Object) -> Object:
    """The patch that makes the object so. Raises KubectlError."""
    try:
        return patches.create_two_way(info.obj, after, info.kind.api_version, info.kind.kind)
    except patches.MalformedPatch as fault:
        raise KubectlError(str(fault)) from None


def is_local(call: Call, dry: str) -> bool:
    """Whether nothing is sent."""
    return bool(call.values.get("local")) or dry == "client"


def send(call: Call, info: Info, patch: Any, type_: str, dry: str) -> Object:
    """PATCH. Raises ApiRefused."""
    return call.client.patch(info.kind, info.namespace, info.name, patch, type_, writing.query(call, dry))


def merge_difference(before: Any, after: Any) -> Object:
    """The merge patch (RFC 7386) that turns one object into another."""
    patch: Object = {name: None for name in before if name not in after}
    for name, value in after.items():
        old = before.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            inner = merge_difference(old, value)
            patch |= {name: inner} if inner else {}
        elif name not in before or old != value:
            patch[name] = value
    return patch


def with_metadata(obj: Object, **fields: Any) -> Object:
    """The object with fields of its metadata replaced; None takes them out."""
    metadata = {**(obj.get("metadata") or {}), **fields}
    return {**obj, "metadata": {name: value for name, value in metadata.items() if value is not None}}


def pod_spec_of(obj: Object) -> Object | None:
    """The pod spec of a pod or of what has a template, None of anything else (`UpdatePodSpecForObjectFn`)."""
    if obj.get("kind") == "Pod":
        return obj.get("spec") or {}
    template = (obj.get("spec") or {}).get("template")
    return template.get("spec") or {} if isinstance(template, dict) else None


def with_pod_spec(obj: Object, change: Callable[[Object], Object]) -> Object | None:
    """The object with its pod spec changed, None when it has none."""
    spec = pod_spec_of(obj)
    if spec is None:
        return None
    if obj.get("kind") == "Pod":
        return {**obj, "spec": change(spec)}
    template = obj["spec"]["template"]
    return {**obj, "spec": {**obj["spec"], "template": {**template, "spec": change(spec)}}}
