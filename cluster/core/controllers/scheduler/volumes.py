"""Volumes that a pod cannot have: the cluster keeps no PersistentVolumeClaims.

Upstream: `pkg/scheduler/framework/plugins/volumebinding/volume_binding.go` (PreFilter).
"""

from cluster.core.controllers.scheduler.verdicts import Rejection
from cluster.core.kinds import Object
from cluster.core.usage import Candidate


def missing_claim(pod: Object) -> str:
    """The first PersistentVolumeClaim that a pod needs, '' for none; an ephemeral volume needs one of its own."""
    for volume in pod["spec"].get("volumes") or ():
        if volume.get("persistentVolumeClaim"):
            return str(volume["persistentVolumeClaim"]["claimName"])
        if volume.get("ephemeral"):
            return f"{pod['metadata']['name']}-{volume['name']}"
    return ""


def claimless(claim: str, _candidate: Candidate) -> Rejection:
    """No node can give a pod a claim that does not exist (VolumeBinding)."""
    reason = f'persistentvolumeclaim "{claim}" not found'
    return Rejection("VolumeBinding", (reason,), False, f"the PersistentVolumeClaim {claim} does not exist")
