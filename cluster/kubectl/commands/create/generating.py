"""What all generators share: one name, one object, sent or only shown."""

from typing import Any

from cluster.core.kinds import Object
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.flags.common import DRY_RUN, SAVE_CONFIG, TEMPLATES, VALIDATE, manager
from cluster.kubectl.resources import of_kind

FLAGS = (DRY_RUN, SAVE_CONFIG, VALIDATE, manager("kubectl-create"), *TEMPLATES)


def name_of(call: Call) -> str:
    """The one name. Raises KubectlError."""
    count = len(call.args) if call.values.dash is None else call.values.dash
    if count != 1:
        raise call.usage(f"exactly one NAME is required, got {count}")
    return call.args[0]


def require(call: Call, *flags: str) -> None:
    """Raises KubectlError when flags that must be there are not (cobra's MarkFlagRequired)."""
    missing = [flag for flag in flags if not call.values.changed(flag)]
    if missing:
        listed = ", ".join(f'"{flag}"' for flag in missing)
        raise KubectlError(f"required flag(s) {listed} not set")


def metadata(call: Call, name: str, **more: Any) -> Object:
    """The metadata of an object that is to be made, as Go's types write it."""
    found: Object = {"name": name, "creationTimestamp": None, **more}
    return {**found, "namespace": call.namespace} if call.enforced else found


def plain(obj: Any) -> Any:
    """Without what only Go's types write: nulls and empty maps under known names."""
    if isinstance(obj, dict):
        return {key: plain(value) for key, value in obj.items() if value is not None and key != "status"}
    return [plain(item) for item in obj] if isinstance(obj, list) else obj


def make(call: Call, obj: Object, failed: str = "") -> None:
    """Create the object, or show it. `failed` stands before the server's refusal, which then is told in one line."""
    dry = writing.dry_run(call)
    write = writing.printed(call, "created", dry)
    query = writing.query(call, dry, validate=True)
    obj = writing.saved(obj, bool(call["save-config"]))
    if dry != "client":
        kind = of_kind(obj["apiVersion"], obj["kind"])
        if kind is None:
            missing = "the server could not find the requested resource"
            raise (
                KubectlError(f"{failed} {missing}")
                if failed
                else ApiRefused({"reason": "NotFound", "message": missing})
            )
        try:
            obj = call.client.create(kind, call.namespace if kind.namespaced else "", plain(obj), query)
        except ApiRefused as refusal:
            if failed:
                raise KubectlError(f"{failed} {refusal}") from None
            raise
    call.out(write(obj))
