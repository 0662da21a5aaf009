"""What the API server's admission makes of every pod before it is stored, whoever sends it.

    admit(state, pod) -> the pod as it will be stored, or an ApiError

The order is that of the plugins: NamespaceLifecycle, LimitRanger, ServiceAccount, Priority, DefaultTolerationSeconds,
ResourceQuota. Upstream: `plugin/pkg/admission/` (limitranger, serviceaccount, priority, defaulttolerationseconds,
resourcequota) and `pkg/registry/core/pod/strategy.go` (PrepareForCreate).
"""

from typing import Any

from cluster.core import limit_ranges, namespaces, qos, resource_quota
from cluster.core.draft import suffix
from cluster.core.errors import Forbidden
from cluster.core.kinds import KINDS, Object
from cluster.core.state import State

TOLERATION_SECONDS = 300
TAINTS = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
TOKEN_SECONDS = 3607
"""One hour and 7 seconds: by this number the API server knows a token that it asked for itself."""
PRIORITIES = {"system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000}
GATED = {
    "type": "PodScheduled",
    "status": "False",
    "lastProbeTime": None,
    "lastTransitionTime": None,
    "reason": "SchedulingGated",
    "message": "Scheduling is blocked due to non-empty scheduling gates",
}


def admit(state: State, pod: Object) -> Object:
    """The pod as it will be stored: completed, with its first status.

    Raises NotFound (no such namespace) or Forbidden (namespace being deleted, no such ServiceAccount or PriorityClass,
    quota exceeded).
    """
    prepared = prepare(state, pod)
    resource_quota.judge(state, prepared)
    return prepared


def prepare(state: State, pod: Object) -> Object:
    """All of `admit` but the quota. What it makes fits every pod of the same template: one spec may serve many.

    Raises NotFound or Forbidden.
    """
    namespaces.judge_creation(state, pod)
    if state.count(limit_ranges.KIND, pod["metadata"]["namespace"]):
        pod = limit_ranges.admit(state, pod)
    spec = _with_service_account(state, pod)
    spec = _with_priority(state, pod, spec)
    spec = {"enableServiceLinks": True, **spec, "tolerations": with_default_tolerations(spec.get("tolerations") or [])}
    status: dict[str, Any] = {"phase": "Pending", "qosClass": qos.class_of(spec)}
    if spec.get("schedulingGates"):
        status["conditions"] = [GATED]
    return {**pod, "spec": spec, "status": status}


def with_default_tolerations(tolerations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With 300 s of patience for a lost node, unless the pod has an opinion of its own."""
    added = [
        {"key": taint, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": TOLERATION_SECONDS}
        for taint in TAINTS
        if not any(_speaks_of(toleration, taint) for toleration in tolerations)
    ]
    return [*tolerations, *added]


def _speaks_of(toleration: dict[str, Any], taint: str) -> bool:
    return toleration.get("key", "") in {taint, ""} and toleration.get("effect", "") in {"NoExecute", ""}


def _forbidden(obj: Object, why: str) -> Forbidden:
    kind, metadata = KINDS[obj["kind"]], obj["metadata"]
    return Forbidden(kind.group, kind.plural, metadata.get("name") or metadata.get("generateName", ""), why)


def _with_service_account(state: State, pod: Object) -> dict[str, Any]:
    spec, namespace = pod["spec"], pod["metadata"]["namespace"]
    name = spec.get("serviceAccountName") or spec.get("serviceAccount") or namespaces.SERVICE_ACCOUNT
    account = state.get("ServiceAccount", namespace, name)
    if account is None:
        why = f'error looking up service account {namespace}/{name}: serviceaccount "{name}" not found'
        raise _forbidden(pod, why)
    spec = {**spec, "serviceAccountName": name, "serviceAccount": name}
    if account.get("imagePullSecrets") and not spec.get("imagePullSecrets"):
        spec["imagePullSecrets"] = account["imagePullSecrets"]
    wanted = spec.get("automountServiceAccountToken", account.get("automountServiceAccountToken", True))
    return _with_token(spec, f"{state.seed}/token/{state.revision}") if wanted else spec


def _with_token(spec: dict[str, Any], luck: str) -> dict[str, Any]:
    known = next((v["name"] for v in spec.get("volumes") or () if v["name"].startswith("kube-api-access-")), None)
    name = known or f"kube-api-access-{suffix(luck)}"
    mount = {"mountPath": TOKEN_PATH, "name": name, "readOnly": True}
    mounted, used = {}, False
    for field in ("initContainers", "containers"):
        if spec.get(field):
            mounted[field] = [_with_mount(container, mount) for container in spec[field]]
            used = used or any(new is not old for new, old in zip(mounted[field], spec[field], strict=True))
    if not used:
        return spec
    volumes = spec.get("volumes") or []
    return {**spec, **mounted, "volumes": volumes if known else [*volumes, _token_volume(name)]}


def _with_mount(container: dict[str, Any], mount: dict[str, Any]) -> dict[str, Any]:
    mounts = container.get("volumeMounts") or []
    if any(known.get("mountPath") == TOKEN_PATH for known in mounts):
        return container
    return {**container, "volumeMounts": [*mounts, mount]}


def _token_volume(name: str) -> dict[str, Any]:
    namespace = {"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}
    sources = [
        {"serviceAccountToken": {"expirationSeconds": TOKEN_SECONDS, "path": "token"}},
        {"configMap": {"items": [{"key": "ca.crt", "path": "ca.crt"}], "name": namespaces.ROOT_CA}},
        {"downwardAPI": {"items": [namespace]}},
    ]
    return {"name": name, "projected": {"defaultMode": 420, "sources": sources}}


def _with_priority(state: State, pod: Object, spec: dict[str, Any]) -> dict[str, Any]:
    name = spec.get("priorityClassName")
    if not name:
        return {**spec, "priority": 0, "preemptionPolicy": "PreemptLowerPriority"}
    known = state.get("PriorityClass", "", name) or {"value": PRIORITIES.get(name)}
    if known["value"] is None:
        raise _forbidden(pod, f"no PriorityClass with name {name} was found")
    policy = known.get("preemptionPolicy") or "PreemptLowerPriority"
    return {**spec, "priority": known["value"], "preemptionPolicy": policy}
