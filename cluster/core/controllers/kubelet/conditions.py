"""A pod's conditions made of its container statuses.

Upstream: `pkg/kubelet/status/generate.go`, in the order of `pkg/kubelet/kubelet_pods.go`, generateAPIPodStatus.
"""

from typing import Any

from cluster.core import times
from cluster.core.controllers.kubelet.life import Life
from cluster.core.pods import TERMINAL

Statuses = list[dict[str, Any]]
Verdict = tuple[bool, str, str]
"""(is it so, reason, message)."""


def is_ready(life: Life) -> bool:
    """Whether condition Ready should be True by what the kubelet sees and others have reported."""
    watched = [*life.containers, *(c for c in life.inits if c.get("restartPolicy") == "Always")]
    if not all(life.notes.get(container["name"], {}).get("ready") for container in watched):
        return False
    return pod_ready(life, (True, "", ""), (life.pod.get("status") or {}).get("conditions") or [])[0]


def build(life: Life, phase: str, inits: Statuses, mains: Statuses, old: Statuses) -> Statuses:
    """The kubelet's conditions in upstream's order, then those that belong to others."""
    ready = containers_ready(life, phase, inits, mains)
    has_network = "sandbox" in life.simulation and "stopped" not in life.simulation and phase not in TERMINAL
    wanted = (
        ("PodReadyToStartContainers", (has_network, "", "")),
        ("Initialized", initialized(life, phase, inits, mains)),
        ("Ready", pod_ready(life, ready, old)),
        ("ContainersReady", ready),
        ("PodScheduled", (True, "", "")),
    )
    known = {condition["type"]: condition for condition in old}
    generation = life.pod["metadata"].get("generation")
    made = [_condition(life.now, type, verdict, known.pop(type, None), generation) for type, verdict in wanted]
    return made + list(known.values())


def _condition(
    now: int, type: str, verdict: Verdict, old: dict[str, Any] | None, generation: int | None
) -> dict[str, Any]:
    ok, reason, message = verdict
    status = "True" if ok else "False"
    made: dict[str, Any] = {"type": type, "status": status, "lastProbeTime": None}
    if old is not None and old.get("status") == status and old.get("lastTransitionTime"):
        made["lastTransitionTime"] = old["lastTransitionTime"]
    else:
        made["lastTransitionTime"] = times.to_text(now)
    if generation:
        made["observedGeneration"] = generation
    if reason:
        made["reason"] = reason
    if message:
        made["message"] = message
    return made


def containers_ready(life: Life, phase: str, inits: Statuses, mains: Statuses) -> Verdict:
    """`generate.go`, GenerateContainersReadyCondition."""
    if phase == "Succeeded":
        return False, "PodCompleted", ""
    if phase == "Failed":
        return False, "PodFailed", ""
    sidecars = [s for c, s in zip(life.inits, inits, strict=True) if c.get("restartPolicy") == "Always"]
    unready = [status["name"] for status in sidecars + mains if not status["ready"]]
    if not unready:
        return True, "", ""
    return False, "ContainersNotReady", f"containers with unready status: [{' '.join(unready)}]"


def pod_ready(life: Life, ready: Verdict, old: Statuses) -> Verdict:
    """`generate.go`, GeneratePodReadyCondition: all containers and all readiness gates."""
    gates = life.spec.get("readinessGates")
    if not ready[0] or not gates:
        return ready
    known = {condition["type"]: condition["status"] for condition in old}
    missing = []
    for gate in gates:
        type = gate["conditionType"]
        if type not in known:
            missing.append(f'corresponding condition of pod readiness gate "{type}" does not exist.')
        elif known[type] != "True":
            missing.append(f'the status of pod readiness gate "{type}" is not "True", but {known[type]}')
    return (False, "ReadinessGatesNotReady", ", ".join(missing)) if missing else ready


def initialized(life: Life, phase: str, inits: Statuses, mains: Statuses) -> Verdict:
    """`generate.go`, GeneratePodInitializedCondition."""
    if phase == "Succeeded":
        return True, "PodCompleted", ""
    if not inits or any("running" in status["state"] or status["lastState"] for status in mains):
        return True, "", ""
    done = ["started" if container.get("restartPolicy") == "Always" else "ready" for container in life.inits]
    incomplete = [status["name"] for status, field in zip(inits, done, strict=True) if not status[field]]
    if not incomplete:
        return True, "", ""
    return False, "ContainersNotInitialized", f"containers with incomplete status: [{' '.join(incomplete)}]"
