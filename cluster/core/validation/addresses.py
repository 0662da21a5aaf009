"""IP addresses: of Services, their families, and of endpoints. Upstream: `pkg/apis/core/validation/validation.go`."""

import ipaddress

from cluster.core.field_errors import duplicate, invalid, not_supported, required
from cluster.core.validation.meta import Errors, Object
from cluster.core.validation.pod_spec import is_ip, validate_ip

FAMILY_POLICIES = ("PreferDualStack", "RequireDualStack", "SingleStack")
SET_ONCE = "may not change once set"


def validate_cluster_ips_related_fields(spec: Object) -> Errors:
    """clusterIP, clusterIPs and the families (upstream: `ValidateServiceClusterIPsRelatedFields`)."""
    address, addresses = spec.get("clusterIP") or "", spec.get("clusterIPs") or []
    if address and not addresses:
        yield required("spec.clusterIPs")
    elif address and addresses[0] != address:
        yield invalid("spec.clusterIPs", addresses, "first value must match `clusterIP`")
    elif addresses and not address:
        yield invalid("spec.clusterIPs", addresses, "must be empty when `clusterIP` is not specified")
    yield from _validate_families(spec)
    problems = list(_validate_cluster_ips(addresses))
    yield from problems
    if len(addresses) > 2:
        yield invalid("spec.clusterIPs", addresses, "may only hold up to 2 values")
    if not problems and addresses and addresses[0] != "None":
        yield from _validate_dual_stack(addresses, spec.get("ipFamilies") or [])


def _validate_families(spec: Object) -> Errors:
    seen: set[str] = set()
    for index, family in enumerate(spec.get("ipFamilies") or ()):
        path = f"spec.ipFamilies[{index}]"
        if family not in {"IPv4", "IPv6"}:
            yield not_supported(path, family, ("IPv4", "IPv6"))
        if family in seen:
            yield duplicate(path, family)
        seen.add(family)
    policy = spec.get("ipFamilyPolicy")
    if policy is not None and policy not in FAMILY_POLICIES:
        yield not_supported("spec.ipFamilyPolicy", policy, FAMILY_POLICIES)


def _validate_cluster_ips(addresses: list[str]) -> Errors:
    for index, address in enumerate(addresses):
        if index == 0 and address == "None":
            if len(addresses) > 1:
                yield invalid("spec.clusterIPs", addresses, "'None' must be the first and only value")
        else:
            yield from validate_ip(f"spec.clusterIPs[{index}]", address)


def _validate_dual_stack(addresses: list[str], families: list[str]) -> Errors:
    versions = [f"IPv{ipaddress.ip_address(address).version}" for address in addresses]
    if len(set(versions)) < min(len(versions), 2):
        yield invalid("spec.clusterIPs", addresses, "may specify no more than one IP for each IP family")
    for index, (address, version, family) in enumerate(zip(addresses, versions, families, strict=False)):
        if family in {"IPv4", "IPv6"} and version != family:
            why = f"expected an {family} value as indicated by `ipFamilies[{index}]`"
            yield invalid(f"spec.clusterIPs[{index}]", address, why)


_SPECIAL = (
    ("is_loopback", "may not be in the loopback range (127.0.0.0/8, ::1/128)"),
    ("is_link_local", "may not be in the link-local range (169.254.0.0/16, fe80::/10)"),
)


def validate_non_special_ip(path: str, text: str) -> Errors:
    """An address that can be an endpoint: neither 0.0.0.0 nor loopback nor link-local."""
    if not is_ip(text):
        yield from validate_ip(path, text)
        return
    address = ipaddress.ip_address(text)
    if address.is_unspecified:
        yield invalid(path, text, f"may not be unspecified ({text})")
    yield from (invalid(path, text, why) for name, why in _SPECIAL if getattr(address, name))
    if text.startswith("224.0.0.") or text.lower().startswith("ff02:"):
        yield invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")


def validate_kept(name: str, word: str, spec: Object, before: Object) -> Errors:
    """Lists of which the first item stays once it is given (upstream: `validateUpgradeDowngradeClusterIPs`)."""
    new, old = spec.get(name) or [], before.get(name) or []
    path = f"spec.{name}"
    if len(new) == len(old):
        for index, value in enumerate(old):
            if value != new[index]:
                yield invalid(f"{path}[{index}]", new, SET_ONCE)
    elif not new:
        yield invalid(f"{path}[0]", new, f"primary {word} can not be unset")
    elif old:
        if new[0] != old[0]:
            yield invalid(f"{path}[0]", new, SET_ONCE)
        if len(new) == 1 and spec.get("ipFamilyPolicy") != "SingleStack":
            why = f"must be set to 'SingleStack' when releasing the secondary {word}"
            yield invalid("spec.ipFamilyPolicy", spec.get("ipFamilyPolicy"), why)
