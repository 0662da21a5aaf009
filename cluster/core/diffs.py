"""Differences between two texts, line by line, and between what was applied and what is.

    compare(before, after)         the lines that differ, with a few around them
    applied(live)                  what somebody applied, as far as the object still tells
    only_written(live, written)    the live object, reduced to the fields that somebody wrote

What was applied is a part of what is: defaults, allocated addresses and the status stand in the live object alone.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from cluster.core import last_applied
from cluster.core.kinds import Object
from cluster.core.managed_fields.types import LEAF, Form, Type, type_of

CONTEXT = 3
MOST = 20_000
"""Pairs of equal lines that may be weighed against each other, 100 ms at worst: difflib is cubic where lines are alike.
An object of 500 lines has some 2000; beyond the limit the part that differs counts as replaced at once."""
Opcode = tuple[str, int, int, int, int]
SAME, REMOVED, ADDED, GAP = " ", "-", "+", "…"


class Line(NamedTuple):
    """One line: `sign` is `-`, `+`, a space, or `…` for lines left out, of which the text then tells."""

    sign: str
    text: str


class Applied(NamedTuple):
    """What was applied: `by` whom, and whether the manifest itself is known or only the fields that are owned."""

    by: str
    manifest: Object
    exact: bool


def compare(before: str, after: str, context: int = CONTEXT) -> list[Line]:
    """What turns one text into the other, with lines around it; empty when they are the same."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return []
    return list(_shortened([*_lines(old, new)], context))


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for tag, a, b, c, d in _opcodes(old, new):
        if tag == "equal":
            yield from (Line(SAME, line) for line in old[a:b])
            continue
        yield from (Line(REMOVED, line) for line in old[a:b])
        yield from (Line(ADDED, line) for line in new[c:d])


def _opcodes(old: list[str], new: list[str]) -> list[Opcode]:
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    times = Counter(after)
    if sum(times[line] for line in before) > MOST:
        middle: Sequence[Opcode] = [("replace", 0, len(before), 0, len(after))]
    else:
        middle = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    moved = [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in middle]
    ends = len(old) - tail, len(old), len(new) - tail, len(new)
    return [("equal", 0, head, 0, head), *moved, ("equal", *ends)]


def _alike(old: list[str], new: list[str]) -> int:
    """How many lines both have in common at the beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


def _shortened(lines: list[Line], context: int) -> Iterator[Line]:
    """Long stretches without a difference give way to one line that says how long they were."""
    changed = [place for place, line in enumerate(lines) if line.sign != SAME]
    near = {near for place in changed for near in range(place - context, place + context + 1)}
    hidden = 0
    for place, line in enumerate(lines):
        if place not in near:
            hidden += 1
            continue
        if hidden:
            yield _gap(hidden)
        hidden = 0
        yield line
    if hidden:
        yield _gap(hidden)


def _gap(hidden: int) -> Line:
    return Line(GAP, f"{hidden} line{'' if hidden == 1 else 's'} alike")


def applied(live: Object) -> Applied | None:
    """What was applied last, or None where nobody ever applied it.

    `kubectl apply` leaves the manifest in an annotation; of a server-side apply only the fields that the applier owns
    are known, and those have the values that were applied, or the applier would have lost them.
    """
    manifest = last_applied.remembered(live)
    if manifest is not None:
        return Applied("kubectl apply", _as_kept(manifest), exact=True)
    for entry in live["metadata"].get("managedFields") or ():
        if entry.get("operation") == "Apply" and not entry.get("subresource"):
            kind = type_of(live["apiVersion"], live["kind"])
            head = {name: live[name] for name in ("apiVersion", "kind")}
            owned = _owned(live, entry.get("fieldsV1") or {}, kind)
            named = {"name": live["metadata"]["name"], **(owned.get("metadata") or {})}
            return Applied(str(entry.get("manager")), {**head, **owned, "metadata": named}, exact=False)
    return None


def _as_kept(manifest: Object) -> Object:
    """A Secret's `stringData` is only a way of writing `data` (`Convert_v1_Secret_To_core_Secret`)."""
    written = manifest.get("stringData")
    if manifest.get("kind") != "Secret" or not isinstance(written, dict):
        return manifest
    encoded = {name: b64encode(str(value).encode()).decode() for name, value in written.items()}
    rest = {name: value for name, value in manifest.items() if name != "stringData"}
    return {**rest, "data": {**(manifest.get("data") or {}), **encoded}}


def _owned(live: Any, fields: Object, kind: Type) -> Any:
    """The part of a value that a set of fields names."""
    if not fields or kind.form is Form.LEAF:
        return live
    if isinstance(live, dict):
        named = ((name, f"f:{name}") for name in live)
        return {name: _owned(live[name], fields[field], kind.field(name)) for name, field in named if field in fields}
    elements = _elements(live, kind)
    if elements is None:
        return live
    inner = kind.inner or LEAF
    return [_owned(item, fields[element], inner) for element, item in elements if element in fields]


def only_written(live: Object, written: Object) -> Object:
    """The live object without what was not written: its containers are found by name, its ports by number."""
    kind = type_of(live["apiVersion"], live["kind"])
    found: Object = _matching(live, written, kind)
    return found


def _matching(live: Any, written: Any, kind: Type) -> Any:
    if kind.form is Form.LEAF:
        return live
    if isinstance(live, dict) and isinstance(written, dict):
        shared = [name for name in live if name in written]
        return {name: _matching(live[name], written[name], kind.field(name)) for name in shared}
    ours, theirs = _elements(live, kind), _elements(written, kind)
    if ours is None or theirs is None:
        return live
    wanted, inner = dict(theirs), kind.inner or LEAF
    return [_matching(item, wanted[element], inner) for element, item in ours if element in wanted]


def _elements(items: Any, kind: Type) -> list[tuple[str, Any]] | None:
    """A list's items with the names by which they are told apart; None of what has no such names."""
    if kind.form not in (Form.LIST, Form.SET) or not isinstance(items, list):
        return None
    try:
        return [(kind.element(item), item) for item in items]
    except (AttributeError, TypeError):
        # An annotation that somebody wrote by hand may hold anything.
        return None


def without_server_part(obj: Object) -> Object:
    """The object as people write it: no status, no managedFields, no note of what was applied last."""
    metadata = {name: value for name, value in obj["metadata"].items() if name != "managedFields"}
    notes = metadata.get("annotations")
    if notes is not None:
        metadata["annotations"] = {name: text for name, text in notes.items() if name != last_applied.LAST_APPLIED}
    return {
        name: value for name, value in {**obj, "metadata": metadata}.items() if name not in {"status", "simulation"}
    }
