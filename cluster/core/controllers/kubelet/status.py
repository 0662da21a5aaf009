"""A pod's status made of the kubelet's notes: container statuses, phase, addresses.

Upstream: `pkg/kubelet/kubelet_pods.go` (convertStatusToAPIStatus, getPhase).
"""

from hashlib import blake2b
from typing import Any

from cluster.core import times
from cluster.core.controllers.kubelet import conditions
from cluster.core.controllers.kubelet.life import Container, Life, Note
from cluster.core.images import InvalidImageName, parse
from cluster.core.restart_policy import should_restart

NOTHING: dict[str, Any] = {}


def build(life: Life) -> dict[str, Any]:
    """The pod's status at this moment."""
    old = life.pod.get("status") or {}
    inits = [container_status(life, container, True) for container in life.inits]
    mains = [container_status(life, container, False) for container in life.containers]
    phase = life.end[0] if life.end else phase_of(life, inits, mains)
    status = {**old, "phase": phase}
    status["conditions"] = conditions.build(life, phase, inits, mains, old.get("conditions") or [])
    if life.end:
        status["reason"], status["message"] = life.end[1:]
    generation = life.pod["metadata"].get("generation")
    if generation:
        status["observedGeneration"] = generation
    if inits:
        status["initContainerStatuses"] = inits
    if life.since is not None:
        status["containerStatuses"] = mains
    _place(life, status)
    return status


def _place(life: Life, status: dict[str, Any]) -> None:
    """Addresses and the start time: the node's when the kubelet takes the pod on, the pod's once its sandbox is up."""
    if "startTime" not in status:
        status["startTime"] = times.to_text(life.now)
        host = host_ip(life)
        status["hostIP"], status["hostIPs"] = host, [{"ip": host}]
    if "podIP" not in status and life.simulation.get("sandbox"):
        ip = life.simulation.get("ip") or status["hostIP"]
        status["podIP"], status["podIPs"] = ip, [{"ip": ip}]


def host_ip(life: Life) -> str:
    """The node's internal address."""
    addresses = (life.node.get("status") or {}).get("addresses") or ()
    return next((str(a["address"]) for a in addresses if a["type"] == "InternalIP"), "127.0.0.1")


def container_id(life: Life, name: str, restarts: int) -> str:
    """The id of a container's run; every restart makes a new container."""
    luck = f"{life.pod['metadata']['uid']}/{name}/{restarts}"
    return f"containerd://{blake2b(luck.encode(), digest_size=32).hexdigest()}"


def container_status(life: Life, container: Container, init: bool) -> dict[str, Any]:
    """One entry of `containerStatuses`."""
    name = container["name"]
    note = life.notes.get(name) or NOTHING
    restarts = note.get("restarts", 0)
    succeeded_init = init and note.get("is") == "over" and not note["code"]
    status: dict[str, Any] = {
        "name": name,
        "state": state_of(life, container, note),
        "lastState": {"terminated": note["last"]} if "last" in note else {},
        "ready": bool(note.get("ready")) or succeeded_init,
        "restartCount": restarts,
        "image": container["image"],
        "imageID": "",
        "started": bool(note.get("started")),
    }
    if container.get("volumeMounts"):
        status["volumeMounts"] = [_mounted(mount) for mount in container["volumeMounts"]]
    if note.get("is") in {"running", "over"} or "last" in note:
        _identify(life, container, status, restarts)
    return status


def _mounted(mount: dict[str, Any]) -> dict[str, Any]:
    """What a volume mount became: read-only mounts say whether what is mounted below them is read-only too."""
    shown: dict[str, Any] = {name: mount[name] for name in ("name", "mountPath", "readOnly") if name in mount}
    if mount.get("readOnly"):
        asked = mount.get("recursiveReadOnly") or "Disabled"
        shown["recursiveReadOnly"] = "Disabled" if asked == "Disabled" else "Enabled"
    return shown


