"""`kubectl label` and `kubectl annotate`. Upstream: `kubectl/pkg/cmd/{label/label,annotate/annotate}.go`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cluster.core import names
from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Aggregate, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import (
    ALL,
    ALL_NAMESPACES,
    DRY_RUN,
    FIELD_SELECTOR,
    LOCAL,
    OVERWRITE,
    RECORD,
    RESOURCE_VERSION,
    SELECTOR,
    TEMPLATES,
    files,
    manager,
)
from cluster.kubectl.infos import Info, metadata_of


@dataclass(frozen=True)
class Kind:
    """What differs between labels and annotations."""

    word: str
    field: str
    example: str
    parse: Callable[[Sequence[str]], tuple[dict[str, str], list[str]]]


def _parse_labels(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    wanted: dict[str, str] = {}
    removed: list[str] = []
    for word in words:
        if "=" in word:
            parts = word.split("=")
            if len(parts) != 2:
                raise KubectlError(f"invalid label spec: {word}")
            if faults := names.is_valid_label_value(parts[1]):
                raise KubectlError(f"invalid label value: {quote(word)}: {';'.join(faults)}")
            wanted[parts[0]] = parts[1]
        elif word.endswith("-"):
            removed.append(word[:-1])
        else:
            raise KubectlError(f"unknown label spec: {word}")
    if any(name in wanted for name in removed):
        raise KubectlError("can not both modify and remove a label in the same command")
    return wanted, removed


def _parse_annotations(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    wanted, removed = changing.pairs(words, "annotation", True)
    both = [name for name in removed if name in wanted]
    if both:
        raise KubectlError(
            "can not both modify and remove the following annotation(s) in the same command: " + ", ".join(both)
        )
    return wanted, removed


LABEL = Kind("label", "labels", "pod", _parse_labels)
ANNOTATION = Kind("annotation", "annotations", "rsrc", _parse_annotations)


def _run(kind: Kind) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        resources, changes = changing.split(call.args, kind.word)
        wanted, removed = kind.parse(changes)
        dry = writing.dry_run(call)
        _judge(call, kind, resources, changes, dry)
        result = changing.found(call, resources, all_namespaces=call["all-namespaces"])
        if call["resource-version"] and not result.single:
            raise KubectlError("--resource-version may only be used with a single resource")

        def change(info: Info) -> None:
            after = _changed(call, kind, info.obj, wanted, removed)
            if call["list"]:
                _list(call, kind, info, after, result.single)
                return
            told = _told(call, kind, info.obj, after)
            if not changing.is_local(call, dry):
                answer = _send(call, kind, info, after, removed, dry)
                # kubectl prints labels as it asked for them, annotations as the server has them.
                after = answer if kind is ANNOTATION else after
            call.out(writing.printed(call, told, dry)(after))

        result.visit(change)

    return run


def _judge(call: Call, kind: Kind, resources: Sequence[str], changes: Sequence[str], dry: str) -> None:
    if call["list"] and call["output"]:
        raise KubectlError("--list and --output may not be specified together")
    for flag in ("selector", "field-selector"):
        if call["all"] and call[flag]:
            raise KubectlError(f"cannot set --all and --{flag} at the same time")
    given = call.files().given
    if call["local"]:
        if dry == "server":
            raise KubectlError(changing.LOCAL_SERVER)
        named = f"-f {kind.example}.yaml or --filename={kind.example}.json"
        if resources:
            raise KubectlError(f"can only use local files by {named} when --local=true is set")
        if not given:
            raise KubectlError(f"one or more files must be specified as {named}")
    elif not resources and not given:
        raise KubectlError(changing.NO_RESOURCES)
    if not changes and not call["list"]:
        raise KubectlError(f"at least one {kind.word} update is required")


def _changed(call: Call, kind: Kind, obj: Object, wanted: Mapping[str, str], removed: Sequence[str]) -> Object:
    before = metadata_of(obj).get(kind.field) or {}
    if not call["overwrite"]:
        _judge_overwrites(kind, before, wanted)
    after = {name: value for name, value in {**before, **wanted}.items() if name not in removed}
    obj = changing.with_metadata(obj, **{kind.field: after or None})
    return writing.recorded(call, obj)


def _judge_overwrites(kind: Kind, before: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    if kind is LABEL:
        taken = [name for name, value in wanted.items() if name in before and before[name] != value]
        texts = [f"'{name}' already has a value ({before[name]}), and --overwrite is false" for name in taken]
    else:
        taken = [name for name in sorted(wanted) if name in before and before[name] != wanted[name]]
        listed = "; ".join(
            f"'{name}' already has a value ({before[name]})" for name in taken if name != writing.CHANGE_CAUSE
        )
        texts = [f"--overwrite is false but found the following declared annotation(s): {listed}"] if listed else []
    if texts:
        raise Aggregate([KubectlError(text) for text in texts])


def _told(call: Call, kind: Kind, before: Object, after: Object) -> str:
    if kind is ANNOTATION:
        return "annotated"
    if before == after:
        return "not labeled"
    shrunk = len(metadata_of(after).get("labels") or {}) < len(metadata_of(before).get("labels") or {})
    return "unlabeled" if shrunk and not call["overwrite"] else "labeled"


def _send(call: Call, kind: Kind, info: Info, after: Object, removed: Sequence[str], dry: str) -> Object:
    if kind is LABEL:
        for name in removed:
            if name not in (metadata_of(info.obj).get("labels") or {}):
                call.out(f'label "{name}" not found.\n')
    patch = changing.merge_difference(info.obj, after)
    if call["resource-version"]:
        patch["metadata"] = {**patch.get("metadata", {}), "resourceVersion": call["resource-version"]}
    return changing.send(call, info, patch, "merge", dry)


def _list(call: Call, kind: Kind, info: Info, obj: Object, single: bool) -> None:
    found = metadata_of(obj).get(kind.field) or {}
    indent = "" if single else " "
    if not single:
        call.out(f"Listing {kind.field} for {info.kind.kind}.{info.kind.group}/{info.name}:\n")
    call.out("".join(f"{indent}{name}={value}\n" for name, value in sorted(found.items())))


FLAGS = (
    ALL,
    ALL_NAMESPACES,
    DRY_RUN,
    FIELD_SELECTOR,
    LOCAL,
    OVERWRITE,
    RECORD,
    RESOURCE_VERSION,
    SELECTOR,
    *TEMPLATES,
    *files(),
    Flag("list", "bool", False, help="list what the objects have"),
)
LABEL_COMMAND = Command(
    name="label",
    use="label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
    short="Update the labels on a resource",
    about="""
        Sets and removes labels. What has a value already is only changed with --overwrite.
    """,
    examples="""
        # Set a label
        kubectl label deployment web tier=front

        # Change it
        kubectl label --overwrite deployment web tier=back

        # Remove it
        kubectl label deployment web tier-

        # All pods of the namespace
        kubectl label pods --all checked=yes
    """,
    run=_run(LABEL),
    group="Settings Commands",
    flags=(*FLAGS, manager("kubectl-label")),
)
ANNOTATE_COMMAND = Command(
    name="annotate",
    use="annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
    short="Update the annotations on a resource",
    about="""
        Sets and removes annotations: notes on an object, which select nothing.
    """,
    examples="""
        # Why this revision came about, for kubectl rollout history
        kubectl annotate deployment web kubernetes.io/change-cause='new colors'

        # Remove a note
        kubectl annotate deployment web note-
    """,
    run=_run(ANNOTATION),
    group="Settings Commands",
    flags=(*FLAGS, manager("kubectl-annotate")),
)
