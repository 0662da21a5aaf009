"""`kubectl rollout status`: one line, and whether that is the end of it.

Upstream: `staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go`.
"""

from collections.abc import Callable

from cluster.core.kinds import Object
from cluster.core.printers.columns import NOTHING, count, name_of
from cluster.core.rollout.refusal import RolloutRefused
from cluster.core.template_revisions import revision_of

Status = tuple[str, bool]
TIMED_OUT = "ProgressDeadlineExceeded"


def rollout_status(obj: Object, revision: int = 0) -> Status:
    """The line (with its newline) and whether the rollout is done. Raises RolloutRefused when it failed.

    `revision` 0 means whichever is the latest; another one must be the Deployment's own.
    """
    if revision < 0:
        raise RolloutRefused(f"revision must be a positive integer: {revision}")
    viewer = VIEWERS.get(obj.get("kind") or "")
    if viewer is None:
        raise RolloutRefused(f"no status viewer has been implemented for {group_kind(obj)}")
    return viewer(obj, revision)


def group_kind(obj: Object) -> str:
    """`Deployment.apps`, or `Pod` for the core group (`schema.GroupKind`)."""
    group, slash, _ = (obj.get("apiVersion") or "").partition("/")
    return f"{obj.get('kind')}.{group}" if slash else str(obj.get("kind"))


def _parts(obj: Object) -> tuple[str, Object, Object, bool]:
    """Name, spec, status, and whether the controller has seen the latest spec."""
    status = obj.get("status") or NOTHING
    generation = count(obj.get("metadata") or NOTHING, "generation")
    return name_of(obj), obj.get("spec") or NOTHING, status, generation <= count(status, "observedGeneration")


def _deployment_status(obj: Object, revision: int) -> Status:
    name, spec, status, observed = _parts(obj)
    running = revision_of(obj)
    if revision and revision != running:
        raise RolloutRefused(f"desired revision ({revision}) is different from the running revision ({running})")
    if not observed:
        return "Waiting for deployment spec update to be observed...\n", False
    conditions = status.get("conditions") or ()
    if any(c.get("type") == "Progressing" and c.get("reason") == TIMED_OUT for c in conditions):
        raise RolloutRefused(f'deployment "{name}" exceeded its progress deadline')
    waiting = f'Waiting for deployment "{name}" rollout to finish: '
    wanted = spec.get("replicas")
    updated, total, available = (count(status, f) for f in ("updatedReplicas", "replicas", "availableReplicas"))
    if wanted is not None and updated < wanted:
        return f"{waiting}{updated} out of {wanted} new replicas have been updated...\n", False
    if total > updated:
        return f"{waiting}{total - updated} old replicas are pending termination...\n", False
    if available < updated:
        return f"{waiting}{available} of {updated} updated replicas are available...\n", False
    return f'deployment "{name}" successfully rolled out\n', True


def _refuse_other_strategies(spec: Object) -> Object:
    strategy: Object = spec.get("updateStrategy") or NOTHING
    if strategy.get("type") != "RollingUpdate":
        raise RolloutRefused("rollout status is only available for RollingUpdate strategy type")
    return strategy


def _daemon_set_status(obj: Object, _revision: int) -> Status:
    name, spec, status, observed = _parts(obj)
    _refuse_other_strategies(spec)
    if not observed:
        return "Waiting for daemon set spec update to be observed...\n", False
    waiting = f'Waiting for daemon set "{name}" rollout to finish: '
    wanted, updated = count(status, "desiredNumberScheduled"), count(status, "updatedNumberScheduled")
    available = count(status, "numberAvailable")
    if updated < wanted:
        return f"{waiting}{updated} out of {wanted} new pods have been updated...\n", False
    if available < wanted:
        return f"{waiting}{available} of {wanted} updated pods are available...\n", False
    return f'daemon set "{name}" successfully rolled out\n', True


def _stateful_set_status(obj: Object, _revision: int) -> Status:
    _, spec, status, observed = _parts(obj)
    rolling = _refuse_other_strategies(spec).get("rollingUpdate")
    if not count(status, "observedGeneration") or not observed:
        return "Waiting for statefulset spec update to be observed...\n", False
    wanted, ready, updated = spec.get("replicas"), count(status, "readyReplicas"), count(status, "updatedReplicas")
    if wanted is not None and ready < wanted:
        return f"Waiting for {wanted - ready} pods to be ready...\n", False
    if rolling is not None:
        return _partitioned_status(wanted, rolling.get("partition"), updated)
    target, current = status.get("updateRevision") or "", status.get("currentRevision") or ""
    if target != current:
        return f"waiting for statefulset rolling update to complete {updated} pods at revision {target}...\n", False
    pods = count(status, "currentReplicas")
    return f"statefulset rolling update complete {pods} pods at revision {current}...\n", True


def _partitioned_status(wanted: int | None, partition: int | None, updated: int) -> Status:
    if wanted is not None and partition is not None and updated < wanted - partition:
        progress = f"{updated} out of {wanted - partition} new pods have been updated...\n"
        return f"Waiting for partitioned roll out to finish: {progress}", False
    return f"partitioned roll out complete: {updated} new pods have been updated...\n", True


VIEWERS: dict[str, Callable[[Object, int], Status]] = {
    "Deployment": _deployment_status,
    "DaemonSet": _daemon_set_status,
    "StatefulSet": _stateful_set_status,
}
