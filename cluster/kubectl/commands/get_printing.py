"""How `get` prints: tables kind by kind, or everything as one list."""

from cluster.core.kinds import Object
from cluster.kubectl.builder import Result
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import raise_all
from cluster.kubectl.infos import Info
from cluster.kubectl.output import columns, tables
from cluster.kubectl.output.printing import COLUMNS, FORMATS, Printer, is_list, printer
from cluster.kubectl.output.sorting import sort_list
from cluster.kubectl.output.streams import GrowingTable
from cluster.kubectl.resources import Mapping


def table_options(call: Call, kind: Mapping | None, with_kind: bool, namespace: bool) -> tables.Options:
    """What a table of this kind shows."""
    return tables.Options(
        headers=not call["no-headers"],
        wide=call["output"] == "wide",
        namespace=namespace,
        kind=kind.group_kind if kind is not None and (with_kind or call["show-kind"]) else "",
        labels=tuple(call["label-columns"]),
        all_labels=call["show-labels"],
    )


def as_table(info: Info) -> Object:
    """What the server sent, as a table."""
    return info.obj if info.obj.get("kind") == "Table" else tables.of_unknown(info.obj)


class Human:
    """Tables one after another, an empty line between those of different kinds."""

    def __init__(self, call: Call, several: bool) -> None:
        self._call, self._several = call, several
        self._growing = GrowingTable(self._write)
        self._printer: tables.TablePrinter | None = None
        self._last: Mapping | None = None
        self._written = self._gap = False

    def _write(self, text: str) -> None:
        if self._gap:
            self._call.out("\n")
            self._gap = False
        self._call.out(text)
        self._written = True

    def add(self, info: Info) -> None:
        """One more list or object."""
        if self._printer is None or info.kind != self._last:
            self._growing.flush()
            self._growing.forget()
            if self._last is not None and not self._call["no-headers"] and self._written:
                self._gap = True
            everywhere = self._call["all-namespaces"] and info.kind.namespaced
            self._printer = tables.TablePrinter(table_options(self._call, info.kind, self._several, everywhere))
            self._last = info.kind
        for row in self._printer.rows(as_table(info)):
            self._growing.add(row)

    def finish(self) -> bool:
        """Whether anything was printed."""
        self._growing.flush()
        return self._written


def generic(call: Call, result: Result) -> None:
    """JSON, YAML, names, templates. Raises what was refused."""
    infos, error = result.infos()
    if error and result.single:
        raise error
    if not infos and call["ignore-not-found"]:
        raise_all([error] if error else [])
        return
    write = get_printer(call)
    if result.single and len(infos) == 1:
        obj = infos[0].obj
    else:
        obj = {"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": [i.obj for i in infos]}
    if call["sort-by"] and is_list(obj):
        obj = sort_list(obj, call["sort-by"])
    call.out(write(obj))
    raise_all([error] if error else [])


def get_printer(call: Call) -> Printer:
    """`-o` of get, which knows columns of one's own too."""
    found = columns.printer(call)
    return found or printer(call, formats=(*FORMATS, *COLUMNS, "wide"))
