"""What an exported file holds, judged part by part: it comes from strangers, and is refused in one sentence."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import orjson

from cluster.core import admission, validation
from cluster.core.actors import SETUP, is_act
from cluster.core.clock import FASTEST, SLOWEST
from cluster.core.engine import Entry as Due
from cluster.core.engine import Told
from cluster.core.errors import ApiError
from cluster.core.kinds import Object, public
from cluster.store.exporting import FORMAT, VERSION

T = TypeVar("T")

LARGEST = 32 << 20
"""Bytes of a file: 5,000 pods have some 20 MB."""
MOST_ACTS, MOST_OBJECTS, MOST_CHANGES = 20_000, 50_000, 50_000
"""A log of 20,000 changes is kept, and as many more as lie between two snapshots: half as many as there are objects."""
LATEST = 4_102_444_800_000
"""The last moment that a file may name: the year 2100."""
MOST_REVISIONS = 10**12
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
VERBS = ("create", "update", "delete")


class Kept(NamedTuple):
    """A whole state: after a revision, at a moment, with its waiting work."""

    revision: int
    now: int
    queue: list[Due]
    objects: list[Object]


class Act(NamedTuple):
    """One step of somebody's. A leap has no `told`, but says to which revision it went, and when it left."""

    revision: int
    at: int
    actor: str
    told: list[Told]
    reason: str = ""
    back_to: int = 0
    left_at: int = 0
    state: Kept | None = None


class BranchTold(NamedTuple):
    """A branch as `models.Branch` has it; `state` is that of its head, if the log no longer reaches there."""

    name: str
    begun: int
    forked_at: int
    head: int | None
    head_now: int | None
    created_at: int
    state: Kept | None


class End(NamedTuple):
    """Where living through it must lead. `queue`: it may end between two looks of one moment, which no log tells."""

    now: int
    revision: int
    sha256: str
    queue: list[Due]
    objects: list[Any]


class File(NamedTuple):
    """An exported cluster."""

    seed: str
    speed: float
    paused: bool
    beginning: Kept | None
    acts: list[Act]
    branches: list[BranchTold]
    end: End


def read(data: bytes) -> File:
    """What the file holds. Raises ValueError with one sentence."""
    if len(data) > LARGEST:
        raise ValueError(f"This file has {len(data) >> 20} MB; at most {LARGEST >> 20} are read.")
    try:
        value = orjson.loads(data)
    except ValueError:
        raise ValueError("This file is not an exported cluster: it is no JSON.") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise ValueError("This file is not an exported cluster.")
    if value.get("version") != VERSION:
        raise ValueError(f"This file is of version {str(value.get('version'))[:20]}, which is not known here.")
    try:
        return _file(_Part(value, ""))
    except RecursionError:
        raise ValueError("This file is not an exported cluster: it is nested too deeply.") from None


class _Part:
    """An object of the file, and where it stands, for the sentence that says what is wrong."""

    def __init__(self, value: Any, where: str) -> None:
        self.where = where
        if not isinstance(value, dict):
            raise self.wrong("", "an object")
        self.value: dict[str, Any] = value

    def wrong(self, name: str, wanted: str) -> ValueError:
        place = ".".join(filter(None, (self.where, name)))
        return ValueError(f"This file is not an exported cluster: {place} is not {wanted}.")

    def number(self, name: str, least: int = 0, most: int = MOST_REVISIONS) -> int:
        found = self.value.get(name)
        if type(found) is not int or not least <= found <= most:
            raise self.wrong(name, f"a whole number between {least} and {most}")
        return found

    def moment(self, name: str) -> int:
        return self.number(name, 0, LATEST)

    def text(self, name: str, longest: int) -> str:
        found = self.value.get(name)
        if not isinstance(found, str) or len(found) > longest or "\0" in found:
            raise self.wrong(name, f"a text of at most {longest} characters")
        return found

    def each(self, name: str, most: int, read: Callable[[Any, str], T]) -> list[T]:
        found = self.value.get(name)
        if not isinstance(found, list) or len(found) > most:
            raise self.wrong(name, f"a list of at most {most}")
        inner = ".".join(filter(None, (self.where, name)))
        return [read(item, f"{inner}[{number}]") for number, item in enumerate(found)]

    def maybe(self, name: str, read: Callable[[Any, str], T]) -> T | None:
        found = self.value.get(name)
        return None if found is None else read(found, ".".join(filter(None, (self.where, name))))


