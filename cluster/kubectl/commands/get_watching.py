"""`kubectl get --watch`."""

from collections.abc import Callable

from cluster.core.kinds import Object
from cluster.kubectl.client import TABLE
from cluster.kubectl.commands import get
from cluster.kubectl.commands.command import Call
from cluster.kubectl.commands.get_printing import get_printer, table_options
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.output import tables
from cluster.kubectl.output.streams import GrowingTable
from cluster.kubectl.watching import Watch

Show = Callable[[str, Object], None]


def watch(call: Call) -> None:
    """List (unless `--watch-only`), then print what changes until Ctrl-C."""
    result = get.found(call, keep_going=False, single_type=True, whole_lists=True)
    infos = result.all()
    if result.source is None or len({info.kind for info in infos}) > 1:
        text = (
            "watch is only supported on individual resources and resource collections - more than 1 resource was found"
        )
        raise KubectlError(text)
    kind, name, namespace = result.source
    show = _human(call, kind) if get.is_human(call) else _generic(call)
    if not call["watch-only"]:
        for info in infos:
            for obj in [info.obj] if name or info.obj.get("kind") == "Table" else list(_items(info.obj)):
                show("ADDED", obj)
    version = "" if name else infos[-1].version
    query = {"resourceVersion": version} if version else {}
    for flag, param in (("selector", "labelSelector"), ("field-selector", "fieldSelector")):
        query |= {param: call[flag]} if call[flag] else {}
    if name:
        query["fieldSelector"] = f"metadata.name={name}"
    headers = {"accept": TABLE} if get.is_human(call) else {}
    events = Watch(call.session, call.client, kind, namespace, query, **headers).events()
    if name:
        next(events, None)
    for type_, obj in events:
        show(type_, obj)


def _items(page: Object) -> list[Object]:
    kind = str(page.get("kind")).removesuffix("List")
    return [{"kind": kind, "apiVersion": page.get("apiVersion"), **item} for item in page.get("items") or ()]


def _human(call: Call, kind: object) -> Show:
    printer = tables.TablePrinter(table_options(call, None, False, call["all-namespaces"]))
    growing = GrowingTable(call.out)
    with_events = call["output-watch-events"]

    def show(type_: str, obj: Object) -> None:
        table = obj if obj.get("kind") == "Table" else tables.of_unknown(obj)
        for row in printer.rows(table, type_ if with_events else ""):
            growing.add(row)
        growing.flush()

    return show


def _generic(call: Call) -> Show:
    write = get_printer(call)
    if not call["output-watch-events"]:
        return lambda type_, obj: call.out(write(obj))
    return lambda type_, obj: call.out(write({"type": type_, "object": obj}))
