"""`kubectl rollout`: what it says and which patches it sends, as pure functions over objects in API form.

Upstream: `staging/src/k8s.io/kubectl/pkg/polymorphichelpers`.
"""

from cluster.core.rollout.history import history, history_report, revisions
from cluster.core.rollout.patches import pause_patch, refuse_same_second, restart_patch, resume_patch
from cluster.core.rollout.refusal import RolloutRefused
from cluster.core.rollout.status import group_kind, rollout_status
from cluster.core.rollout.undo import Undo, rollback_patch, undo

__all__ = [
    "RolloutRefused",
    "Undo",
    "group_kind",
    "history",
    "history_report",
    "pause_patch",
    "refuse_same_second",
    "restart_patch",
    "resume_patch",
    "revisions",
    "rollback_patch",
    "rollout_status",
    "undo",
]
