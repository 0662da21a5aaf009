"""`-o custom-columns=NAME:.metadata.name,IMAGE:.spec.containers[*].image`.

Upstream: `kubectl/pkg/cmd/get/customcolumn.go`. The rows of all objects are aligned together: `tabwriter.table`.
"""

import re
from typing import Any, NamedTuple

from cluster.core import tabwriter
from cluster.kubectl.output import go_values
from cluster.kubectl.output.jsonpath import JSONPathError, find

_RELAXED = re.compile(r"\{\.?([^{}]+)\}|\.?([^{}]+)")
_EXPECTED = "Expected format is one line of space separated headers, one line of space separated column specs."
_UNPRINTABLE = {"\x1b": "^[", "\r": "\\r"}


class Column(NamedTuple):
    """A header and a JSONPath template."""

    header: str
    path: str


def relaxed(path: str) -> str:
    """`metadata.name`, `.metadata.name` or `{.metadata.name}` as a template. Raises JSONPathError."""
    if not path:
        return path
    found = _RELAXED.fullmatch(path)
    if found is None:
        raise JSONPathError(
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"
        )
    return f"{{.{found.group(1) or found.group(2)}}}"


def columns_of(spec: str) -> list[Column]:
    """The columns of `HEADER:PATH,...`. Raises JSONPathError."""
    if not spec:
        raise JSONPathError("custom-columns format specified but no custom columns given")
    columns = []
    for part in spec.split(","):
        header, colon, path = part.partition(":")
        if not colon:
            raise JSONPathError(f"unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        columns.append(Column(header, relaxed(path)))
    return columns


def columns_of_file(text: str) -> list[Column]:
    """The columns of `-o custom-columns-file`: a line of headers, a line of paths. Raises JSONPathError."""
    lines = text.splitlines()
    if not lines:
        raise JSONPathError(f"invalid template, missing header line. {_EXPECTED}")
    if len(lines) < 2:
        raise JSONPathError(f"invalid template, missing column spec line. {_EXPECTED}")
    headers, paths = lines[0].split(), lines[1].split()
    if len(headers) != len(paths):
        raise JSONPathError(f"number of headers ({len(headers)}) and field specifications ({len(paths)}) don't match")
    return [Column(header, relaxed(path)) for header, path in zip(headers, paths, strict=True)]


def row(columns: list[Column], obj: Any) -> list[str]:
    """The cells of one object. Raises JSONPathError."""
    return [_cell(find(column.path, obj)) for column in columns]


def headers(columns: list[Column]) -> list[str]:
    """The first row."""
    return [column.header for column in columns]


def render(spec: str, *objects: Any, no_headers: bool = False) -> str:
    """The whole table of some objects. Raises JSONPathError."""
    columns = columns_of(spec)
    rows = [] if no_headers else [headers(columns)]
    return tabwriter.table([*rows, *(row(columns, obj) for obj in objects)])


def _cell(found: list[list[Any]]) -> str:
    texts = ["<none>"] if not found or not found[0] else []
    texts += [_safe(go_values.text(value)) for values in found for value in values]
    return ",".join(texts)


def _safe(text: str) -> str:
    """Without what would move a terminal's cursor (`printers.EscapeTerminal`)."""
    return "".join(_UNPRINTABLE.get(char, char) for char in text)
