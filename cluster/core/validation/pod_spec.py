"""The pod spec, in pods and in templates. Upstream: `pkg/apis/core/validation/validation.go` (ValidatePodSpec)."""

import ipaddress

from cluster.core import names
from cluster.core.field_errors import duplicate, forbidden, invalid, not_supported, required
from cluster.core.validation import containers, scheduling, security
from cluster.core.validation.meta import Errors, Object, by_rule, validate_annotations, validate_labels
from cluster.core.validation.resources import validate_resource_requirements
from cluster.core.validation.volumes import validate_volumes

RESTART_POLICIES = ("Always", "OnFailure", "Never")
DNS_POLICIES = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
INT32_MAX = 2**31 - 1
IP_ADDRESS = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"


def validate_pod_template(path: str, template: Object) -> Errors:
    """A pod template (upstream: `ValidatePodTemplateSpec`); labels are told without `metadata`, as there."""
    metadata, spec = template.get("metadata") or {}, template.get("spec") or {}
    yield from validate_labels(f"{path}.labels", metadata.get("labels"))
    yield from validate_annotations(f"{path}.annotations", metadata.get("annotations"))
    yield from validate_deletion_cost(f"{path}.annotations", metadata.get("annotations"))
    yield from validate_pod_spec(f"{path}.spec", spec, is_pod=False)
    if spec.get("ephemeralContainers"):
        yield forbidden(f"{path}.spec.ephemeralContainers", "ephemeral containers not allowed in pod template")


_COST = "controller.kubernetes.io/pod-deletion-cost"


def validate_deletion_cost(path: str, annotations: Object | None) -> Errors:
    """The annotation by which a pod says how dear its deletion is: a plain 32-bit integer."""
    cost = (annotations or {}).get(_COST)
    if cost is None:
        return
    digits = cost[1:] if cost[:1] == "-" else cost
    plain = digits.isascii() and digits.isdigit() and (digits == "0" or digits[0] != "0") and len(digits) <= 10
    if not plain or not -(2**31) <= int(cost) <= INT32_MAX:
        yield invalid(f"{path}[{_COST}]", cost, "must be a 32bit integer")


def validate_pod_spec(path: str, spec: Object, *, is_pod: bool) -> Errors:
    """Everything below `spec` of a pod, in upstream's order."""
    if spec.get("terminationGracePeriodSeconds") is None:
        yield required(f"{path}.terminationGracePeriodSeconds")
    around = _surroundings(spec)
    regular = spec.get("containers") or []
    yield from validate_volumes(f"{path}.volumes", spec.get("volumes") or [], around.volumes)
    yield from _validate_claims(f"{path}.resourceClaims", spec.get("resourceClaims") or [])
    yield from containers.validate_containers(f"{path}.containers", regular, around)
    if spec.get("initContainers"):
        init = spec["initContainers"]
        yield from containers.validate_init_containers(f"{path}.initContainers", init, regular, around)
    if spec.get("ephemeralContainers"):
        yield from containers.validate_ephemeral_containers(f"{path}.ephemeralContainers", spec, around)
    if spec.get("hostNetwork"):
        yield from _validate_host_network(f"{path}.containers", regular, is_pod=is_pod)
    yield from _validate_policies(path, spec)
    yield from validate_labels(f"{path}.nodeSelector", spec.get("nodeSelector"))
    yield from security.validate_pod_security_context(f"{path}.securityContext", spec)
    yield from scheduling.validate_affinity(f"{path}.affinity", spec.get("affinity"))
    yield from _validate_dns_config(f"{path}.dnsConfig", spec)
    yield from _validate_gates(path, spec)
    spread = spec.get("topologySpreadConstraints")
    if spread:
        yield from scheduling.validate_topology_spread(f"{path}.topologySpreadConstraints", spread)
    yield from _validate_names(path, spec)


def _surroundings(spec: Object) -> containers.Surroundings:
    claims = tuple(claim["name"] for claim in spec.get("resourceClaims") or () if claim.get("name"))
    grace = spec.get("terminationGracePeriodSeconds")
    return containers.Surroundings(grace, spec.get("restartPolicy") or "", {}, claims)


def _validate_claims(path: str, claims: list[Object]) -> Errors:
    seen: set[str] = set()
    for index, claim in enumerate(claims):
        here, name = f"{path}[{index}]", claim.get("name") or ""
        if not name:
            yield required(f"{here}.name")
        elif name in seen:
            yield duplicate(f"{here}.name", name)
        else:
            yield from by_rule(f"{here}.name", name, names.is_dns1123_label)
        seen.add(name)


