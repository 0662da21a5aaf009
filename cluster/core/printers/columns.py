"""The parts of a printer: its columns, and small texts that several kinds share."""

from collections.abc import Callable
from typing import Any, NamedTuple

from cluster.core import times
from cluster.core.durations import human_duration
from cluster.core.kinds import Object

Cell = str | int
NOTHING: Object = {}
UNKNOWN = "<unknown>"
NONE = "<none>"


class Column(NamedTuple):
    """A column as the API's Table describes it.

    `priority` 0 is shown always, 1 with `-o wide`. `documented_by` names the schema field (`ObjectMeta.name`) whose
    description is the column's, where upstream takes it from there instead of giving a `description`.
    """

    name: str
    type: str = "string"
    format: str = ""
    description: str = ""
    priority: int = 0
    documented_by: str = ""


class Printer(NamedTuple):
    """The columns of a kind, and the function (object, now in ms, wide) that fills all of them."""

    columns: tuple[Column, ...]
    cells: Callable[[Object, int, bool], list[Cell]]


NAME = Column("Name", format="name", documented_by="ObjectMeta.name")
AGE = Column("Age", documented_by="ObjectMeta.creationTimestamp")
CONTAINERS = Column("Containers", description="Names of each container in the template.", priority=1)
IMAGES = Column("Images", description="Images referenced by each container in the template.", priority=1)


def name_of(obj: Object) -> str:
    """The object's name, empty when it has none."""
    return (obj.get("metadata") or NOTHING).get("name") or ""


def since(text: str | None, now_ms: int) -> str:
    """The age of an RFC 3339 time, `<unknown>` when there is none (`translateTimestampSince`)."""
    return human_duration(now_ms - times.to_ms(text)) if text else UNKNOWN


def age_of(obj: Object, now_ms: int) -> str:
    """The age of the object's creationTimestamp."""
    return since((obj.get("metadata") or NOTHING).get("creationTimestamp"), now_ms)


def count(part: Object, field: str) -> int:
    """A number of `part`, 0 when missing, as Go's zero value."""
    return part.get(field) or 0


def container_cells(obj: Object) -> tuple[str, str]:
    """Names and images of the containers in `spec.template`, comma-joined (`layoutContainerCells`)."""
    template: dict[str, Any] = (obj.get("spec") or NOTHING).get("template") or NOTHING
    containers = (template.get("spec") or NOTHING).get("containers") or ()
    names = ",".join(c.get("name") or "" for c in containers)
    return names, ",".join(c.get("image") or "" for c in containers)
