"""`kubectl cordon`, `uncordon`, `drain`. Upstream: `kubectl/pkg/cmd/drain/drain.go`, `kubectl/pkg/drain`."""

from collections.abc import Callable
from typing import Any

from cluster.core import selectors
from cluster.core.kinds import Object
from cluster.core.requirements import SelectorError
from cluster.kubectl import resources
from cluster.kubectl.commands import evicting, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Aggregate, KubectlError, raise_all
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import CHUNK_SIZE, DRY_RUN, SELECTOR, TIMEOUT
from cluster.kubectl.infos import Info
from cluster.kubectl.output.printing import shown


def _nodes(call: Call) -> list[Info]:
    if not call.args and not call.values.changed("selector"):
        raise call.usage(f"USAGE: {call.command.use} [flags]")
    if call.args and call["selector"]:
        raise call.usage("error: cannot specify both a node name and a --selector option")
    words = [name if "/" in name else f"nodes/{name}" for name in call.args] or ["nodes"]
    infos = call.find(words=words, empty=bool(call["selector"]), keep_going=False, single_type=True).all()
    for info in infos:
        if info.kind.kind != "Node":
            raise KubectlError(f'error: expected resource of type node, got "{_resource(info)}"')
    return infos


def _resource(info: Info) -> str:
    """As Go prints a GroupVersionResource."""
    return f"{info.kind.group}/{info.kind.version}, Resource={info.kind.plural}"


def _mark(call: Call, infos: list[Info], unschedulable: bool, dry: str) -> None:
    word = "cordoned" if unschedulable else "uncordoned"
    for info in infos:
        if bool((info.obj.get("spec") or {}).get("unschedulable")) == unschedulable:
            _tell(call, info, f"already {word}", dry)
            continue
        if dry != "client":
            patch = {"spec": {"unschedulable": True if unschedulable else None}}
            query = {"dryRun": "All"} if dry == "server" else {}
            call.client.patch(info.kind, "", info.name, patch, "strategic", query)
        _tell(call, info, word, dry)


def _tell(call: Call, info: Info, operation: str, dry: str) -> None:
    call.out(f"{shown(info.obj)} {operation}{writing.SUFFIXES[dry]}\n")


def _marker(unschedulable: bool) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        dry = writing.dry_run(call)
        _mark(call, _nodes(call), unschedulable, dry)

    return run


def _drain(call: Call) -> None:
    dry = writing.dry_run(call)
    if call["pod-selector"]:
        try:
            selectors.parse(call["pod-selector"])
        except SelectorError:
            raise KubectlError("--pod-selector=<pod_selector> must be a valid label selector") from None
    infos = _nodes(call)
    _mark(call, infos, True, dry)
    errors: list[Exception] = []
    pending: list[str] = []
    for info in infos:
        try:
            evicting.evict_all(call, info.name, _pods(call, info.name), dry)
        except (KubectlError, Aggregate) as fault:
            text = str(fault)
            call.err(f'error: unable to drain node "{info.name}" due to error: {text}, continuing command...\n')
            errors.append(fault)
            pending.append(info.name)
            continue
        _tell(call, info, "drained", dry)
    if pending:
        call.err("There are pending nodes to be drained:\n" + "".join(f" {name}\n" for name in pending))
    raise_all([Aggregate(errors)] if errors else [])


def _pods(call: Call, node: str) -> list[Object]:
    kind = resources.of_kind("v1", "Pod")
    assert kind is not None
    found: Any = call.client.items(kind, "", call["pod-selector"], f"spec.nodeName={node}")
    return list(found)


MARKING = (DRY_RUN, SELECTOR)
GROUP = "Cluster Management Commands"
COMMANDS = (
    Command(
        name="cordon",
        use="cordon NODE",
        short="Mark node as unschedulable",
        about="No new pods come to the node; those that are there stay.",
        examples="# One node\nkubectl cordon node-1",
        run=_marker(True),
        group=GROUP,
        flags=MARKING,
    ),
    Command(
        name="uncordon",
        use="uncordon NODE",
        short="Mark node as schedulable",
        about="New pods may come to the node again.",
        examples="# One node\nkubectl uncordon node-1",
        run=_marker(False),
        group=GROUP,
        flags=MARKING,
    ),
    Command(
        name="drain",
        use="drain NODE",
        short="Drain node in preparation for maintenance",
        about="""
            Lets no new pods come to the node and evicts those that are there, as fast as their disruption budgets
            allow. Pods that nobody would replace, and pods with data in an emptyDir, are only evicted if you say so.
        """,
        examples="""
            # A node, with its emptyDirs
            kubectl drain node-1 --delete-emptydir-data --ignore-daemonsets
        """,
        run=_drain,
        group=GROUP,
        flags=(
            CHUNK_SIZE,
            *MARKING,
            TIMEOUT,
            Flag("delete-emptydir-data", "bool", False, help="evict pods whose emptyDir is lost by it"),
            Flag("disable-eviction", "bool", False, help="delete pods instead of evicting them, past their budgets"),
            Flag("force", "bool", False, help="evict pods that nobody will replace"),
            Flag("grace-period", "int", -1, help="seconds that pods get to end; negative: what they say themselves"),
            Flag("ignore-daemonsets", "bool", False, help="leave the pods of DaemonSets alone"),
            Flag("pod-selector", help="only pods with these labels"),
            Flag("skip-wait-for-delete-timeout", "int", 0, help="do not wait for pods that end longer than this"),
        ),
    ),
)