def _file(part: _Part) -> File:
    speed, paused = part.value.get("speed"), part.value.get("paused")
    if not isinstance(speed, int | float) or not SLOWEST <= speed <= FASTEST:
        raise part.wrong("speed", f"a number between {SLOWEST} and {FASTEST:g}")
    if not isinstance(paused, bool):
        raise part.wrong("paused", "true or false")
    beginning = part.maybe("beginning", _kept)
    end = _end(_Part(part.value.get("end"), "end"))
    if end.revision - (beginning.revision if beginning else 0) > MOST_CHANGES:
        raise part.wrong("end.revision", f"at most {MOST_CHANGES} after the beginning")
    acts = part.each("acts", MOST_ACTS, _act)
    branches = part.each("branches", 100, _branch)
    return File(part.text("seed", 64), float(speed), paused, beginning, acts, branches, end)


def _end(part: _Part) -> End:
    objects = part.each("objects", MOST_OBJECTS, lambda value, _: value)
    queue = part.each("queue", MOST_OBJECTS, _due)
    return End(part.moment("now"), part.number("revision", 1), part.text("sha256", 64), queue, objects)


def _kept(value: Any, where: str) -> Kept:
    part = _Part(value, where)
    queue = part.each("queue", MOST_OBJECTS, _due)
    objects = part.each("objects", MOST_OBJECTS, _object)
    return Kept(part.number("revision", 1), part.moment("now"), queue, objects)


def _due(value: Any, where: str) -> Due:
    match value:
        case [int(due), str(controller), [str(kind), str(namespace), str(name)]] if 0 <= due <= 2 * LATEST:
            return due, controller, (kind, namespace, name)
    raise _Part({}, where).wrong("", "waiting work")


def _act(value: Any, where: str) -> Act:
    part = _Part(value, where)
    actor = part.text("actor", 300)
    if actor != SETUP and not is_act(actor):
        raise part.wrong("actor", "a person")
    head = part.number("revision", 1), part.moment("at"), actor
    if "back_to" not in part.value:
        return Act(*head, part.each("changes", MOST_OBJECTS, _told))
    leap = part.text("reason", 10_000), part.number("back_to", 1), part.moment("left_at")
    return Act(*head, [], *leap, part.maybe("state", _kept))


def _told(value: Any, where: str) -> Told:
    part = _Part(value, where)
    verb = part.text("verb", 6)
    if verb not in VERBS:
        raise part.wrong("verb", "create, update or delete")
    return verb, _object(part.value.get("object"), f"{where}.object"), part.text("reason", 100_000)


def _branch(value: Any, where: str) -> BranchTold:
    part = _Part(value, where)
    head = part.maybe("head", lambda *_: part.number("head", 1))
    now = part.maybe("head_now", lambda *_: part.moment("head_now"))
    if (head is None) != (now is None):
        raise part.wrong("head_now", "given together with head")
    numbers = part.number("begun"), part.number("forked_at")
    return BranchTold(part.text("name", 63), *numbers, head, now, part.moment("created_at"), part.maybe("state", _kept))


def _object(value: Any, where: str) -> Object:
    """A stored object: valid, and with all that the API server adds. Raises ValueError."""
    part = _Part(value, where)
    try:
        kind = admission.kind_of(part.value)
    except ApiError:
        raise part.wrong("", "an object of a known kind") from None
    metadata = _Part(part.value.get("metadata"), f"{where}.metadata")
    metadata.text("name", 253)
    if not UID.fullmatch(metadata.text("uid", 36)):
        raise metadata.wrong("uid", "a uid")
    if not metadata.text("resourceVersion", 20).isdecimal():
        raise metadata.wrong("resourceVersion", "a revision")
    if kind.namespaced:
        metadata.text("namespace", 63)
    elif metadata.value.get("namespace"):
        raise metadata.wrong("namespace", f"absent, though a {kind.kind} has none")
    metadata.text("creationTimestamp", 40)
    if not isinstance(part.value.get("simulation", {}), dict):
        raise part.wrong("simulation", "an object")
    errors = validation.validate_create(public(part.value))
    if errors:
        raise ValueError(f"This file holds what no cluster would store: {where}: {str(errors[0])[:300]}.")
    return part.value
