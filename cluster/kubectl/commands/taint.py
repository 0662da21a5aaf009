"""`kubectl taint`. Upstream: `kubectl/pkg/cmd/taint/{taint,utils}.go`."""

from typing import NamedTuple

from cluster.core import names
from cluster.core.kinds import Object
from cluster.kubectl import resources
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Aggregate, Exit, KubectlError
from cluster.kubectl.flags.common import ALL, DRY_RUN, OVERWRITE, SELECTOR, TEMPLATES, VALIDATE, manager
from cluster.kubectl.infos import Info

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
NO_RESOURCES = "one or more resources must be specified as <resource> <name>"


class Taint(NamedTuple):
    """What the words say of one; an empty effect means all effects."""

    key: str
    value: str = ""
    effect: str = ""

    def __str__(self) -> str:
        value = f"={self.value}" if self.value else ""
        return f"{self.key}{value}:{self.effect}" if self.effect or self.value else self.key


def run(call: Call) -> None:
    """Put taints on nodes, and take them off."""
    dry = writing.dry_run(call)
    words, changes = _split(call.args)
    if not words:
        raise KubectlError(NO_RESOURCES)
    if not changes:
        raise KubectlError("at least one taint update is required")
    try:
        added, removed = _parsed(changes)
    except KubectlError as fault:
        raise call.usage(str(fault)) from None
    _judge(call, words, added, removed)
    everything = call["all"] or bool(call["selector"])
    names_ = words[:1] if everything else [f"nodes/{name}" for name in words[1:]]

    def change(info: Info) -> None:
        after, operation = _changed(call, info, added, removed)
        if dry != "client":
            patch = changing.two_way(info, after)
            after = changing.send(call, info, patch, "strategic", dry)
        call.out(writing.printed(call, operation)(after))

    call.find(words=names_, empty=everything, latest=True, all=False).visit(change)


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    nodes: list[str] = []
    changes: list[str] = []
    for word in words:
        if "=" in word or ":" in word or word.endswith("-"):
            changes.append(word)
        elif changes:
            raise KubectlError(f"all resources must be specified before taint changes: {word}")
        else:
            nodes.append(word)
    return nodes, changes


def _parsed(words: list[str]) -> tuple[list[Taint], list[Taint]]:
    added: list[Taint] = []
    removed: list[Taint] = []
    for word in words:
        if word.endswith("-"):
            found = _taint(word[:-1])
            removed.append(Taint(found.key, "", found.effect))
            continue
        found = _taint(word)
        if not found.effect:
            raise KubectlError(f"invalid taint spec: {word}")
        if any((one.key, one.effect) == (found.key, found.effect) for one in added):
            text = f"{{{found.key} {found.value} {found.effect} <nil>}}"
            raise KubectlError(f"duplicated taints with the same key and effect: {text}")
        added.append(found)
    return added, removed


def _taint(text: str) -> Taint:
    parts = text.split(":")
    if len(parts) > 2:
        raise KubectlError(f"invalid taint spec: {text}")
    key, value, effect = parts[0], "", ""
    if len(parts) == 2:
        effect = parts[1]
        if effect not in EFFECTS:
            raise KubectlError(f"invalid taint effect: {effect}, unsupported taint effect")
        pieces = parts[0].split("=")
        if len(pieces) > 2:
            raise KubectlError(f"invalid taint spec: {text}")
        key, value = pieces[0], pieces[1] if len(pieces) == 2 else ""
        if faults := names.is_valid_label_value(value):
            raise KubectlError(f"invalid taint spec: {text}, {'; '.join(faults)}")
    if faults := names.is_qualified_name(key):
        raise KubectlError(f"invalid taint spec: {text}, {'; '.join(faults)}")
    return Taint(key, value, effect)


def _judge(call: Call, words: list[str], added: list[Taint], removed: list[Taint]) -> None:
    try:
        kind = resources.mapping(words[0])
    except KubectlError as fault:
        raise Exit(1, str(fault)) from None
    if kind.kind != "Node" or kind.group:
        raise KubectlError(f"invalid resource type {words[0].lower()}, only node types are supported")
    both = [f"{gone.key}={gone.effect}" for one in added for gone in removed
            if one.key == gone.key and gone.effect in {"", one.effect}]  # fmt: skip
    if both:
        raise KubectlError(
            f"can not both modify and remove the following taint(s) in the same command: {', '.join(both)}"
        )
    if call["all"] and call["selector"]:
        raise KubectlError("setting 'all' parameter with a non empty selector is prohibited")
    if not call["all"] and not call["selector"] and len(words) < 2:
        raise KubectlError("at least one resource name must be specified since 'all' parameter is not set")


def _changed(call: Call, info: Info, added: list[Taint], removed: list[Taint]) -> tuple[Object, str]:
    """The node afterwards, and what is told (`reorganizeTaints`)."""
    old = (info.obj.get("spec") or {}).get("taints") or []
    wanted = [{"key": one.key, "value": one.value, "effect": one.effect} for one in added]
    wanted = [{name: value for name, value in one.items() if value} for one in wanted]
    same = [one["key"] for one in wanted for before in old if _place(one) == _place(before)]
    if same and not call["overwrite"]:
        raise KubectlError(
            f"node {info.name} already has {','.join(same)} taint(s) with same effect(s) and --overwrite is false"
        )
    taints = [*wanted, *(before for before in old if _place(before) not in {_place(one) for one in wanted})]
    is_added = len(old) != len(taints)
    errors: list[Exception] = []
    is_removed = False
    for gone in removed:
        left = [one for one in taints if one["key"] != gone.key or (gone.effect and one.get("effect") != gone.effect)]
        is_removed = len(left) != len(taints)
        if not is_removed:
            errors.append(KubectlError(f'taint "{gone}" not found'))
        taints = left
    if errors:
        raise Aggregate(errors)
    told = "modified" if (is_added and is_removed) or call["overwrite"] else "tainted" if is_added else "untainted"
    spec = {name: value for name, value in (info.obj.get("spec") or {}).items() if name != "taints"}
    return {**info.obj, "spec": {**spec, "taints": taints} if taints else spec}, told


def _place(taint: Object) -> tuple[str, str]:
    return str(taint.get("key")), str(taint.get("effect") or "")


COMMAND = Command(
    name="taint",
    use="taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N",
    short="Update the taints on one or more nodes",
    about="""
        Keeps pods away from nodes: NoSchedule lets no new ones come, PreferNoSchedule only if there is no other place,
        NoExecute drives away those that are there. Pods that tolerate the taint do not mind.
    """,
    examples="""
        # No new pods
        kubectl taint nodes node-1 dedicated=db:NoSchedule

        # As before
        kubectl taint nodes node-1 dedicated-
    """,
    run=run,
    group="Cluster Management Commands",
    flags=(ALL, DRY_RUN, OVERWRITE, SELECTOR, VALIDATE, *TEMPLATES, manager("kubectl-taint")),
)
