"""As a table: what `kubectl get` prints, with the same titles and cells, as tables that can be sorted and filtered.

choice    which kinds, which namespace, which columns, which order        sorting    how cells compare
"""

from functools import lru_cache

from cluster.core import printers, times
from cluster.core.kinds import KINDS, Object, key_of
from cluster.core.objects import controller_of, uid_of
from cluster.core.printers import Cell, Column
from cluster.core.state import State
from playground.sandbox.picture import hues_of
from playground.sandbox.tables.choice import EVERYWHERE, HOME, ORDER, Choice, parse
from playground.sandbox.tables.sorting import Rank, rank
from playground.sandbox.tables.values import CellView, Pick, Row, Table, Tables, Title

MOST = 500
"""Rows that are drawn of one table; a rollout of 500 pods leaves some 3000 Events."""
VIEW = "table"
SORT_PATHS = {
    ("name", False): ".metadata.name",
    ("age", True): ".metadata.creationTimestamp",
    ("last-seen", True): ".lastTimestamp",
    ("node", False): ".spec.nodeName",
}
"""What `kubectl get --sort-by` takes for the same order; it cannot sort by what a column computes."""
TROUBLE = ("Err", "BackOff", "Error", "OOMKilled", "NotReady", "Failed", "Warning", "Unknown", "Evicted")
SPEAKING = frozenset({"status", "type"})
"""Columns in which trouble is marked."""


def word(choice: Choice) -> str:
    """What the page and the feed call this view: `table`, `table:pods`."""
    return f"{VIEW}:{choice.text}" if choice.text else VIEW


def draw(state: State, choice: Choice) -> Tables:
    """The tables of a state."""
    hues = hues_of(state)
    return Tables(
        revision=state.revision,
        word=word(choice),
        tables=[_table(state, kind, choice, hues) for kind in choice.kinds],
        kinds=_kinds(state, choice),
        namespaces=_namespaces(state, choice),
        wide=Pick("wide", 0, choice.is_wide, word(choice._replace(is_wide=not choice.is_wide))),
    )


def _kinds(state: State, choice: Choice) -> list[Pick]:
    """Kinds of which there is something in the chosen namespace, and those that are chosen."""
    counts = {kind: state.count(kind, _space(kind, choice)) for kind in ORDER}
    return [
        Pick(KINDS[kind].plural, counts[kind], kind in choice.kinds, word(choice.toggled(kind)))
        for kind in ORDER
        if counts[kind] or kind in choice.kinds
    ]


def _namespaces(state: State, choice: Choice) -> list[Pick]:
    names = {obj["metadata"]["name"] for obj in state.of_kind("Namespace")} | {HOME, choice.namespace}
    listed = [EVERYWHERE, *sorted(names - {EVERYWHERE})]
    return [Pick(name, 0, name == choice.namespace, word(choice._replace(namespace=name))) for name in listed]


def _space(kind: str, choice: Choice) -> str | None:
    if not KINDS[kind].namespaced:
        return ""
    return None if choice.namespace == EVERYWHERE else choice.namespace


def _table(state: State, kind: str, choice: Choice, hues: dict[str, int]) -> Table:
    columns = _shown(kind, choice)
    is_everywhere = KINDS[kind].namespaced and choice.namespace == EVERYWHERE
    slugs = [*(["namespace"] if is_everywhere else []), *(slug(column.name) for _, column in columns)]
    found = sorted(state.of_kind(kind, _space(kind, choice)), key=key_of)
    rows = [(obj, _cells(obj, state.now, [place for place, _ in columns], is_everywhere)) for obj in found]
    order = choice.order_of(kind)
    if order is not None and order.column in slugs:
        place = slugs.index(order.column)
        rows.sort(key=lambda row: _rank(row, slugs, place), reverse=order.is_falling)
    names = ["Namespace"] * is_everywhere + [column.name for _, column in columns]
    return Table(
        plural=KINDS[kind].plural,
        kind=kind,
        command=command(kind, choice),
        titles=[_title(kind, name, choice) for name in names],
        rows=[_row(obj, cells, slugs, hues) for obj, cells in rows[:MOST]],
        more=max(0, len(rows) - MOST),
        nothing=_nothing(kind, choice),
    )


