"""How the fields of a kind are owned: together (a leaf) or each on its own.

Read from the schema once. Upstream: `apimachinery/pkg/util/managedfields/gvkparser.go`, which makes the same of
OpenAPI, and `sigs.k8s.io/structured-merge-diff/typed/helpers.go` for the keys of list items.
"""

from enum import Enum
from functools import cache
from typing import Any

from cluster.core import schema
from cluster.core.managed_fields.sets import key_element, value_element

ALWAYS_THERE: dict[str, frozenset[str]] = {
    "DeploymentSpec": frozenset({"strategy", "template"}),
    "ReplicaSetSpec": frozenset({"template"}),
    "PodTemplate": frozenset({"template"}),
    "PodTemplateSpec": frozenset({"metadata", "spec"}),
    "PodSpec": frozenset({"containers"}),
    "Container": frozenset({"resources"}),
    "EphemeralContainer": frozenset({"resources"}),
    "ServiceStatus": frozenset({"loadBalancer"}),
    "NodeStatus": frozenset({"daemonEndpoints", "nodeInfo"}),
    "NodeDaemonEndpoints": frozenset({"kubeletEndpoint"}),
    "ContainerStatus": frozenset({"state", "lastState"}),
    "Event": frozenset({"metadata", "involvedObject", "source"}),
    "EndpointSlice": frozenset({"metadata", "endpoints", "ports"}),
    "Endpoint": frozenset({"conditions"}),
    "LimitRangeSpec": frozenset({"limits"}),
    "HorizontalPodAutoscalerSpec": frozenset({"scaleTargetRef"}),
}
"""Fields that Go keeps as plain structs (or lists that are always written): they are there before anyone sets them, so
nobody owns them by creating the object, only what is in them. OpenAPI does not tell them from pointers."""

TOP_LEVEL = frozenset({"metadata", "spec", "status"})
DEFAULT_KEYS = {"protocol": "TCP"}
"""Keys of list items that have a default, so that `80` and `80/TCP` are one port (`+default="TCP"` in Go)."""


class Form(Enum):
    """LEAF is owned as a whole; STRUCT and MAP field by field; SET by value; LIST item by item, by keys."""

    LEAF = "leaf"
    STRUCT = "struct"
    MAP = "map"
    SET = "set"
    LIST = "list"


class Type:
    """One type. `inner` is that of items and values; a struct's fields are compiled at their first use."""

    __slots__ = ("_known", "_properties", "always", "form", "inner", "keys")

    def __init__(self, form: Form, inner: "Type | None" = None, keys: tuple[str, ...] = ()) -> None:
        self.form, self.inner, self.keys = form, inner, keys
        self.always: frozenset[str] = frozenset()
        self._properties: dict[str, schema.Schema] = {}
        self._known: dict[str, Type] = {}

    def struct(self, properties: dict[str, schema.Schema], always: frozenset[str]) -> "Type":
        """Become the struct of these fields; returns itself."""
        self._properties, self.always = properties, always
        return self

    def field(self, name: str) -> "Type":
        """The type of a member; unknown ones are leaves."""
        if self.form is not Form.STRUCT:
            return self.inner or LEAF
        known = self._known.get(name)
        if known is None:
            node = self._properties.get(name)
            known = self._known[name] = LEAF if node is None else _compiled(node)
        return known

    def declares(self, name: str) -> bool:
        """Whether this is a struct that has the field."""
        return name in self._properties

    def element(self, item: Any) -> str:
        """The name of a list's item in a set of fields."""
        if self.form is Form.SET:
            return value_element(item)
        return key_element(self.keys, *(item.get(key, DEFAULT_KEYS.get(key)) for key in self.keys))


LEAF = Type(Form.LEAF)


def _compiled(node: schema.Schema) -> Type:
    name = schema.reference(node)
    if schema.map_type(node) == "atomic":
        return LEAF
    if name is not None:
        return _named(name)
    if "items" in node:
        return _list(node)
    values = node.get("additionalProperties")
    return Type(Form.MAP, _compiled(values)) if isinstance(values, dict) else LEAF


def _list(node: schema.Schema) -> Type:
    listed = schema.list_type(node)
    if listed == "set":
        return Type(Form.SET)
    return Type(Form.LIST, _compiled(node["items"]), schema.list_map_keys(node)) if listed == "map" else LEAF


@cache
def _named(name: str) -> Type:
    node = schema.definitions()[name]
    if "properties" not in node or schema.map_type(node) == "atomic":
        return LEAF
    short = name.rpartition(".")[2]
    always = ALWAYS_THERE.get(short) or (TOP_LEVEL if "kind" in node["properties"] else frozenset())
    return Type(Form.STRUCT).struct(node["properties"], always)


def type_of(api_version: str, kind: str) -> Type:
    """The type of a kind's objects; of a kind without schema every field is a leaf."""
    name = schema.name_of(api_version, kind)
    return _named(name) if name else Type(Form.STRUCT)
