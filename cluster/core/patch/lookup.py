"""How a strategic merge patch treats each field of a kind, read from the schema once.

Upstream reads the same facts from Go struct tags: `apimachinery/pkg/util/strategicpatch/meta.go`.
"""

from functools import cache
from typing import NamedTuple

from cluster.core import schema


class Treatment(NamedTuple):
    """Of one field: are lists merged (by `key`, '' for primitives), are keys retained, what do its items hold.

    `replaced`: a map is never merged, as the selector of a PodDisruptionBudget.
    """

    merged: bool = False
    key: str = ""
    retained: bool = False
    inner: "Fields | None" = None
    replaced: bool = False


PLAIN = Treatment()
"""A field of which the schema says nothing: maps are merged, all else is replaced."""


class Fields:
    """The fields of one struct. Each is looked up at its first use, for structs may contain themselves."""

    __slots__ = ("_known", "_properties")

    def __init__(self, properties: dict[str, schema.Schema]) -> None:
        self._properties = properties
        self._known: dict[str, Treatment] = {}

    def of(self, name: str) -> Treatment:
        """How the field of this name is treated."""
        known = self._known.get(name)
        if known is None:
            node = self._properties.get(name)
            known = self._known[name] = PLAIN if node is None else _treatment(node)
        return known


def _treatment(node: schema.Schema) -> Treatment:
    strategies = schema.patch_strategies(node)
    inner = node
    while schema.reference(inner) is None and "items" in inner:
        inner = inner["items"]
    name = schema.reference(inner)
    return Treatment(
        "merge" in strategies,
        schema.merge_key(node) or "",
        "retainKeys" in strategies,
        _fields(name) if name else None,
        "replace" in strategies,
    )


@cache
def _fields(name: str) -> Fields:
    return Fields(schema.definitions()[name].get("properties", {}))


def fields_of(api_version: str, kind: str) -> Fields | None:
    """The fields of a kind, or None when there is no schema of it: then everything is PLAIN."""
    name = schema.name_of(api_version, kind)
    return _fields(name) if name else None


def treatment(fields: Fields | None, name: str) -> Treatment:
    """How a field is treated where the schema may have ended (maps of anything)."""
    return PLAIN if fields is None else fields.of(name)
