"""Applying a text of several documents, one request each, as `kubectl apply -f` does: one refusal stops no other."""

from typing import NamedTuple

from cluster import store
from cluster.core import dry_run, manifests
from cluster.core.acts import objects
from cluster.core.errors import ApiError
from cluster.core.kinds import Object
from cluster.core.moves import Move
from cluster.core.state import State


class Line(NamedTuple):
    """One line of the answer, in kubectl's words: `deployment.apps/web created`, or what was wrong."""

    text: str
    is_error: bool


def apply_text(cluster_id: int, text: str) -> list[Line]:
    """Apply each document of a text; never raises for what the text holds."""
    try:
        documents = manifests.read(text)
    except ApiError as fault:
        return [Line(fault.message, is_error=True)]
    if not documents:
        return [Line("error: no objects passed to apply", is_error=True)]
    ordered = sorted(documents, key=lambda document: document["kind"] != "Namespace")
    lines = [_apply(cluster_id, document) for document in ordered]
    return lines if len(documents) == 1 else [_named(*pair) for pair in zip(lines, ordered, strict=True)]


def idle_lines(state: State, text: str) -> list[Line] | None:
    """The answer where a text would change nothing in a state, being refused or fulfilled already; else None."""
    try:
        run = dry_run.dry_run(state, text)
    except ApiError as fault:
        return [Line(fault.message, is_error=True)]
    if run.changes:
        return None
    return [Line(outcome.text, is_error=bool(outcome.refusal)) for outcome in run.outcomes]


def _named(line: Line, document: Object) -> Line:
    """Among several documents an error says which one it is about."""
    metadata = document.get("metadata")
    name = metadata.get("name", "") if isinstance(metadata, dict) else ""
    if not line.is_error or f'"{name}"' in line.text:
        return line
    return line._replace(text=f"{document['kind']} {name}: {line.text}")


def _apply(cluster_id: int, document: Object) -> Line:
    applied: list[objects.Applied] = []

    def moves(state: State) -> list[Move]:
        applied[:] = [objects.apply(state, document)]
        return applied[0].moves

    try:
        store.act(cluster_id, moves)
    except ApiError as fault:
        return Line(fault.message, is_error=True)
    return Line(f"{objects.title(applied[0].key)} {applied[0].verdict}", is_error=False)
