"""What is wrong with a text, each fault at its place, in the words in which it would be refused."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

import yaml

from cluster.core import decoding, engine, manifests, validation
from cluster.core.acts import objects
from cluster.core.editing import documents, places
from cluster.core.editing.documents import Document
from cluster.core.editing.places import Found, Place
from cluster.core.errors import ApiError, BadRequest, Invalid
from cluster.core.field_errors import FieldError
from cluster.core.kinds import KINDS, Object
from cluster.core.state import State

MOST = 100
LONGEST = 100_000
"""Characters of a text that is looked at while somebody types; longer ones are judged when they are applied."""
UNKNOWN = re.compile(r'unknown field "(.*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault (or `warning`) at a stretch of one line; lines and columns from 0. `field` is its path, if it has one."""

    line: int
    start: int
    end: int
    text: str
    field: str = ""
    severity: Literal["error", "warning"] = "error"

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def find(text: str, state: State, namespace: str = "default") -> list[Problem]:
    """The faults of a text that would be applied to a cluster's state, in the order of lines. Never raises."""
    if len(text) > LONGEST:
        return [Problem(0, 0, 1, "This text is too long to be checked while you type.", severity="warning")]
    found: list[Problem] = []
    read = [_Read(document) for document in documents.split(text)]
    # As `apply` does, so that a namespace may stand behind what is in it.
    for one in sorted(read, key=lambda one: one.kind != "Namespace"):
        problems, state = one.judge(state, namespace)
        found += problems
    return sorted(found, key=lambda one: (one.line, one.start))[:MOST]


class _Read:
    """One document as far as it could be read."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.root: yaml.Node | None = None
        self.objects: list[Object] = []
        self._read()

    @property
    def kind(self) -> str:
        """The kind of its (first) object."""
        return str(self.objects[0].get("kind")) if self.objects else ""

    def _read(self) -> None:
        text = self.document.text
        try:
            text.encode()
            manifests.judge_depth(text)
            self.root = yaml.compose(text, Loader=yaml.CSafeLoader)
            if self.root is None:
                return
            self._note_repeated(self.root)
            self.objects = manifests.read(text)
        except BadRequest as fault:
            self.note(self.place(_missing(fault.message)), fault.message.removeprefix("document 1: "))
        except manifests.MALFORMED as fault:
            self.note(_mark(fault, text), manifests.sentence(fault))

    def _note_repeated(self, root: yaml.Node) -> None:
        for name, place in places.repeated_keys(root):
            self.note(place, f'key "{name}" already set in map', severity="warning")

    def note(self, place: Place, text: str, field: str = "", severity: Literal["error", "warning"] = "error") -> None:
        """Take a fault down."""
        line = place.line + self.document.line
        self.problems.append(Problem(line, place.start, max(place.end, place.start + 1), text, field, severity))

    def found(self, path: str) -> Found:
        """Where a field stands."""
        if self.root is None:
            return Found(Place(0, 0, 1), None, is_whole=False)
        return places.find(self.root, path)

    def place(self, path: str) -> Place:
        """Where to point for a field."""
        return self.found(path).best

    def judge(self, state: State, namespace: str) -> tuple[list[Problem], State]:
        """All faults, and the state with the document applied as far as it can be."""
        for obj in self.objects:
            if self._is_decoded(obj):
                state = self._applied(state, obj, namespace)
        return self.problems, state

    def _is_decoded(self, obj: Object) -> bool:
        """Note unknown fields and wrong types; whether there were none."""
        served = KINDS.get(obj["kind"])
        if served is None or served.api_version != obj["apiVersion"]:
            text = f'no matches for kind "{obj["kind"]}" in version "{obj["apiVersion"]}"'
            self.note(self.place("kind" if served is None else "apiVersion"), text, "kind")
            return False
        decoded = decoding.decode(obj)
        for sentence in decoded.unknown[:MOST]:
            path = _quoted_path(sentence)
            self.note(self.found(path).key, sentence, path)
        self._note_fields(decoded.errors)
        return not decoded.unknown and not decoded.errors

    def _note_fields(self, errors: Iterable[FieldError]) -> None:
        for error in list(dict.fromkeys((one.field, str(one)) for one in errors))[:MOST]:
            self.note(self.place(error[0]), error[1], error[0])

    def _applied(self, state: State, obj: Object, namespace: str) -> State:
        try:
            applied = objects.apply(state, obj, namespace)
        except Invalid as refusal:
            self._note_fields(refusal.errors)
            return state
        except ApiError as refusal:
            found = self.found("metadata.namespace" if "namespaces" in refusal.message else "metadata.name")
            self.note(found.best, refusal.message)
            return state
        for sentence in _warnings(obj):
            self.note(self.place(sentence.partition(":")[0]), sentence, severity="warning")
        return engine.commit(state, applied.moves, "you")[0]


def _warnings(obj: Object) -> Iterator[str]:
    yield from validation.warnings(decoding.decode(obj).object)


def _quoted_path(sentence: str) -> str:
    """`unknown field "spec.replcas"` -> `spec.replcas`."""
    match = UNKNOWN.fullmatch(sentence)
    return match.group(1) if match else ""


def _missing(sentence: str) -> str:
    """`document 1: kind not set` -> `kind`: which is not there, so that the place is the document's beginning."""
    return sentence.rpartition(": ")[2].removesuffix(" not set") if sentence.endswith("not set") else ""


def _mark(fault: Exception, text: str) -> Place:
    """Where PyYAML gave up; at the end of the text: its last line."""
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    if getattr(fault, "context", "") == "while scanning a simple key":
        # The parser notices only below that a word has no colon.
        mark = getattr(fault, "context_mark", None) or mark
    if mark is None:
        return Place(0, 0, 1)
    lines = text.split("\n")
    line = _written(lines, min(mark.line, len(lines) - 1))
    if "mapping values" in str(fault) and line:
        # `replicas` without a colon reads on in the next line, where the parser then meets one too many.
        above = _written(lines, line - 1)
        line = above if ":" not in lines[above] and _indent(lines[above]) == _indent(lines[line]) else line
    end = len(lines[line])
    start = mark.column if line == mark.line and mark.column < end else _indent(lines[line])
    return Place(line, start, end)


def _written(lines: list[str], line: int) -> int:
    """The nearest line above, or this one, that is not empty."""
    while line and not lines[line].strip():
        line -= 1
    return line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
