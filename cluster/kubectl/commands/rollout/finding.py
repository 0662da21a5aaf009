"""What all subcommands of rollout look for."""

from typing import Any

from cluster.core.kinds import Object
from cluster.kubectl import resources
from cluster.kubectl.builder import Result
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.infos import Info, metadata_of


def found(call: Call, **wanted: Any) -> Result:
    """The objects that the words mean. Raises KubectlError."""
    if not call.args and not call.files().given:
        raise KubectlError("required resource not specified")
    return call.find(words=call.args, empty=True, latest=True, **wanted)


def none_found(call: Call) -> None:
    """Say that there was nothing."""
    call.err(f"No resources found in {call.namespace} namespace.\n")


VISITED = ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Pod", "ReplicationController", "Job", "CronJob")


def judge(info: Info, what: str) -> None:
    """Raises KubectlError for kinds of which kubectl has never heard in this connection."""
    if info.kind.kind not in VISITED:
        group_kind = f"{info.kind.kind}.{info.kind.group}" if info.kind.group else info.kind.kind
        shown = f"{{{info.kind.group} {info.kind.kind}}}"
        raise KubectlError(f'error retrieving {what} for "{group_kind}", no visitor method exists for {shown}')


def replica_sets(call: Call, info: Info) -> list[Object]:
    """The ReplicaSets that a Deployment controls."""
    kind = resources.of_kind("apps/v1", "ReplicaSet")
    if info.kind.kind != "Deployment" or kind is None:
        return []
    uid = metadata_of(info.obj).get("uid")
    items = call.client.items(kind, info.namespace)
    return [
        item for item in items if any(_controls(owner, uid) for owner in metadata_of(item).get("ownerReferences") or ())
    ]


def _controls(owner: Object, uid: str | None) -> bool:
    return bool(owner.get("controller")) and owner.get("uid") == uid
