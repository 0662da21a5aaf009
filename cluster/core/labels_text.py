"""Labels, selectors and container lists as one line of text.

Upstream: `k8s.io/apimachinery/pkg/labels` (`FormatLabels`, `Selector.String`) and `meta/v1/helpers.go`
(`FormatLabelSelector`, `LabelSelectorAsSelector`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cluster.core import selectors
from cluster.core.requirements import SelectorError


def format_labels(labels: Mapping[str, str] | None) -> str:
    """`a=1,b=2`, sorted by key; `<none>` for none (`labels.FormatLabels`)."""
    return ",".join(f"{key}={labels[key]}" for key in sorted(labels)) if labels else "<none>"


def selector_text(selector: Mapping[str, Any] | None) -> str:
    """A LabelSelector in `-l` form, `app=web,tier in (a,b)`; "" for one that asks nothing, `<error>` if invalid."""
    try:
        return selectors.canonical(selector)
    except SelectorError:
        return "<error>"


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
