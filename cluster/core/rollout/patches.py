"""`kubectl rollout pause`, `resume` and `restart`: strategic merge patches, and who cannot have them.

Upstream: `staging/src/k8s.io/kubectl/pkg/polymorphichelpers/object{pauser,resumer,restarter}.go`. kubectl puts
`deployments.apps "NAME" ` before each of the refusals but the last.
"""

from typing import Any

from cluster.core import times
from cluster.core.kinds import Object
from cluster.core.printers.columns import name_of
from cluster.core.rollout.refusal import RolloutRefused
from cluster.core.template_revisions import annotations, template_of

RESTARTED_AT = "kubectl.kubernetes.io/restartedAt"
RESTARTABLE = ("Deployment", "DaemonSet", "StatefulSet")
Patch = dict[str, Any]


def _is_paused(obj: Object) -> bool:
    return bool((obj.get("spec") or {}).get("paused"))


def pause_patch(obj: Object) -> Patch:
    """Pauses a Deployment. Raises RolloutRefused when it is paused already, or is none."""
    if obj.get("kind") != "Deployment":
        raise RolloutRefused("pausing is not supported")
    if _is_paused(obj):
        raise RolloutRefused("is already paused")
    return {"spec": {"paused": True}}


def resume_patch(obj: Object) -> Patch:
    """Lets a paused Deployment go on. Raises RolloutRefused when it is not paused, or is none."""
    if obj.get("kind") != "Deployment":
        raise RolloutRefused("resuming is not supported")
    if not _is_paused(obj):
        raise RolloutRefused("is not paused")
    return {"spec": {"paused": None}}


def restart_patch(obj: Object, now_ms: int) -> Patch:
    """Changes the template by a time, which rolls all pods over. Raises RolloutRefused.

    The time has whole seconds: two restarts within one second are the same template (see `refuse_same_second`).
    """
    if obj.get("kind") not in RESTARTABLE:
        raise RolloutRefused("restarting is not supported")
    if _is_paused(obj):
        raise RolloutRefused("can't restart paused deployment (run rollout resume first)")
    return {"spec": {"template": {"metadata": {"annotations": {RESTARTED_AT: times.to_text(now_ms)}}}}}


def refuse_same_second(obj: Object, now_ms: int) -> None:
    """Raises RolloutRefused when the object was already restarted in this second (`cmd/rollout/rollout_restart.go`)."""
    if annotations(template_of(obj)).get(RESTARTED_AT) == times.to_text(now_ms):
        raise RolloutRefused(
            f"failed to create patch for {name_of(obj)}: if restart has already been triggered within the past second,"
            " please wait before attempting to trigger another"
        )
