"""Waiting for an object, by watching it. Upstream: `kubectl/pkg/cmd/wait`."""

from collections.abc import Callable

from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import ApiRefused, KubectlError, is_not_found
from cluster.kubectl.infos import Info
from cluster.kubectl.watching import Watch

WEEK = 7 * 24 * 3600.0
"""Seconds: as long as `for ever` is."""


def timed_out(info: Info) -> KubectlError:
    """The refusal when time is up."""
    return KubectlError(f"timed out waiting for the condition on {info.named}")


def until_gone(call: Call, info: Info, uid: str, seconds: float) -> None:
    """Wait until the object is gone, or another one stands under its name. Raises KubectlError when time is up."""
    try:
        found = info.fetch(call.client).obj
    except ApiRefused as refusal:
        if is_not_found(refusal):
            return
        raise
    if uid and (found.get("metadata") or {}).get("uid") != uid:
        return
    gone = watched(call, info, seconds, lambda type_, obj: type_ == "DELETED", missing=True)
    if gone is None:
        raise timed_out(info)


def watched(
    call: Call, info: Info, seconds: float, holds: Callable[[str, Object], bool], missing: bool = False
) -> Object | None:
    """The object when `holds(type, object)` first does, or None when the time is up before that.

    `missing`: it holds as well when there is no such object. May raise what `holds` raises.
    """
    until = call.session.monotonic() + seconds
    query = {"fieldSelector": f"metadata.name={info.name}"}
    watch = Watch(call.session, call.client, info.kind, info.namespace, query)
    if missing and not watch.anything:
        return info.object or {}
    for type_, obj in watch.events(until):
        if holds(type_, obj):
            return obj
    return None
