"""Defaults of Services. Upstream: `pkg/apis/core/v1/defaults.go` (SetDefaults_Service), and for IP families and the
pair clusterIP/clusterIPs `pkg/registry/core/service/storage/alloc.go` in a cluster of IPv4 alone.
"""

from typing import Any

Object = dict[str, Any]

AFFINITY_SECONDS = 10800
_EXTERNAL = frozenset({"NodePort", "LoadBalancer"})


def default_service(obj: Object) -> Object:
    """Type ClusterIP, no session affinity, TCP, targetPort equal to port, policies and families as the type asks."""
    spec = {**(obj.get("spec") or {})}
    kind = spec["type"] = spec.get("type") or "ClusterIP"
    _default_affinity(spec)
    if spec.get("ports"):
        spec["ports"] = [_port(port) for port in spec["ports"]]
    if kind in _EXTERNAL or spec.get("externalIPs"):
        spec["externalTrafficPolicy"] = spec.get("externalTrafficPolicy") or "Cluster"
    if kind in _EXTERNAL or kind == "ClusterIP":
        spec.setdefault("internalTrafficPolicy", "Cluster")
    if kind == "LoadBalancer":
        spec.setdefault("allocateLoadBalancerNodePorts", True)
    if kind != "ExternalName":
        _default_addresses(spec)
    return {**obj, "spec": spec, "status": obj.get("status") or {"loadBalancer": {}}}


def _default_affinity(spec: Object) -> None:
    spec["sessionAffinity"] = spec.get("sessionAffinity") or "None"
    if spec["sessionAffinity"] == "ClientIP":
        config = spec.get("sessionAffinityConfig") or {}
        client = {"timeoutSeconds": AFFINITY_SECONDS, **(config.get("clientIP") or {})}
        spec["sessionAffinityConfig"] = {**config, "clientIP": client}


def _port(port: Object) -> Object:
    found = {**port, "protocol": port.get("protocol") or "TCP"}
    found["targetPort"] = port.get("targetPort") or port.get("port", 0)
    return found


def _default_addresses(spec: Object) -> None:
    """A headless Service without selector may have endpoints of both families, whatever the cluster has."""
    if spec.get("clusterIP") and not spec.get("clusterIPs"):
        spec["clusterIPs"] = [spec["clusterIP"]]
    if spec.get("clusterIP") == "None" and not spec.get("selector"):
        spec.setdefault("ipFamilyPolicy", "RequireDualStack")
    policy = spec.setdefault("ipFamilyPolicy", "SingleStack")
    if not spec.get("ipFamilies"):
        both = spec.get("clusterIP") == "None" and not spec.get("selector") and policy != "SingleStack"
        spec["ipFamilies"] = ["IPv4", "IPv6"] if both else ["IPv4"]
