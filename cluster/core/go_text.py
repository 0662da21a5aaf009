"""Values as Go prints them in Kubernetes' messages: quoted text and JSON.

Upstream: `%q` of `fmt`, and `encoding/json`, as `apimachinery/pkg/util/validation/field/errors.go` uses them.
"""

import json
from typing import Any


class Raw(str):
    """A value whose text is already as Go prints it, for structs of Kubernetes' internal types."""

    __slots__ = ()


def quote(text: str) -> str:
    """The text in double quotes with Go's escapes: `a"b` -> `"a\\"b"`."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return json.dumps(text, ensure_ascii=False)


def to_json(value: Any) -> str:
    """JSON as Go writes it: no spaces, maps sorted, `<`, `>`, `&` escaped, `matchLabels` before `matchExpressions`."""
    text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), default=str)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (key != "matchLabels", str(key)))
        return {key: _ordered(value[key]) for key in keys}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def value_text(value: Any) -> str:
    """The value as it stands after `Invalid value: `: text quoted, numbers and booleans plain, the rest as JSON."""
    if isinstance(value, Raw):
        return value
    return quote(value) if isinstance(value, str) else to_json(value)
