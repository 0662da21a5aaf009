"""Which pods are a ReplicaSet's: claimed by owner and labels, adopted, released.

Upstream: `pkg/controller/controller_ref_manager.go` (ClaimObject) and `replica_set.go` (claimPods).
"""

from typing import Any, NamedTuple

from cluster.core.kinds import Object
from cluster.core.moves import Put
from cluster.core.objects import controller_of, is_deleting, owner_reference, with_metadata
from cluster.core.pods import TERMINAL
from cluster.core.selectors import matches
from cluster.core.state import State


class Claim(NamedTuple):
    """`active` includes pods adopted just now; `puts` are the adoptions and releases to be written."""

    active: list[Object]
    terminating: int
    puts: list[Put]


def claim_pods(state: State, rs: Object) -> Claim:
    """The pods that count as this ReplicaSet's, in no particular order. Finished pods count for nothing."""
    uid, selector = rs["metadata"]["uid"], rs["spec"]["selector"]
    usual = _usual_labels(rs)
    active: list[Object] = []
    strays: list[Object] = []
    terminating = 0
    for pod in state.dependents(uid, "Pod"):
        metadata = pod["metadata"]
        labels = metadata.get("labels")
        owners = metadata["ownerReferences"]
        if not (owners[0] if len(owners) == 1 else _reference(owners, uid)).get("controller"):
            continue
        if (pod.get("status") or {}).get("phase") in TERMINAL:
            continue
        mine = labels == usual or matches(selector, labels)
        if "deletionTimestamp" in metadata:
            terminating += mine
        elif mine:
            active.append(pod)
        else:
            strays.append(pod)
    if is_deleting(rs):
        return Claim(active, terminating, [])
    puts = [_release(rs, pod) for pod in sorted(strays, key=_name)]
    adoptions = [_adopt(rs, pod) for pod in adoptable(state, rs)]
    active += [put.object for put in adoptions]
    return Claim(active, terminating, puts + adoptions)


def adoptable(state: State, rs: Object) -> list[Object]:
    """Active pods without a controller that the selector matches, in order of their names."""
    namespace, selector = rs["metadata"]["namespace"], rs["spec"]["selector"]
    found = [
        pod
        for pod in state.orphans("Pod", namespace)
        if not is_deleting(pod)
        and (pod.get("status") or {}).get("phase") not in TERMINAL
        and matches(selector, pod["metadata"].get("labels"))
    ]
    return sorted(found, key=_name)


def _name(pod: Object) -> str:
    return str(pod["metadata"]["name"])


def filter_claimed(owner: Object, pods: list[Object]) -> list[Object]:
    """The pods whose controller is `owner` and whose labels match its selector (FilterClaimedPods)."""
    uid, selector = owner["metadata"]["uid"], owner["spec"]["selector"]
    return [
        pod
        for pod in pods
        if (controller_of(pod) or {}).get("uid") == uid and matches(selector, pod["metadata"].get("labels"))
    ]


def _usual_labels(rs: Object) -> dict[str, str] | None:
    """The labels of the template if they match the selector: nearly every pod has exactly these."""
    labels: dict[str, str] | None = (rs["spec"]["template"].get("metadata") or {}).get("labels")
    return labels if labels and matches(rs["spec"]["selector"], labels) else None


def _reference(owners: list[dict[str, Any]], uid: str) -> dict[str, Any]:
    return next(owner for owner in owners if owner["uid"] == uid)


def _adopt(rs: Object, pod: Object) -> Put:
    own = owner_reference(rs)
    others = [owner for owner in pod["metadata"].get("ownerReferences") or () if owner["uid"] != own["uid"]]
    name = pod["metadata"]["name"]
    reason = f"{name} has no controller and its labels match the selector of {own['name']}, which adopts it"
    return Put(with_metadata(pod, ownerReferences=[*others, own]), reason)


def _release(rs: Object, pod: Object) -> Put:
    uid = rs["metadata"]["uid"]
    others = [owner for owner in pod["metadata"]["ownerReferences"] if owner["uid"] != uid]
    name = pod["metadata"]["name"]
    reason = (
        f"the labels of {name} no longer match the selector of {rs['metadata']['name']}, which lets it go; it runs on"
    )
    return Put(with_metadata(pod, ownerReferences=others or None), reason)
