"""A round with an editor: objects as text, what the user made of them, and again while it cannot be taken.

Upstream: `kubectl/pkg/cmd/util/editor/editoptions.go`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cluster.core import patch as patches
from cluster.core.kinds import Object
from cluster.kubectl import documents
from cluster.kubectl.arguments import mapping_of
from cluster.kubectl.builder import opened
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import Aggregate, ApiRefused, Exit, KubectlError
from cluster.kubectl.infos import Info, info_of
from cluster.kubectl.output import json_text, printing, yaml_text
from cluster.kubectl.session import EditorFailed, NoEditor

HEADER = (
    "# Please edit the object below. Lines beginning with a '#' will be ignored,\n"
    "# and an empty file will abort the edit. If an error occurs while saving this file will be\n"
    "# reopened with the relevant failures.\n#\n"
)
ROUNDS = 20
"""A file that is refused this often is refused for good; a script that never repairs it would run for ever."""


@dataclass
class Round:
    """What happened to the objects of one round; `reasons` stand on top of the file in the next."""

    reasons: list[tuple[str, list[str]]] = field(default_factory=list)
    retryable: bool = False
    missing: bool = False
    rejected: bool = False


Act = Callable[[list[Info], Round], None]


def edit(call: Call, originals: list[Info], act: Act) -> None:
    """Let the user edit objects, and `act` on what comes back. Raises KubectlError, Exit."""
    extension = "json" if call["output"] == "json" else "yaml"
    text, last = _shown(originals, extension), ""
    original, current = text, Round()
    for _ in range(ROUNDS):
        body = last or text
        edited = _edited(call, f"kubectl-edit.{extension}", _header(current.reasons) + body)
        if last and _content(edited) == _content(last):
            raise KubectlError("Edit cancelled, no valid changes were saved.")
        if _content(edited) == _content(original):
            call.err("Edit cancelled, no changes made.\n")
            return
        if not _content(edited):
            call.err("Edit cancelled, saved file was empty.\n")
            return
        current = _round(call, edited, act)
        if current.retryable or current.missing:
            raise Exit(1)
        if not current.reasons:
            return
        last = _content(edited)
    raise KubectlError("Edit cancelled, no valid changes were saved.")


def _round(call: Call, edited: str, act: Act) -> Round:
    current = Round()
    try:
        infos = [info for obj in _objects(edited) for info in [_info(call, obj)]]
    except KubectlError as fault:
        text = str(fault)
        if text.startswith("error validating"):
            text = text.removeprefix('error validating "edited-file": ').partition("; if you choose")[0]
            text = text.removeprefix("error validating data: ")
            call.err(f'error: : Invalid value: "The edited file failed validation": {text}\n')
        current.reasons.append((f"The edited file had a syntax error: {text}", []))
        return current
    act(infos, current)
    return current


def _objects(text: str) -> list[Object]:
    found: list[Object] = []
    for value in documents.documents(_content(text), "edited-file"):
        found += opened(documents.judge(value, "edited-file", True))
    return found


def _info(call: Call, obj: Object) -> Info:
    info = info_of(obj, mapping_of(obj, "edited-file"), "edited-file")
    if info.kind.namespaced and info.namespace and info.namespace != call.namespace:
        raise KubectlError(
            f'the namespace from the provided object "{info.namespace}" does not match the namespace'
            f" \"{call.namespace}\". You must pass '--namespace={info.namespace}' to perform this operation."
        )
    return info


def _edited(call: Call, name: str, text: str) -> str:
    try:
        return call.session.edit(name, text)
    except NoEditor:
        raise KubectlError("unable to launch an editor here") from None
    except EditorFailed as fault:
        raise KubectlError(f'there was a problem with the editor "{fault.editor}"') from None


def _shown(infos: list[Info], extension: str) -> str:
    objects = [printing.without_managers(info.obj) for info in infos]
    obj = objects[0] if len(objects) == 1 else {"apiVersion": "v1", "kind": "List", "metadata": {}, "items": objects}
    return json_text.dump(obj) if extension == "json" else yaml_text.dump(obj)


def _header(reasons: list[tuple[str, list[str]]]) -> str:
    lines = "".join(f"# {head}:\n" + "".join(f"# * {line}\n" for line in rest) for head, rest in reasons)
    return HEADER + lines + ("#\n" if reasons else "")


def _content(text: str) -> str:
    """Without comments and empty ends, as kubectl compares."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return "\n".join(lines).strip() + "\n" if "".join(lines).strip() else ""


def patch_edited(call: Call, originals: list[Info], show_patch: bool = False) -> Act:
    """What `kubectl edit` does with the edited objects."""
    before = {(info.kind.group_resource, info.namespace, info.name): info for info in originals}

    def act(infos: list[Info], current: Round) -> None:
        for info in infos:
            original = before.get((info.kind.group_resource, info.namespace or call.namespace, info.name))
            original = original or before.get((info.kind.group_resource, info.namespace, info.name))
            if original is None:
                raise KubectlError(f"no original object found for {info.name}")
            _patch(call, original, info, current, show_patch)

    return act


def _patch(call: Call, original: Info, info: Info, current: Round, show_patch: bool) -> None:
    before = printing.without_managers(original.obj)
    if before == info.obj:
        call.out(writing.printed(call, "skipped")(info.obj))
        return
    change = patches.create_two_way(before, info.obj, info.kind.api_version, info.kind.kind)
    for name in ("apiVersion", "kind"):
        if name in change:
            raise KubectlError("At least one of apiVersion, kind and name was changed")
    if show_patch:
        call.out(f"Patch: {json_text.compact(change)}\n")
    query = writing.query(call, validate=True)
    try:
        found = call.client.patch(
            info.kind, info.namespace, info.name, change, "strategic", query, original.subresource
        )
    except ApiRefused as refusal:
        call.err(told(refusal, info, current))
        return
    call.out(writing.printed(call, "edited")(found))


def told(refusal: ApiRefused, info: Info, current: Round) -> str:
    """What stands on stderr about a refusal; `current` remembers what follows from it."""
    if refusal.reason == "Invalid":
        causes = (refusal.status.get("details") or {}).get("causes") or []
        lines = [f"{cause.get('field')}: {cause.get('message')}" for cause in causes]
        current.reasons.append((f'{info.kind.group_resource} "{info.name}" was not valid', lines))
        return f'error: {info.kind.group_resource} "{info.name}" is invalid\n'
    if refusal.reason == "NotFound":
        current.missing = True
        return f'error: {info.kind.group_resource} "{info.name}" could not be found on the server\n'
    current.retryable = True
    return f'error: {info.kind.group_resource} "{info.name}" could not be patched: {refusal}\n'


def create_edited(call: Call) -> None:
    """`create --edit`."""
    query = writing.query(call, validate=True)

    def act(infos: list[Info], current: Round) -> None:
        for info in infos:
            try:
                made = call.client.create(info.kind, info.namespace or call.namespace, info.obj, query)
            except ApiRefused as refusal:
                call.err(told(refusal, info, current))
                continue
            call.out(writing.printed(call, "created")(made))

    errors: list[Exception] = []
    for info in call.find().all():
        try:
            edit(call, [info], act)
        except KubectlError as fault:
            errors.append(fault)
    if errors:
        raise Aggregate(errors)
