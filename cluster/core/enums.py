"""Fields that take one of a few values, as the API server's documents say: the package's schemas leave the values out.

Upstream: types marked `+enum` in `k8s.io/api`; the form of the text is that of `kube-openapi/pkg/generators/enum.go`.
Values come sorted. What upstream says of each value is given where it is short; elsewhere the values stand alone.
"""

from collections.abc import Iterator

Values = dict[str, str]

ENUMS: dict[str, Values] = {
    "AddressType": dict.fromkeys(("FQDN", "IPv4", "IPv6"), ""),
    "AppArmorProfileType": dict.fromkeys(("Localhost", "RuntimeDefault", "Unconfined"), ""),
    "DNSPolicy": dict.fromkeys(("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"), ""),
    "DeploymentStrategyType": {
        "Recreate": "Kill all existing pods before creating new ones.",
        "RollingUpdate": "Replace the old ReplicaSets by new one using rolling update i.e gradually scale down the old "
        "ReplicaSets and scale up the new one.",
    },
    "IPFamily": dict.fromkeys(("", "IPv4", "IPv6"), ""),
    "IPFamilyPolicy": dict.fromkeys(("PreferDualStack", "RequireDualStack", "SingleStack"), ""),
    "MountPropagationMode": dict.fromkeys(("Bidirectional", "HostToContainer", "None"), ""),
    "NamespacePhase": {
        "Active": "means the namespace is available for use in the system",
        "Terminating": "means the namespace is undergoing graceful termination",
    },
    "NodeInclusionPolicy": dict.fromkeys(("Honor", "Ignore"), ""),
    "NodePhase": dict.fromkeys(("Pending", "Running", "Terminated"), ""),
    "NodeSelectorOperator": dict.fromkeys(("DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"), ""),
    "PodFSGroupChangePolicy": dict.fromkeys(("Always", "OnRootMismatch"), ""),
    "PodPhase": dict.fromkeys(("Failed", "Pending", "Running", "Succeeded", "Unknown"), ""),
    "PodQOSClass": {
        "BestEffort": "is the BestEffort qos class.",
        "Burstable": "is the Burstable qos class.",
        "Guaranteed": "is the Guaranteed qos class.",
    },
    "PreemptionPolicy": dict.fromkeys(("Never", "PreemptLowerPriority"), ""),
    "ProcMountType": dict.fromkeys(("Default", "Unmasked"), ""),
    "Protocol": {
        "SCTP": "is the SCTP protocol.",
        "TCP": "is the TCP protocol.",
        "UDP": "is the UDP protocol.",
    },
    "PullPolicy": {
        "Always": "means that kubelet always attempts to pull the latest image. Container will fail If the pull fails.",
        "IfNotPresent": "means that kubelet pulls if the image isn't present on disk. Container will fail if the image "
        "isn't present and the pull fails.",
        "Never": "means that kubelet never pulls an image, but only uses a local image. Container will fail if the "
        "image isn't present",
    },
    "ResourceQuotaScope": dict.fromkeys(
        (
            "BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass",
            "Terminating", "VolumeAttributesClass",
        ),
        "",
    ),
    "RestartPolicy": dict.fromkeys(("Always", "Never", "OnFailure"), ""),
    "ScopeSelectorOperator": dict.fromkeys(("DoesNotExist", "Exists", "In", "NotIn"), ""),
    "SeccompProfileType": dict.fromkeys(("Localhost", "RuntimeDefault", "Unconfined"), ""),
    "ServiceAffinity": {"ClientIP": "is the Client IP based.", "None": "- no session affinity."},
    "ServiceExternalTrafficPolicy": dict.fromkeys(("Cluster", "Local"), ""),
    "ServiceInternalTrafficPolicy": dict.fromkeys(("Cluster", "Local"), ""),
    "ServiceType": dict.fromkeys(("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"), ""),
    "SupplementalGroupsPolicy": dict.fromkeys(("Merge", "Strict"), ""),
    "TaintEffect": dict.fromkeys(("NoExecute", "NoSchedule", "PreferNoSchedule"), ""),
    "TerminationMessagePolicy": dict.fromkeys(("FallbackToLogsOnError", "File"), ""),
    "TolerationOperator": dict.fromkeys(("Equal", "Exists", "Gt", "Lt"), ""),
    "URIScheme": {
        "HTTP": "means that the scheme used will be http://",
        "HTTPS": "means that the scheme used will be https://",
    },
    "UnhealthyPodEvictionPolicyType": dict.fromkeys(("AlwaysAllow", "IfHealthyBudget"), ""),
    "UnsatisfiableConstraintAction": dict.fromkeys(("DoNotSchedule", "ScheduleAnyway"), ""),
}  # fmt: skip

