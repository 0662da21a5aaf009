"""What all commands that change something share: `--dry-run`, `--validate`, field managers, annotations.

Upstream: `kubectl/pkg/cmd/util/helpers.go`, `kubectl/pkg/util/apply.go`, `genericclioptions/record_flags.go`.
"""

from collections.abc import Mapping

from cluster.core import last_applied
from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl import klog
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags.flag import boolean
from cluster.kubectl.infos import metadata_of
from cluster.kubectl.output.printing import Printer, printer

CHANGE_CAUSE = "kubernetes.io/change-cause"
SUFFIXES = {"client": " (dry run)", "server": " (server dry run)", "none": ""}


def dry_run(call: Call) -> str:
    """`none`, `client` or `server`. Raises KubectlError."""
    text = call["dry-run"]
    if text in SUFFIXES:
        return str(text)
    if text == "unchanged":
        call.err(klog.line("W", "helpers.go:702", "--dry-run is deprecated and can be replaced with --dry-run=client."))
        return "client"
    try:
        found = "client" if boolean(text) else "none"
    except ValueError:
        raise KubectlError(f'Invalid dry-run value ({text}). Must be "none", "server", or "client".') from None
    warning = f"--dry-run={text} is deprecated (boolean value) and can be replaced with --dry-run={found}."
    call.err(klog.line("W", "helpers.go:716", warning))
    return found


def validation(call: Call) -> str:
    """Strict, Warn or Ignore. Raises KubectlError."""
    text = call["validate"]
    if text in {"strict", "warn", "ignore"}:
        return str(text).capitalize()
    try:
        return "Strict" if boolean(text) else "Ignore"
    except ValueError:
        raise KubectlError(
            f"invalid - validate option {quote(text)}; must be one of: strict (or true), warn, ignore (or false)"
        ) from None


def printed(call: Call, operation: str, dry: str = "none") -> Printer:
    """How to print what was done."""
    return printer(call, operation + SUFFIXES[dry])


def query(call: Call, dry: str = "none", validate: bool = False, manager: str = "") -> dict[str, str]:
    """The parameters of a write."""
    found = {"fieldManager": manager or call.values.get("field-manager") or ""}
    if dry == "server":
        found["dryRun"] = "All"
    if validate:
        found["fieldValidation"] = validation(call)
    return {name: value for name, value in found.items() if value}


def annotated(obj: Object, annotations: Mapping[str, str]) -> Object:
    """The object with some more annotations."""
    metadata = metadata_of(obj)
    merged = {**(metadata.get("annotations") or {}), **annotations}
    return {**obj, "metadata": {**metadata, "annotations": merged}}


def saved(obj: Object, create: bool) -> Object:
    """The object with its manifest in the annotation of apply: with `create`, or when it has one already."""
    if create or last_applied.LAST_APPLIED in (metadata_of(obj).get("annotations") or {}):
        return last_applied.remember(obj, obj)
    return obj


def command_line(call: Call) -> str:
    """The command as `--record` notes it: arguments first, then flags."""
    flags = [f"--{name}={text}" for name, text in call.values.given]
    return " ".join([call.path, *call.args, *flags])


def recorded(call: Call, obj: Object) -> Object:
    """With `--record`: the object with the command noted."""
    return annotated(obj, {CHANGE_CAUSE: command_line(call)}) if records(call, obj) else obj


def records(call: Call, obj: Object) -> bool:
    """Whether the command is to be noted."""
    return bool(call.values.get("record")) and call.values.changed("record")


def propagation(call: Call) -> str:
    """`--cascade` as the API has it. Raises KubectlError."""
    text = call["cascade"]
    if text in {"background", "foreground", "orphan"}:
        return str(text).capitalize()
    try:
        found = "background" if boolean(text) else "orphan"
    except ValueError:
        raise KubectlError(f'invalid cascade value ({text}). Must be "background", "foreground", or "orphan"') from None
    call.err(f"warning: --cascade={text} is deprecated (boolean value) and can be replaced with --cascade={found}.\n")
    return found.capitalize()


def require_files(call: Call) -> None:
    """Raises KubectlError when neither -f nor -k is there."""
    if not call.files().given:
        raise KubectlError("must specify one of -f and -k")
