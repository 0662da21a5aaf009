"""`apply --prune`: what was applied once and is in the files no more. Upstream: `kubectl/pkg/util/prune/prune.go`."""

from collections.abc import Sequence

from cluster.core.kinds import Object
from cluster.core.last_applied import LAST_APPLIED
from cluster.kubectl import resources
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.infos import Info, metadata_of
from cluster.kubectl.resources import Mapping

NAMESPACED = (
    "v1/ConfigMap", "v1/Endpoints", "v1/PersistentVolumeClaim", "v1/Pod", "v1/ReplicationController", "v1/Secret",
    "v1/Service", "batch/v1/Job", "batch/v1/CronJob", "networking.k8s.io/v1/Ingress", "apps/v1/DaemonSet",
    "apps/v1/Deployment", "apps/v1/ReplicaSet", "apps/v1/StatefulSet",
)  # fmt: skip
CLUSTER = ("v1/Namespace", "v1/PersistentVolume")


def prune(call: Call, infos: Sequence[Info], applied: Sequence[Object], dry: str) -> None:
    """Delete them. Raises ApiRefused, KubectlError."""
    kept = {metadata_of(obj).get("uid") for obj in applied}
    places = sorted(
        {info.namespace for info in infos if info.kind.namespaced} | ({call.namespace} if call.enforced else set())
    )
    kinds = _kinds(call)
    for place in places:
        for kind in kinds:
            if kind.namespaced:
                _prune(call, kind, place, kept, dry)
    for kind in kinds:
        if not kind.namespaced:
            _prune(call, kind, "", kept, dry)


def _kinds(call: Call) -> list[Mapping]:
    wanted = call["prune-allowlist"]
    if not wanted:
        wanted = (*NAMESPACED, *(() if call.enforced else CLUSTER))
        return [kind for text in wanted if (kind := _kind(text)) is not None]
    found = []
    for text in wanted:
        parts = text.split("/")
        if len(parts) != 3:
            raise KubectlError(f"invalid GroupVersionKind format: {text}, please follow <group/version/kind>")
        kind = _kind(text.removeprefix("core/"))
        if kind is None:
            raise KubectlError(f'no matches for kind "{parts[2]}" in version "{parts[0]}/{parts[1]}"')
        found.append(kind)
    return found


def _kind(text: str) -> Mapping | None:
    api_version, _, kind = text.rpartition("/")
    return resources.of_kind(api_version, kind)


def _prune(call: Call, kind: Mapping, place: str, kept: set[str | None], dry: str) -> None:
    for obj in call.client.items(kind, place, call["selector"]):
        metadata = metadata_of(obj)
        if LAST_APPLIED not in (metadata.get("annotations") or {}) or metadata.get("uid") in kept:
            continue
        if dry != "client":
            options: Object = {"propagationPolicy": writing.propagation(call)}
            options |= {"dryRun": ["All"]} if dry == "server" else {}
            options |= {"gracePeriodSeconds": call["grace-period"]} if call["grace-period"] >= 0 else {}
            call.client.delete(kind, place, metadata["name"], options)
        call.out(writing.printed(call, "pruned", dry)(obj))
