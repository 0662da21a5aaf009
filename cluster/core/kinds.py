"""The table of kinds: what the API serves, under which names, and what each kind keeps.

`generation` says which write raises `metadata.generation`: `spec` (a changed spec), `spec+annotations` (Deployments:
`pkg/registry/apps/deployment/strategy.go`, PrepareForUpdate) or nothing.
"""

from dataclasses import dataclass
from typing import Any, Literal

Raised = Literal["", "spec", "spec+annotations"]
Object = dict[str, Any]
Key = tuple[str, str, str]
"""(kind, namespace, name); the namespace of cluster-scoped objects is the empty text."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: `kind` CamelCase, `plural` as in URLs, `group` empty for core."""

    kind: str
    plural: str
    group: str = ""
    version: str = "v1"
    namespaced: bool = True
    short_names: tuple[str, ...] = ()
    generation: Raised = ""
    status: bool = False
    graceful: bool = False

    @property
    def api_version(self) -> str:
        """`apps/v1`, or `v1` for the core group."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def singular(self) -> str:
        """The lower-case kind: `replicaset`."""
        return self.kind.lower()

    @property
    def resource(self) -> str:
        """`deployments.apps`, as kubectl and error messages say it; `pods` for the core group."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


KINDS: dict[str, Kind] = {
    kind.kind: kind
    for kind in (
        Kind("Namespace", "namespaces", namespaced=False, short_names=("ns",), status=True),
        Kind("Node", "nodes", namespaced=False, short_names=("no",), status=True),
        Kind("Pod", "pods", short_names=("po",), generation="spec", status=True, graceful=True),
        Kind("ReplicaSet", "replicasets", "apps", short_names=("rs",), generation="spec", status=True),
        Kind("ReplicationController", "replicationcontrollers", short_names=("rc",), generation="spec", status=True),
        Kind("Deployment", "deployments", "apps", short_names=("deploy",), generation="spec+annotations", status=True),
        Kind("PodTemplate", "podtemplates"),
        Kind("Service", "services", short_names=("svc",), status=True),
        Kind("Endpoints", "endpoints", short_names=("ep",)),
        Kind("EndpointSlice", "endpointslices", "discovery.k8s.io", generation="spec"),
        Kind("Event", "events", short_names=("ev",)),
        Kind("ConfigMap", "configmaps", short_names=("cm",)),
        Kind("Secret", "secrets"),
        Kind("ServiceAccount", "serviceaccounts", short_names=("sa",)),
        Kind("ResourceQuota", "resourcequotas", short_names=("quota",), status=True),
        Kind("LimitRange", "limitranges", short_names=("limits",)),
        Kind(
            "HorizontalPodAutoscaler",
            "horizontalpodautoscalers",
            "autoscaling",
            "v2",
            short_names=("hpa",),
            status=True,
        ),
        Kind(
            "PodDisruptionBudget",
            "poddisruptionbudgets",
            "policy",
            short_names=("pdb",),
            generation="spec",
            status=True,
        ),
        Kind("Lease", "leases", "coordination.k8s.io"),
        Kind("PriorityClass", "priorityclasses", "scheduling.k8s.io", namespaced=False, short_names=("pc",)),
    )
}


def key_of(obj: Object) -> Key:
    """The key of an object; `metadata.namespace` missing counts as cluster-scoped."""
    metadata = obj["metadata"]
    return obj["kind"], metadata.get("namespace", ""), metadata["name"]


def public(obj: Object) -> Object:
    """The object in API form: without `simulation`, the private notes of the one who runs it (the kubelet's timers)."""
    if "simulation" not in obj:
        return obj
    return {name: value for name, value in obj.items() if name != "simulation"}
