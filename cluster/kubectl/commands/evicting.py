"""Which pods of a node are evicted, and how. Upstream: `kubectl/pkg/drain/{filters,drain}.go`."""

from cluster.core.kinds import Object
from cluster.kubectl import resources
from cluster.kubectl.commands.command import Call
from cluster.kubectl.commands.waiting import WEEK, until_gone
from cluster.kubectl.errors import Aggregate, ApiRefused, KubectlError, Stopped, is_not_found
from cluster.kubectl.infos import Info, info_of, metadata_of
from cluster.kubectl.resources import Mapping

LOCAL = "Pods with local storage (use --delete-emptydir-data to override)"
UNMANAGED = "cannot delete Pods that declare no controller (use --force to override)"
DELETING_LOCAL = "deleting Pods with local storage"
DELETING_UNMANAGED = "deleting Pods that declare no controller"
AGAIN = 5.0
Verdict = tuple[bool, str, str]
"""(is to go, a warning, or why it may not)."""


def _verdict(call: Call, pod: Object) -> Verdict:
    if "kubernetes.io/config.mirror" in (metadata_of(pod).get("annotations") or {}):
        return False, "", ""
    if (pod.get("status") or {}).get("phase") in {"Succeeded", "Failed"}:
        return True, "", ""
    warning = ""
    if any("emptyDir" in volume for volume in (pod.get("spec") or {}).get("volumes") or []):
        if not call["delete-emptydir-data"]:
            return False, "", LOCAL
        warning = DELETING_LOCAL
    owners = metadata_of(pod).get("ownerReferences") or []
    if not any(owner.get("controller") for owner in owners):
        return (True, DELETING_UNMANAGED, "") if call["force"] else (False, "", UNMANAGED)
    return True, warning, ""


def evict_all(call: Call, node: str, pods: list[Object], dry: str) -> None:
    """Evict the pods of a node and wait until they are gone. Raises KubectlError, Aggregate."""
    leaving: list[Object] = []
    warnings: dict[str, list[str]] = {}
    refused: dict[str, list[str]] = {}
    for pod in pods:
        goes, warning, refusal = _verdict(call, pod)
        shown = f"{metadata_of(pod).get('namespace')}/{metadata_of(pod).get('name')}"
        leaving += [pod] if goes else []
        if warning:
            warnings.setdefault(warning, []).append(shown)
        if refusal:
            refused.setdefault(refusal, []).append(shown)
    if refused:
        raise Aggregate([KubectlError(f"cannot delete {why}: {', '.join(names)}") for why, names in refused.items()])
    if warnings:
        call.err("Warning: " + "; ".join(f"{why}: {', '.join(names)}" for why, names in warnings.items()) + "\n")
    _evict(call, leaving, dry)


def _evict(call: Call, leaving: list[Object], dry: str) -> None:
    kind = resources.of_kind("v1", "Pod")
    assert kind is not None
    infos = [info_of(pod, kind) for pod in leaving]
    suffix = {"client": " (dry run)", "server": " (server dry run)"}.get(dry, "")
    verb = "deleting" if call["disable-eviction"] else "evicting"
    for info in infos:
        call.out(f"{verb} pod {info.namespace}/{info.name}{suffix}\n")
    if dry != "none":
        return
    deadline = call.session.monotonic() + (call["timeout"] or WEEK)
    for info in infos:
        _evict_one(call, kind, info, deadline)
    for info in infos:
        uid = metadata_of(info.obj).get("uid") or ""
        until_gone(call, info, uid, max(0.0, deadline - call.session.monotonic()))
        call.out(f"pod/{info.name} {'deleted' if call['disable-eviction'] else 'evicted'}\n")


def _evict_one(call: Call, kind: Mapping, info: Info, deadline: float) -> None:
    options: Object = {"gracePeriodSeconds": call["grace-period"]} if call["grace-period"] >= 0 else {}
    body = {
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": {"name": info.name, "namespace": info.namespace},
        "deleteOptions": options,
    }
    while True:
        try:
            if call["disable-eviction"]:
                call.client.delete(kind, info.namespace, info.name, options)
            else:
                call.client.create(kind, info.namespace, body, {}, "eviction")
            return
        except ApiRefused as refusal:
            if is_not_found(refusal):
                return
            about = f'error when evicting pods/"{info.name}" -n "{info.namespace}"'
            if refusal.reason != "TooManyRequests":
                raise KubectlError(f"{about}: {refusal}") from None
            call.err(f"{about} (will retry after 5s): {refusal}\n")
        _pause(call, min(deadline, call.session.monotonic() + AGAIN))
        if call.session.monotonic() >= deadline:
            raise KubectlError(f"{about}: global timeout reached: {call['timeout']:g}s")


def _pause(call: Call, until: float) -> None:
    while (left := until - call.session.monotonic()) > 0:
        if call.session.stopped.is_set():
            raise Stopped
        call.session.wait(min(left, 0.5))
