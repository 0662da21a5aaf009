"""The server's Table as rows of text. Upstream: `cli-runtime/pkg/printers/tableprinter.go`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from cluster import store
from cluster.core import times
from cluster.core.durations import human_duration
from cluster.core.kinds import Object
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.infos import metadata_of
from cluster.kubectl.output import go_values

EVENTS = {"ADDED": "ADDED   ", "MODIFIED": "MODIFIED", "DELETED": "DELETED ", "ERROR": "ERROR   "}
BREAK = re.compile(r"[\f\n\r]")


@dataclass(frozen=True, slots=True)
class Options:
    """What the user wants to see; `kind` goes before names ('' for none), as in `pod/web`."""

    headers: bool = True
    wide: bool = False
    namespace: bool = False
    kind: str = ""
    labels: tuple[str, ...] = ()
    all_labels: bool = False


@dataclass(slots=True)
class TablePrinter:
    """Prints tables one after another; headers come again only when the columns change."""

    options: Options
    _columns: list[Object] = field(default_factory=list)
    _told: bool = False

    def rows(self, table: Object, event: str = "") -> Iterator[list[str]]:
        """The rows to print, headers among them; `event` is the type of a watch's event."""
        columns = table.get("columnDefinitions") or self._columns
        if columns != self._columns:
            self._columns, self._told = columns, False
        wanted = self.options if not self._told else replace(self.options, headers=False)
        rows = table.get("rows") or []
        self._told = self._told or bool(rows)
        if wanted.headers and rows:
            yield [*(["EVENT"] if event else []), *self._headers(columns)]
        for row in rows:
            yield [*([EVENTS.get(event, event)] if event else []), *self._cells(columns, row)]

    def _headers(self, columns: list[Object]) -> list[str]:
        names = [column["name"] for column in columns if self._is_shown(column)]
        names = [*(["Namespace"] if self.options.namespace else []), *names]
        names += [label.split("/")[-1] for label in self.options.labels]
        return [name.upper() for name in [*names, *(["Labels"] if self.options.all_labels else [])]]

    def _is_shown(self, column: Object) -> bool:
        return self.options.wide or not column.get("priority")

    def _cells(self, columns: list[Object], row: Object) -> list[str]:
        metadata = metadata_of(row.get("object") or {})
        name = next((i for i, column in enumerate(columns) if column.get("format") == "name"), -1)
        cells = []
        for i, (column, cell) in enumerate(zip(columns, row.get("cells") or (), strict=False)):
            if self._is_shown(column):
                cells.append(
                    f"{self.options.kind}/{cell_text(cell)}" if i == name and self.options.kind else cell_text(cell)
                )
        if self.options.namespace:
            cells.insert(0, metadata.get("namespace") or "")
        labels = metadata.get("labels") or {}
        cells += [labels.get(label) or "" for label in self.options.labels]
        if self.options.all_labels:
            cells.append(",".join(f"{key}={labels[key]}" for key in sorted(labels)) or "<none>")
        return cells


def cell_text(cell: Any) -> str:
    """A cell on one line."""
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else go_values.text(cell)
    found = BREAK.search(text)
    return text[: found.start()] + "..." if found else text


def _age(obj: Object) -> str:
    made = metadata_of(obj).get("creationTimestamp")
    return human_duration(store.wall_now() - times.to_ms(made)) if made else "<unknown>"


def of_unknown(obj: Object) -> Object:
    """A table for what the server gave without one: its name and age (`defaultHandlerEntry`)."""
    if not isinstance(obj, dict):
        raise KubectlError("object does not implement the Object interfaces")
    columns = [{"name": "Name", "format": "name"}, {"name": "Age"}]
    return {
        "columnDefinitions": columns,
        "rows": [{"cells": [metadata_of(obj).get("name") or "", _age(obj)], "object": obj}],
    }