def _identify(life: Life, container: Container, status: dict[str, Any], restarts: int) -> None:
    """What only a container that was made has: its image's digest, its id, its user, the resources it got."""
    try:
        image = parse(container["image"])
    except InvalidImageName:
        return
    status["image"], status["imageID"] = image.canonical, image.by_digest
    status["containerID"] = container_id(life, container["name"], restarts)
    status["user"] = {"linux": _user(life.spec.get("securityContext") or {}, container.get("securityContext") or {})}
    status["resources"] = container.get("resources") or {}
    if status["resources"].get("requests"):
        status["allocatedResources"] = status["resources"]["requests"]


def _user(pod: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Who the first process is: root, unless a security context says otherwise; images do not decide it here."""
    uid = own.get("runAsUser", pod.get("runAsUser", 0))
    gid = own.get("runAsGroup", pod.get("runAsGroup", 0))
    groups = {gid, *(pod.get("supplementalGroups") or ()), *([pod["fsGroup"]] if "fsGroup" in pod else [])}
    return {"uid": uid, "gid": gid, "supplementalGroups": sorted(groups)}


def state_of(life: Life, container: Container, note: Note) -> dict[str, Any]:
    """`state` of a container status: waiting, running or terminated."""
    kind = note.get("is")
    if kind == "running":
        return {"running": {"startedAt": times.to_text(note["at"])}}
    if kind == "over":
        return {"terminated": terminated(life, container["name"], note)}
    if kind in {"held", "looping"}:
        waiting = {"reason": note["reason"]}
        if note.get("message"):
            waiting["message"] = note["message"]
        return {"waiting": waiting}
    return {"waiting": {"reason": "PodInitializing" if life.inits else "ContainerCreating"}}


def terminated(life: Life, name: str, note: Note) -> dict[str, Any]:
    """`state.terminated` of a container that is over."""
    return {
        "containerID": container_id(life, name, note.get("restarts", 0)),
        "exitCode": note["code"],
        "finishedAt": times.to_text(note["at"]),
        "reason": note["reason"],
        "startedAt": times.to_text(note["began"]),
    }


def is_restarted(life: Life, container: Container, note: Note) -> bool:
    """Whether a container that is over will be started again; a plain init container only if it has failed."""
    policy = life.spec.get("restartPolicy", "Always")
    if policy == "Always" and life.is_plain_init(container):
        policy = "OnFailure"
    own = container.get("restartPolicy")
    if should_restart(policy, own, container.get("restartPolicyRules"), note["code"]):
        return True
    return "again" in note and (own or policy) != "Never"


def phase_of(life: Life, inits: list[dict[str, Any]], mains: list[dict[str, Any]]) -> str:
    """`pkg/kubelet/kubelet_pods.go`, getPhase."""
    policy = life.spec.get("restartPolicy", "Always")
    for container, status in zip(life.inits, inits, strict=True):
        blocked = _init_phase(container, status, policy)
        if blocked:
            return blocked
    states = [_condense(status) for status in mains]
    for container, status in zip(life.inits, inits, strict=True):
        if container.get("restartPolicy") == "Always" and "running" in status["state"]:
            states.append("running")
    if "waiting" in states:
        return "Pending"
    if "running" in states:
        return "Running"
    if "stopped" not in life.simulation and ("stopped" in states or _goes_on(life)):
        return "Running"
    return "Failed" if "failed" in states else "Succeeded"


def _goes_on(life: Life) -> bool:
    """Whether one of the containers that are over will be started again."""
    notes = [(container, life.notes.get(container["name"])) for container in life.containers]
    return any(note is not None and note["is"] == "over" and is_restarted(life, c, note) for c, note in notes)


def _condense(status: dict[str, Any]) -> str:
    state = status["state"]
    if "running" in state:
        return "running"
    if "terminated" in state:
        return "failed" if state["terminated"]["exitCode"] else "succeeded"
    return "stopped" if status["lastState"] else "waiting"


def _init_phase(container: Container, status: dict[str, Any], policy: str) -> str:
    """What an init container makes of the phase; '' when the others decide."""
    state = status["state"]
    if container.get("restartPolicy") == "Always":
        return "" if status["started"] or "terminated" in state else "Pending"
    if "terminated" in state:
        if not state["terminated"]["exitCode"]:
            return ""
        return "Failed" if policy == "Never" else "Pending"
    return "Pending"
