"""Labels, selectors and container lists as one line of text.

Upstream: `k8s.io/apimachinery/pkg/labels` (`FormatLabels`, `Selector.String`) and `meta/v1/helpers.go`
(`FormatLabelSelector`, `LabelSelectorAsSelector`).
"""

from collections.abc import Mapping, Sequence
from typing import Any


def format_labels(labels: Mapping[str, str] | None) -> str:
    """`a=1,b=2`, sorted by key; `<none>` for none (`labels.FormatLabels`)."""
    return ",".join(f"{key}={labels[key]}" for key in sorted(labels)) if labels else "<none>"


def _requirement(expression: Mapping[str, Any]) -> tuple[str, str]:
    key, operator = expression.get("key", ""), expression.get("operator")
    values = ",".join(sorted(expression.get("values") or ()))
    if operator == "Exists":
        return key, key
    if operator == "DoesNotExist":
        return key, f"!{key}"
    return key, f"{key} {'in' if operator == 'In' else 'notin'} ({values})"


def selector_text(selector: Mapping[str, Any] | None) -> str:
    """A LabelSelector in kubectl's `-l` form, sorted by key: `app=web,tier in (a,b)`; "" when it asks nothing."""
    if not selector:
        return ""
    parts = [(key, f"{key}={value}") for key, value in (selector.get("matchLabels") or {}).items()]
    parts += [_requirement(expression) for expression in selector.get("matchExpressions") or ()]
    return ",".join(text for _, text in sorted(parts, key=lambda part: part[0]))


def format_label_selector(selector: Mapping[str, Any] | None) -> str:
    """`selector_text`, or `<none>` (`metav1.FormatLabelSelector`)."""
    return selector_text(selector) or "<none>"


def with_more(items: Sequence[str], limit: int = 3) -> str:
    """The first `limit` items and how many follow: `a,b,c + 2 more...` (`listWithMoreString`)."""
    text = ",".join(items[:limit])
    return f"{text} + {len(items) - limit} more..." if len(items) > limit else text


def host_port(host: str, port: object) -> str:
    """`host:port`, IPv6 addresses in brackets (Go's `net.JoinHostPort`)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
