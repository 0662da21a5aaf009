"""Equality of API values as Kubernetes understands it: empty means missing, and quantities count by value.

Upstream: `staging/src/k8s.io/apimachinery/pkg/api/equality/semantic.go` over Go structs. A dict does not know what a Go
type knows, so the fields are named here for which a written zero means something (Go: a pointer), and for which it
means nothing (Go: a plain value).
"""

from typing import Any

from cluster.core import quantity

QUANTITIES = frozenset({"limits", "requests", "overhead", "sizeLimit", "storage", "divisor", "capacity"})
"""Fields that are a quantity, or a map of them."""

TEXT_MAPS = frozenset({"labels", "annotations", "nodeSelector", "matchLabels"})
"""Maps of free keys: there an empty text is a value."""

NOTHING_WHEN_ZERO = frozenset({
    "containerPort", "failureThreshold", "hostIPC", "hostNetwork", "hostPID", "hostPort", "initialDelaySeconds",
    "maxSkew", "periodSeconds", "readOnly", "stdin", "stdinOnce", "successThreshold", "timeoutSeconds", "tty", "weight",
})  # fmt: skip
"""Numbers and booleans that Go keeps as plain values: 0 and false are what they are without being written."""

PLAIN_STRUCTS = frozenset({"metadata", "spec", "strategy", "resources", "status"})
"""Structs that Go keeps as plain values; any other empty one (`emptyDir: {}`, `securityContext: {}`) says something."""


def equal(a: Any, b: Any, field: str = "") -> bool:
    """Whether two values of the field are the same to Kubernetes.

    `{"cpu": "1000m"}` equals `{"cpu": 1}` under `limits`; `[]` equals nothing at all; `runAsUser: 0` does not.
    The cheap questions come first, for templates mostly share their parts or differ in one image.
    """
    if a is b or a == b:
        return True
    if isinstance(a, dict) and isinstance(b, dict):
        return _equal_dicts(a, b, field)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(x, y, field) for x, y in zip(a, b, strict=True))
    if a is None or b is None:
        return _is_nothing(b if a is None else a, field)
    return field in QUANTITIES and _equal_quantities(a, b)


def _equal_dicts(a: dict[str, Any], b: dict[str, Any], field: str) -> bool:
    if field in TEXT_MAPS:
        return False
    inherited = field if field in QUANTITIES else ""
    if not all(equal(value, b.get(name), inherited or name) for name, value in a.items()):
        return False
    return all(name in a or _is_nothing(value, inherited or name) for name, value in b.items())


def _is_nothing(value: Any, field: str) -> bool:
    if value is None or isinstance(value, str | list):
        return not value
    if isinstance(value, dict):
        if field in PLAIN_STRUCTS:
            return all(_is_nothing(item, name) for name, item in value.items())
        return not value and (field in TEXT_MAPS or field in QUANTITIES)
    return field in NOTHING_WHEN_ZERO and not value


def _equal_quantities(a: Any, b: Any) -> bool:
    try:
        return quantity.parse(a) == quantity.parse(b)
    except quantity.QuantityError:
        return False
