"""Kubernetes' Go types: their names in decoding errors, their zero values, and what Go leaves out of JSON."""

from typing import Any

from cluster.core import quantity, schema, typed
from cluster.core.go_text import quote

_NAMED = {
    ("ContainerPort", "protocol"): "v1.Protocol",
    ("ServicePort", "protocol"): "v1.Protocol",
    ("EndpointPort", "protocol"): "v1.Protocol",
    ("PodSpec", "restartPolicy"): "v1.RestartPolicy",
    ("PodSpec", "dnsPolicy"): "v1.DNSPolicy",
    ("Container", "imagePullPolicy"): "v1.PullPolicy",
    ("Container", "terminationMessagePolicy"): "v1.TerminationMessagePolicy",
    ("DeploymentStrategy", "type"): "v1.DeploymentStrategyType",
    ("ServiceSpec", "type"): "v1.ServiceType",
    ("ServiceSpec", "sessionAffinity"): "v1.ServiceAffinity",
    ("Toleration", "operator"): "v1.TolerationOperator",
    ("Toleration", "effect"): "v1.TaintEffect",
    ("Taint", "effect"): "v1.TaintEffect",
    ("LabelSelectorRequirement", "operator"): "v1.LabelSelectorOperator",
    ("HTTPGetAction", "scheme"): "v1.URIScheme",
    ("Secret", "type"): "v1.SecretType",
    ("ObjectMeta", "uid"): "types.UID",
    ("OwnerReference", "uid"): "types.UID",
}
"""Fields whose Go type is a named string."""

OMITTED_ZEROS = frozenset({
    "paused", "minReadySeconds", "hostNetwork", "hostPID", "hostIPC", "unschedulable", "initialDelaySeconds",
    "hostPort", "stdin", "stdinOnce", "tty", "generation", "publishNotReadyAddresses", "nodePort", "observedGeneration",
})  # fmt: skip
"""Fields that are no pointers in Go and thus vanish from JSON when they are 0 or false."""

_SCALARS = {("string", "byte"): "[]uint8", ("integer", "int32"): "int32", ("integer", "int64"): "int64"}
_TYPES = {"string": "string", "boolean": "bool", "integer": "int64", "number": "float64"}


def short(name: str) -> str:
    """`io.k8s.api.apps.v1.DeploymentSpec` -> `DeploymentSpec`."""
    return name.rpartition(".")[2]


def struct_type(name: str) -> str:
    """`io.k8s.api.apps.v1.DeploymentSpec` -> `v1.DeploymentSpec`."""
    return ".".join(name.split(".")[-2:])


def scalar_type(node: schema.Schema, struct: str, name: str) -> str:
    """The Go type of a scalar field: `int32`, `bool`, `v1.Protocol`."""
    kind = schema.type_of(node)
    return _NAMED.get((struct, name)) or _SCALARS.get((kind, node.get("format", ""))) or _TYPES.get(kind, kind)


def type_text(node: schema.Schema) -> str:
    """The Go type of any schema: `v1.Container`, `[]string`, `map[string]string`."""
    name = schema.reference(node)
    if name is not None:
        return struct_type(name)
    if "items" in node:
        return f"[]{type_text(node['items'])}"
    inner = node.get("additionalProperties")
    return f"map[string]{type_text(inner)}" if isinstance(inner, dict) else scalar_type(node, "", "")


def json_kind(value: Any, *, number: bool) -> str:
    """What Go calls a JSON value; a number is told when one was wanted: `number 1.5`."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return f"number {value}" if number else "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def is_collection(node: schema.Schema) -> bool:
    """Is it a list or a map, which Go leaves out of JSON when it is empty?"""
    return "items" in node or ("additionalProperties" in node and schema.reference(node) is None)


def is_omitted(name: str, node: schema.Schema, value: Any) -> bool:
    """Does Go leave this field out of JSON when it has this value?"""
    if value in ({}, []):
        return is_collection(node)
    return not value and name in OMITTED_ZEROS and isinstance(value, bool | int)


def zero(node: schema.Schema) -> Any:
    """The zero value that a null stands for inside lists and maps, or that is left after a wrong type."""
    name = schema.reference(node)
    if name is not None:
        return special_zero(name) if name in typed.SPECIAL else {}
    zeros: dict[str, Any] = {"string": "", "boolean": False, "integer": 0, "number": 0, "array": []}
    return zeros.get(schema.type_of(node), {})


def special_zero(name: str) -> Any:
    """The zero value of a type that reads itself; there is none for times, the epoch stands in."""
    if name.endswith("Time"):
        return "1970-01-01T00:00:00Z"
    return "0" if name.endswith("Quantity") else 0


def special_fault(name: str, value: Any) -> str:
    """The complaint of a type that reads itself, without the place, as upstream."""
    if name.endswith("Quantity"):
        return _quantity_fault(value)
    if name.endswith("IntOrString"):
        return f"json: cannot unmarshal {json_kind(value, number=True)} into Go value of type int32"
    if not isinstance(value, str):
        return f"json: cannot unmarshal {json_kind(value, number=False)} into Go value of type string"
    layout = "2006-01-02T15:04:05Z07:00" if name.endswith(".Time") else "2006-01-02T15:04:05.000000Z07:00"
    return f"parsing time {quote(value)} as {quote(layout)}: cannot parse {quote(value)} as {quote('2006')}"


def _quantity_fault(value: Any) -> str:
    try:
        quantity.parse(value)
    except quantity.QuantityError as fault:
        return str(fault)
    return quantity.FORMAT_WRONG
