"""What may be typed at the cursor: fields, values, kinds, and names of what is there; and what a field means."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from cluster.core import schema
from cluster.core.editing import cursor, documents, fields, names, outline
from cluster.core.editing.cursor import Cursor
from cluster.core.editing.fields import Field
from cluster.core.editing.outline import Outline
from cluster.core.kinds import KINDS
from cluster.core.state import State

MOST = 200
LONGEST_TEXT = 600
"""Characters of a description that a list of completions shows."""


@dataclass(frozen=True, slots=True)
class Completion:
    """`text` is offered; `insert` replaces the word at the cursor; `more`: then something else is to be chosen."""

    text: str
    insert: str
    type: str
    is_required: bool = False
    about: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Completions:
    """The offers, and the column (from 0) at which the word begins that they replace."""

    start: int
    offers: list[Completion]

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Documentation:
    """What the field under the cursor means."""

    path: str
    type: str
    is_required: bool
    description: str

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Place:
    """The cursor in its document: its outline, and the schema of the document's kind."""

    cursor: Cursor
    outline: Outline
    line: int
    rest: str
    api_version: str
    kind: str
    schema: str | None


def _place(text: str, line: int, column: int) -> _Place | None:
    document = documents.at(documents.split(text), line)
    lines, number = outline.lines_of(document.text), line - document.line
    found = outline.read(document.text)
    if not 0 <= number < len(lines):
        return None
    where = cursor.find(found, lines, number, min(max(column, 0), len(lines[number])))
    if where is None:
        return None
    tops = {entry.path[0]: outline.unquoted(entry.value) for entry in found.entries if len(entry.path) == 1}
    version, kind = tops.get("apiVersion", ""), tops.get("kind", "")
    return _Place(where, found, number, lines[number][column:], version, kind, fields.schema_name(version, kind))


def complete(text: str, line: int, column: int, state: State | None = None) -> Completions:
    """What may be typed at a place (both from 0). `state` lends names of nodes, Services, ConfigMaps. Never raises."""
    place = _place(text, line, column)
    if place is None:
        return Completions(column, [])
    offers = _values(place, state) if place.cursor.in_value else _fields(place)
    return Completions(place.cursor.start, _matching(offers, place.cursor.word)[:MOST])


def document(text: str, line: int, column: int) -> Documentation | None:
    """What the field at a place means, or None where there is none. Never raises."""
    place = _place(text, line, column)
    if place is None or place.schema is None:
        return None
    path = place.cursor.field
    found = fields.find(place.schema, path) if path else None
    if found is None:
        return None
    return Documentation(spelled(path), found.type, found.is_required, found.description)


def spelled(path: outline.Path) -> str:
    """A path as Kubernetes writes it: `spec.containers[0].image`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def _matching(offers: Iterable[Completion], word: str) -> list[Completion]:
    """Those that begin with the word, then those that hold it."""
    sought = word.strip("\"'").lower()
    found = [one for one in offers if sought in one.text.lower()]
    return sorted(found, key=lambda one: not one.text.lower().startswith(sought))


def _fields(place: _Place) -> Iterator[Completion]:
    where = place.cursor
    taken = set(outline.siblings(place.outline, where.path, place.line))
    if place.schema is None:
        known = {name: f"The {name} of the object." for name in ("apiVersion", "kind", "metadata", "spec")}
        if not where.path:
            yield from (_top(name, about, place) for name, about in known.items() if name not in taken)
        return
    holder = fields.find(place.schema, where.path)
    struct = fields.struct_of(holder.schema) if holder else None
    for field in sorted(fields.fields_of(struct).values() if struct else (), key=fields.order):
        if field.name not in taken and not (field.name in fields.COMPUTED and not where.path):
            yield _offered(field, place)


def _top(name: str, about: str, place: _Place) -> Completion:
    value = name in {"apiVersion", "kind"}
    return Completion(
        name, _inserted(name, not value, False, place), "string" if value else "Object", value, about, value
    )


def _offered(field: Field, place: _Place) -> Completion:
    is_list, kind = "items" in field.schema, schema.type_of(field.schema)
    nested = fields.struct_of(field.schema) is not None or isinstance(field.schema.get("additionalProperties"), dict)
    insert = _inserted(field.name, nested, is_list, place)
    more = nested or bool(fields.values_of(field)) or (is_list and kind == "array")
    return Completion(field.name, insert, field.type, field.is_required, field.description[:LONGEST_TEXT], more)


def _inserted(name: str, nested: bool, is_list: bool, place: _Place) -> str:
    """The name, its colon, and the beginning of what belongs below it."""
    if ":" in place.rest:
        return name
    if place.cursor.braces or not (nested or is_list):
        return f"{name}: "
    return f"{name}:\n{' ' * (place.cursor.indent + 2)}{'- ' if is_list else ''}"


def _values(place: _Place, state: State | None) -> Iterator[Completion]:
    where = place.cursor
    path, gap = where.field, _gap(place)
    if path == ("kind",):
        fitting = (kind for kind in KINDS.values() if place.api_version in {"", kind.api_version})
        yield from (
            Completion(kind.kind, gap + kind.kind, kind.api_version, about=_kind_text(kind.kind)) for kind in fitting
        )
    elif path == ("apiVersion",):
        served = {kind.api_version: kind.kind for kind in KINDS.values() if place.kind in {"", kind.kind}}
        yield from (Completion(version, gap + version, "apiVersion") for version in sorted(served, key=len))
    found = fields.find(place.schema, path) if place.schema else None
    if found is None:
        return
    for value, meaning in fields.values_of(found).items():
        yield Completion(value, gap + value, found.type, about=meaning)
    for value, meaning in names.known(found, path, place.outline, state):
        yield Completion(value, gap + value, found.type, about=meaning)


def _gap(place: _Place) -> str:
    """A value wants a space after the colon."""
    return " " if place.cursor.key is not None and not place.cursor.word and _is_behind_colon(place) else ""


def _is_behind_colon(place: _Place) -> bool:
    return any(
        entry.line == place.line and entry.path == place.cursor.field and entry.end + 1 == place.cursor.start
        for entry in place.outline.entries
    )


def _kind_text(kind: str) -> str:
    found = schema.schema_of(KINDS[kind].api_version, kind)
    return schema.description(found)[:LONGEST_TEXT] if found else ""
