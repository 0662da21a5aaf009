"""Security contexts of pods and containers (Linux). Upstream: `pkg/apis/core/validation/validation.go`."""

from cluster.core import names
from cluster.core.field_errors import invalid, not_supported, required
from cluster.core.validation.meta import Errors, Object

_PROFILES = ("Localhost", "RuntimeDefault", "Unconfined")


def _validate_ids(path: str, context: Object, fields: tuple[str, ...]) -> Errors:
    for name in fields:
        value = context.get(name)
        if value is not None:
            for message in names.is_valid_user_id(value):
                yield invalid(f"{path}.{name}", value, message)


def validate_pod_security_context(path: str, spec: Object) -> Errors:
    """Users and groups of the whole pod."""
    context = spec.get("securityContext")
    if not context:
        return
    yield from _validate_ids(path, context, ("fsGroup", "runAsUser", "runAsGroup"))
    for index, group in enumerate(context.get("supplementalGroups") or ()):
        for message in names.is_valid_group_id(group):
            yield invalid(f"{path}.supplementalGroups[{index}]", group, message)
    policy = context.get("fsGroupChangePolicy")
    if policy is not None and policy not in {"Always", "OnRootMismatch"}:
        yield not_supported(f"{path}.fsGroupChangePolicy", policy, ("Always", "OnRootMismatch"))
    yield from _validate_profiles(path, context)


def validate_security_context(path: str, context: Object | None) -> Errors:
    """User, group and privileges of one container."""
    if not context:
        return
    yield from _validate_ids(path, context, ("runAsUser", "runAsGroup"))
    proc = context.get("procMount")
    if proc is not None and proc not in {"Default", "Unmasked"}:
        yield not_supported(f"{path}.procMount", proc, ("Default", "Unmasked"))
    yield from _validate_profiles(path, context)
    if context.get("allowPrivilegeEscalation") is False:
        yield from _validate_no_escalation(path, context)


def _validate_no_escalation(path: str, context: Object) -> Errors:
    why = "cannot set `allowPrivilegeEscalation` to false and "
    if context.get("privileged"):
        yield invalid(path, context, why + "`privileged` to true")
    if "CAP_SYS_ADMIN" in ((context.get("capabilities") or {}).get("add") or ()):
        yield invalid(path, context, why + "`capabilities.Add` CAP_SYS_ADMIN")


def _validate_profiles(path: str, context: Object) -> Errors:
    for name, word in (("seccompProfile", "seccomp"), ("appArmorProfile", "AppArmor")):
        profile = context.get(name)
        if profile is not None:
            yield from _validate_profile(f"{path}.{name}", name, word, profile)


def _validate_profile(path: str, name: str, word: str, profile: Object) -> Errors:
    kind, local = profile.get("type") or "", profile.get("localhostProfile")
    if not kind:
        yield required(f"{path}.type", f"type is required when {name} is set")
    elif kind not in _PROFILES:
        yield not_supported(f"{path}.type", kind, _PROFILES)
    if kind == "Localhost":
        if local is None:
            yield required(f"{path}.localhostProfile", f"must be set when {word} type is Localhost")
    elif local is not None:
        shown = profile if word == "seccomp" else local
        yield invalid(f"{path}.localhostProfile", shown, f"can only be set when {word} type is Localhost")
