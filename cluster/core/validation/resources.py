"""Resource names and amounts. Upstream: `pkg/apis/core/validation/validation.go`, `pkg/apis/core/helper/helpers.go`."""

from collections.abc import Iterable
from typing import Any

from cluster.core import names, quantity
from cluster.core.field_errors import forbidden, invalid, not_found, required
from cluster.core.validation.meta import NEGATIVE, Errors, Object

HUGE_PAGES = "hugepages-"
STANDARD = frozenset({
    "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage",
    "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods", "resourcequotas", "services",
    "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "storage", "requests.storage",
    "services.nodeports", "services.loadbalancers",
})  # fmt: skip
FOR_CONTAINERS = frozenset({"cpu", "memory", "ephemeral-storage"})
FOR_QUOTAS = STANDARD - {"storage"}
WHOLE_NUMBERS = frozenset({
    "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims",
    "services.nodeports", "services.loadbalancers",
})  # fmt: skip


def _is_native(name: str) -> bool:
    return "/" not in name or "kubernetes.io/" in name


def _is_extended(name: str) -> bool:
    return not _is_native(name) and not name.startswith("requests.") and not names.is_qualified_name(f"requests.{name}")


def is_overcommit_allowed(name: str) -> bool:
    """May requests be below limits? Not for huge pages and extended resources."""
    return _is_native(name) and not name.startswith(HUGE_PAGES)


def validate_resource_name(path: str, name: str) -> Errors:
    """A standard name or a qualified one."""
    messages = names.is_qualified_name(name)
    yield from (invalid(path, name, message) for message in messages)
    if not messages and "/" not in name and name not in STANDARD and not name.startswith(HUGE_PAGES):
        yield invalid(path, name, "must be a standard resource type or fully qualified")


def validate_container_resource_name(path: str, name: str) -> Errors:
    """What containers can ask for."""
    if name in FOR_CONTAINERS:
        return
    yield from validate_resource_name(path, name)
    if "/" not in name:
        if not name.startswith(HUGE_PAGES):
            yield invalid(path, name, "must be a standard resource for containers")
    elif not _is_native(name) and not _is_extended(name):
        yield invalid(path, name, "doesn't follow extended resource name standard")


def validate_quantity_value(path: str, name: str, amount: Any) -> Errors:
    """Not negative, and whole where only whole numbers make sense."""
    nano = quantity.parse(amount).nano
    if nano < 0:
        yield invalid(path, quantity.canonical(amount), NEGATIVE)
    if (name in WHOLE_NUMBERS or _is_extended(name)) and nano % quantity.NANO:
        yield invalid(path, quantity.canonical(amount), "must be an integer")


def validate_amounts(path: str, amounts: Object | None) -> Errors:
    """A map of names to amounts, as in `status.capacity` of a node; each key stands as a field of its own."""
    for name, amount in sorted((amounts or {}).items()):
        yield from validate_quantity_value(f"{path}.{name}", name, amount)


def validate_resource_requirements(path: str, resources: Object | None, claims: Iterable[str] = ()) -> Errors:
    """`resources` of a container (upstream: `validateResourceRequirements`)."""
    if not resources:
        return
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for name, amount in sorted(limits.items()):
        yield from _validate_amount(f"{path}.limits[{name}]", name, amount)
    for name, amount in sorted(requests.items()):
        yield from _validate_amount(f"{path}.requests[{name}]", name, amount)
        yield from _validate_request(path, name, amount, limits)
    asked = {*limits, *requests}
    if any(name.startswith(HUGE_PAGES) for name in asked) and not asked & {"cpu", "memory"}:
        yield forbidden(path, "HugePages require cpu or memory")
    yield from _validate_claims(f"{path}.claims", resources.get("claims") or [], sorted(claims))


def _validate_amount(path: str, name: str, amount: Any) -> Errors:
    yield from validate_container_resource_name(path, name)
    yield from validate_quantity_value(path, name, amount)
    if name.startswith(HUGE_PAGES):
        yield from _validate_huge_pages(path, name, amount)


def _validate_huge_pages(path: str, name: str, amount: Any) -> Errors:
    try:
        page = quantity.parse(name.removeprefix(HUGE_PAGES)).nano
    except quantity.QuantityError:
        page = 0
    if page <= 0 or quantity.parse(amount).nano % page:
        text = quantity.canonical(amount)
        yield invalid(path, text, f"{text} is not positive integer multiple of {name}")


def _validate_request(path: str, name: str, amount: Any, limits: Object) -> Errors:
    if name not in limits:
        if not is_overcommit_allowed(name):
            yield required(f"{path}.limits", "Limit must be set for non overcommitable resources")
        return
    wanted, limit = quantity.parse(amount), quantity.parse(limits[name])
    if wanted != limit and not is_overcommit_allowed(name):
        yield invalid(f"{path}.requests", str(wanted), f"must be equal to {name} limit of {limit}")
    elif wanted > limit:
        yield invalid(f"{path}.requests", str(wanted), f"must be less than or equal to {name} limit of {limit}")


def _validate_claims(path: str, claims: list[Object], known: list[str]) -> Errors:
    for index, claim in enumerate(claims):
        name = claim.get("name") or ""
        if not name:
            yield required(f"{path}[{index}]")
        elif name not in known:
            listed = f": {', '.join(known)}" if known else " which is empty"
            yield not_found(f"{path}[{index}]", name, f"must be one of the names in pod.spec.resourceClaims{listed}")