_CONTAINER = {"imagePullPolicy": "PullPolicy", "terminationMessagePolicy": "TerminationMessagePolicy"}
FIELDS: dict[str, dict[str, str]] = {
    "apps.v1.DeploymentStrategy": {"type": "DeploymentStrategyType"},
    "core.v1.AppArmorProfile": {"type": "AppArmorProfileType"},
    "core.v1.Container": _CONTAINER,
    "core.v1.ContainerPort": {"protocol": "Protocol"},
    "core.v1.EndpointPort": {"protocol": "Protocol"},
    "core.v1.EphemeralContainer": _CONTAINER,
    "core.v1.HTTPGetAction": {"scheme": "URIScheme"},
    "core.v1.ImageVolumeSource": {"pullPolicy": "PullPolicy"},
    "core.v1.NamespaceStatus": {"phase": "NamespacePhase"},
    "core.v1.NodeSelectorRequirement": {"operator": "NodeSelectorOperator"},
    "core.v1.NodeStatus": {"phase": "NodePhase"},
    "core.v1.PodSecurityContext": {
        "fsGroupChangePolicy": "PodFSGroupChangePolicy",
        "supplementalGroupsPolicy": "SupplementalGroupsPolicy",
    },
    "core.v1.PodSpec": {
        "dnsPolicy": "DNSPolicy",
        "preemptionPolicy": "PreemptionPolicy",
        "restartPolicy": "RestartPolicy",
    },
    "core.v1.PodStatus": {"phase": "PodPhase", "qosClass": "PodQOSClass"},
    "core.v1.PortStatus": {"protocol": "Protocol"},
    "core.v1.ResourceQuotaSpec": {"scopes": "ResourceQuotaScope"},
    "core.v1.ScopedResourceSelectorRequirement": {
        "operator": "ScopeSelectorOperator",
        "scopeName": "ResourceQuotaScope",
    },
    "core.v1.SeccompProfile": {"type": "SeccompProfileType"},
    "core.v1.SecurityContext": {"procMount": "ProcMountType"},
    "core.v1.ServicePort": {"protocol": "Protocol"},
    "core.v1.ServiceSpec": {
        "externalTrafficPolicy": "ServiceExternalTrafficPolicy",
        "internalTrafficPolicy": "ServiceInternalTrafficPolicy",
        "ipFamilies": "IPFamily",
        "ipFamilyPolicy": "IPFamilyPolicy",
        "sessionAffinity": "ServiceAffinity",
        "type": "ServiceType",
    },
    "core.v1.Taint": {"effect": "TaintEffect"},
    "core.v1.Toleration": {"effect": "TaintEffect", "operator": "TolerationOperator"},
    "core.v1.TopologySpreadConstraint": {
        "nodeAffinityPolicy": "NodeInclusionPolicy",
        "nodeTaintsPolicy": "NodeInclusionPolicy",
        "whenUnsatisfiable": "UnsatisfiableConstraintAction",
    },
    "core.v1.VolumeMount": {"mountPropagation": "MountPropagationMode"},
    "discovery.v1.EndpointSlice": {"addressType": "AddressType"},
    "policy.v1.PodDisruptionBudgetSpec": {"unhealthyPodEvictionPolicy": "UnhealthyPodEvictionPolicyType"},
    "scheduling.v1.PriorityClass": {"preemptionPolicy": "PreemptionPolicy"},
}
"""The enum of a field, by the schema's name without `io.k8s.api.`; of a list it is its items'."""


def enum_of(schema: str, field: str) -> Values | None:
    """The values of a field of a schema (`io.k8s.api.apps.v1.DeploymentStrategy`), or None when it takes any."""
    name = FIELDS.get(schema.removeprefix("io.k8s.api."), {}).get(field)
    return ENUMS[name] if name else None


def told(values: Values) -> str:
    """What the description of such a field ends with."""
    return "\n".join(["\n\nPossible enum values:", *_lines(values)])


def _lines(values: Values) -> Iterator[str]:
    for value, meaning in values.items():
        yield f' - `"{value}"` {meaning}' if meaning else f' - `"{value}"`'