def _validate_host_network(path: str, regular: list[Object], *, is_pod: bool) -> Errors:
    for index, container in enumerate(regular):
        for number, port in enumerate(container.get("ports") or ()):
            host = port.get("hostPort") or 0
            if (is_pod or host) and host != port.get("containerPort"):
                why = "must match `containerPort` when `hostNetwork` is true"
                yield invalid(f"{path}[{index}].ports[{number}].hostPort", host, why)


def _validate_policies(path: str, spec: Object) -> Errors:
    for name, supported in (("restartPolicy", RESTART_POLICIES), ("dnsPolicy", DNS_POLICIES)):
        policy = spec.get(name)
        if not policy:
            yield required(f"{path}.{name}")
        elif policy not in supported:
            yield not_supported(f"{path}.{name}", policy, supported)


def is_ip(text: str) -> bool:
    """Is it an IPv4 or IPv6 address?"""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def validate_ip(path: str, text: str) -> Errors:
    """An IP address."""
    if not is_ip(text):
        yield invalid(path, text, IP_ADDRESS)


def _validate_dns_config(path: str, spec: Object) -> Errors:
    config = spec.get("dnsConfig")
    if spec.get("dnsPolicy") == "None":
        if config is None:
            yield required(path, "must provide `dnsConfig` when `dnsPolicy` is None")
        elif not config.get("nameservers"):
            yield required(f"{path}.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None")
            return
    if not config:
        return
    servers = config.get("nameservers") or []
    if len(servers) > 3:
        yield invalid(f"{path}.nameservers", servers, "must not have more than 3 nameservers")
    for index, server in enumerate(servers):
        yield from validate_ip(f"{path}.nameservers[{index}]", server)
    for index, search in enumerate(config.get("searches") or ()):
        if search != ".":
            rule = names.is_dns1123_subdomain_with_underscore
            yield from by_rule(f"{path}.searches[{index}]", search.removesuffix("."), rule)


def _validate_gates(path: str, spec: Object) -> Errors:
    for index, gate in enumerate(spec.get("readinessGates") or ()):
        here = f"{path}.readinessGates[{index}].conditionType"
        yield from by_rule(here, gate.get("conditionType") or "", names.is_qualified_name)
    seen: set[str] = set()
    for index, gate in enumerate(spec.get("schedulingGates") or ()):
        here, name = f"{path}.schedulingGates[{index}]", gate.get("name") or ""
        yield from by_rule(here, name, names.is_qualified_name)
        if name in seen:
            yield duplicate(here, name)
        seen.add(name)


_NAMED = (
    ("serviceAccountName", names.is_dns1123_subdomain),
    ("nodeName", names.is_dns1123_subdomain),
    ("hostname", names.is_dns1123_label),
    ("subdomain", names.is_dns1123_label),
)
_NAMED_LATER = (("priorityClassName", names.is_dns1123_subdomain), ("runtimeClassName", names.is_dns1123_subdomain))


def _validate_names(path: str, spec: Object) -> Errors:
    for name, rule in _NAMED[:2]:
        if spec.get(name):
            yield from by_rule(f"{path}.{name}", spec[name], rule)
    deadline = spec.get("activeDeadlineSeconds")
    if deadline is not None and not 1 <= deadline <= INT32_MAX:
        yield invalid(f"{path}.activeDeadlineSeconds", deadline, f"must be between 1 and {INT32_MAX}, inclusive")
    for name, rule in _NAMED[2:]:
        if spec.get(name):
            yield from by_rule(f"{path}.{name}", spec[name], rule)
    if spec.get("tolerations"):
        yield from scheduling.validate_tolerations(f"{path}.tolerations", spec["tolerations"])
    yield from _validate_host_aliases(f"{path}.hostAliases", spec.get("hostAliases") or [])
    yield from _validate_classes(path, spec)


def _validate_classes(path: str, spec: Object) -> Errors:
    for name, rule in _NAMED_LATER:
        if spec.get(name):
            yield from by_rule(f"{path}.{name}", spec[name], rule)
    preemption = spec.get("preemptionPolicy")
    if preemption is not None and preemption not in {"PreemptLowerPriority", "Never"}:
        yield not_supported(f"{path}.preemptionPolicy", preemption, ("PreemptLowerPriority", "Never"))
    if spec.get("overhead"):
        yield from validate_resource_requirements(f"{path}.overhead", {"limits": spec["overhead"]})


def _validate_host_aliases(path: str, aliases: list[Object]) -> Errors:
    for index, alias in enumerate(aliases):
        yield from validate_ip(f"{path}[{index}].ip", alias.get("ip") or "")
        for number, name in enumerate(alias.get("hostnames") or ()):
            yield from by_rule(f"{path}[{index}].hostnames[{number}]", name, names.is_dns1123_subdomain)
