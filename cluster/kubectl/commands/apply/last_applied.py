"""`apply view-last-applied`, `set-last-applied`, `edit-last-applied`. Upstream: `apply_*_last_applied.go`."""

import json

from cluster.core import last_applied
from cluster.core.kinds import Object
from cluster.kubectl.commands import editing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import ALL, DRY_RUN, RECORD, SELECTOR, TEMPLATES, VALIDATE, files, manager
from cluster.kubectl.infos import Info, info_of, metadata_of
from cluster.kubectl.output import yaml_text
from cluster.kubectl.sources import FileNames


def note_of(obj: Object) -> str | None:
    """The annotation, None without one."""
    found = (metadata_of(obj).get("annotations") or {}).get(last_applied.LAST_APPLIED)
    return found if isinstance(found, str) else None


def _view(call: Call) -> None:
    notes: list[str] = []

    def note(info: Info) -> None:
        text = note_of(info.obj)
        if text is None:
            # Of what is named on the command line kubectl says nothing at all.
            if info.source:
                missing = f"no last-applied-configuration annotation found on resource: {info.name}\n"
                raise KubectlError(f'error when {missing} "{info.source}": <nil>')
            return
        notes.append(text)

    call.find(words=call.args, empty=call.enforced, latest=True, keep_going=False).visit(note)
    for text in notes:
        if call["output"] == "json":
            call.out(json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n")
        elif call["output"] == "yaml":
            call.out(yaml_text.dump(json.loads(text)))
        else:
            raise call.usage(f"Unexpected -o output mode: {call['output']}, the flag 'output' must be one of yaml|json")


def _text(manifest: Object) -> str:
    """As `apply` writes it, but without the empty annotations of a manifest that has none (`GetApplyPatch`)."""
    return last_applied.text_of(manifest, by_server=True)


def _patch(call: Call, info: Info, manifest: Object, dry: str) -> Object:
    annotations = {last_applied.LAST_APPLIED: _text(manifest)}
    if dry == "client":
        return info.obj
    query = writing.query(call, dry)
    body = {"metadata": {"annotations": annotations}}
    return call.client.patch(info.kind, info.namespace, info.name, body, "merge", query)


def _set(call: Call) -> None:
    dry = writing.dry_run(call)
    changes: list[tuple[Info, Object]] = []

    def compare(info: Info) -> None:
        live = info.fetch(call.client)
        before = note_of(live.obj)
        if before is None and not call["create-annotation"]:
            raise KubectlError(
                f"no last-applied-configuration annotation found on resource: {info.name}, to create the annotation,"
                " run the command with --create-annotation"
            )
        if before == _text(info.obj):
            call.out(f"set-last-applied {info.name}: no changes required.\n")
        else:
            changes.append((live, info.obj))

    call.find(files=FileNames(call["filename"]), keep_going=False).visit(compare)
    write = writing.printed(call, "configured", dry)
    for info, manifest in changes:
        call.out(write(_patch(call, info, manifest, dry)))


def _edit(call: Call) -> None:
    infos = call.find(words=call.args, empty=True, latest=True).all()
    notes = [(info, note_of(info.obj)) for info in infos]
    kept = {(info.kind, info.name): info for info, text in notes if text is not None}
    manifests = [info_of(json.loads(text), info.kind) for info, text in notes if text is not None]
    if not manifests:
        raise KubectlError(
            "no last-applied-configuration annotation found on resources, to create the annotation, use command"
            " `kubectl apply set-last-applied --create-annotation`"
        )

    def act(edited: list[Info], current: editing.Round) -> None:
        for info in edited:
            live = kept.get((info.kind, info.name))
            if live is None:
                raise KubectlError(f"no original object found for {info.name}")
            call.out(writing.printed(call, "edited")(_patch(call, live, info.obj, "none")))

    editing.edit(call, manifests, act)


COMMANDS = (
    Command(
        name="edit-last-applied",
        use="edit-last-applied (RESOURCE/NAME | -f FILENAME)",
        short="Edit latest last-applied-configuration annotations of a resource/object",
        run=_edit,
        flags=(
            RECORD,
            VALIDATE,
            manager("kubectl-client-side-apply"),
            *TEMPLATES,
            *files(),
            Flag("windows-line-endings", "bool", False, help="end lines as Windows does"),
        ),
    ),
    Command(
        name="set-last-applied",
        use="set-last-applied -f FILENAME",
        short="Set the last-applied-configuration annotation on a live object to match the contents of a file",
        run=_set,
        flags=(
            DRY_RUN,
            *TEMPLATES,
            files()[0],
            Flag("create-annotation", "bool", False, help="make the annotation where there is none"),
        ),
    ),
    Command(
        name="view-last-applied",
        use="view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)",
        short="View the latest last-applied-configuration annotations of a resource/object",
        run=_view,
        flags=(ALL, SELECTOR, *files(), Flag("output", short="o", default="yaml", help="yaml or json")),
    ),
)