def _rank(row: tuple[Object, list[Cell]], slugs: list[str], place: int) -> Rank:
    """An age is compared to the second, however it is written."""
    obj, cells = row
    if slugs[place] == "age":
        return 0, -times.to_ms(obj["metadata"]["creationTimestamp"]), ()
    return rank(cells[place])


@lru_cache(maxsize=256)
def slug(name: str) -> str:
    """A column's name as a word in an address: `Last Seen` -> `last-seen`, `Port(S)` -> `port-s`."""
    return "-".join("".join(char if char.isalnum() else " " for char in name.lower()).split())


def _shown(kind: str, choice: Choice) -> list[tuple[int, Column]]:
    return [(place, one) for place, one in enumerate(printers.columns(kind)) if choice.is_wide or not one.priority]


def _cells(obj: Object, now: int, places: list[int], is_everywhere: bool) -> list[Cell]:
    cells = printers.cells(obj, now)
    shown = [cells[place] for place in places]
    return [obj["metadata"]["namespace"], *shown] if is_everywhere else shown


def _title(kind: str, name: str, choice: Choice) -> Title:
    order = choice.order_of(kind)
    is_sorted = order is not None and order.column == slug(name)
    direction = ("descending" if order.is_falling else "ascending") if order is not None and is_sorted else ""
    return Title(name.upper(), slug(name), word(choice.sorted_by(kind, slug(name))), direction)


def _row(obj: Object, cells: list[Cell], slugs: list[str], hues: dict[str, int]) -> Row:
    """The name opens the object; Events, whose names say nothing, are opened by their reason."""
    born = times.to_ms(obj["metadata"]["creationTimestamp"])
    views = tuple(_cell(cell, column, born) for cell, column in zip(cells, slugs, strict=True))
    place = slugs.index("reason" if obj["kind"] == "Event" else "name")
    kind, namespace, name = key_of(obj)
    return Row(
        f"row-{uid_of(obj)}",
        f"{kind}/{namespace or '-'}/{name}",
        str(cells[place]),
        _hue(obj, hues),
        views[:place],
        views[place + 1 :],
    )


def _cell(cell: Cell, column: str, born: int) -> CellView:
    text = str(cell)
    if column == "age":
        return CellView(text, born)
    return CellView(text, None, column in SPEAKING and any(word in text for word in TROUBLE))


def _hue(obj: Object, hues: dict[str, int]) -> int | None:
    if obj["kind"] == "ReplicaSet":
        return hues.get(uid_of(obj))
    owner = controller_of(obj) if obj["kind"] == "Pod" else None
    return hues.get(owner["uid"]) if owner else None


def command(kind: str, choice: Choice) -> str:
    """What one would type for the table: `kubectl get pods -A -o wide`."""
    words = ["kubectl get", KINDS[kind].plural]
    if KINDS[kind].namespaced and choice.namespace != HOME:
        words.append("-A" if choice.namespace == EVERYWHERE else f"-n {choice.namespace}")
    words += ["-o wide"] if choice.is_wide else []
    order = choice.order_of(kind)
    path = SORT_PATHS.get((order.column, order.is_falling)) if order else None
    return " ".join([*words, f"--sort-by={path}"] if path else words)


def _nothing(kind: str, choice: Choice) -> str:
    """What kubectl says of an empty list."""
    if not KINDS[kind].namespaced or choice.namespace == EVERYWHERE:
        return "No resources found"
    return f"No resources found in {choice.namespace} namespace."


__all__ = ["VIEW", "Choice", "command", "draw", "parse", "word"]
