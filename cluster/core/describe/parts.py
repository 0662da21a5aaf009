"""Labels, annotations, tolerations, taints and times: what many descriptions share.

Upstream: `describe.go`, `printLabelsMultiline`, `printAnnotationsMultiline`, `printPodTolerationsMultiline`,
`printNodeTaintsMultiline`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cluster.core import times
from cluster.core.describe.writer import NONE, Writer
from cluster.core.kinds import Object
from cluster.core.quantity import ZERO, Quantity, QuantityError, parse

NOTHING: Object = {}
MAX_ANNOTATION = 140
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def meta(obj: Object) -> Object:
    """The object's metadata, empty when missing."""
    return obj.get("metadata") or NOTHING


def part(obj: Object, *path: str) -> Object:
    """The dict at a path of fields, empty when anything on the way is missing."""
    for field in path:
        obj = obj.get(field) or NOTHING
    return obj


def quantity(given: Any) -> Quantity:
    """The quantity of a text or number; zero for what is missing or is none."""
    try:
        return parse(given)
    except QuantityError:
        return ZERO


def moment(text: str | None) -> str:
    """An RFC 3339 time as Go's RFC1123Z: `Mon, 23 Nov 2026 09:28:59 +0000`; the zero time when there is none."""
    if not text:
        return "Mon, 01 Jan 0001 00:00:00 +0000"
    return datetime.fromtimestamp(times.to_ms(text) // 1000, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")


def write_list(w: Writer, title: str, lines: Iterable[str]) -> None:
    """`title:` and one line each, the further ones under the first; `<none>` for none."""
    w.write(0, f"{title}:\t" + "\t".join([f"{line}\n" for line in lines] or [f"{NONE}\n"]))


def write_labels(w: Writer, title: str, labels: Object | None) -> None:
    """`title:` and `key=value` lines, sorted."""
    write_list(w, title, [f"{key}={value}" for key, value in sorted((labels or NOTHING).items())])


def write_annotations(w: Writer, title: str, annotations: Object | None) -> None:
    """`title:` and `key: value` lines, sorted; long ones on lines of their own, cut; without last-applied."""
    shown = sorted((key, value) for key, value in (annotations or NOTHING).items() if key != LAST_APPLIED)
    write_list(w, title, [_annotation(key, (value or "").removesuffix("\n")) for key, value in shown])


def _annotation(key: str, value: str) -> str:
    if len(value.encode()) + len(key) + 2 <= MAX_ANNOTATION and "\n" not in value:
        return f"{key}: {value}"
    lines = [f"\t  {_shorten(line)}" for line in value.split("\n")]
    return "\n".join([f"{key}:", *lines])


def _shorten(line: str) -> str:
    """Cut at 138 bytes, not characters, as Go's slices are."""
    limit, content = MAX_ANNOTATION - 2, line.encode()
    return content[:limit].decode(errors="ignore") + "..." if len(content) > limit else line


def write_head(w: Writer, obj: Object) -> None:
    """Name, Namespace, Labels, Annotations: how most descriptions begin."""
    w.line(0, f"Name:\t{meta(obj).get('name') or ''}")
    w.line(0, f"Namespace:\t{meta(obj).get('namespace') or ''}")
    write_labels(w, "Labels", meta(obj).get("labels"))
    write_annotations(w, "Annotations", meta(obj).get("annotations"))


def write_tolerations(w: Writer, title: str, tolerations: list[Object] | None) -> None:
    """`title:` and `key=value:Effect op=Exists for 300s` lines, sorted by key."""
    ordered = sorted(tolerations or (), key=lambda toleration: toleration.get("key") or "")
    write_list(w, title, map(_toleration, ordered))


def _toleration(toleration: Object) -> str:
    key, value, effect = (toleration.get(field) or "" for field in ("key", "value", "effect"))
    text = key + (f"={value}" if value else "") + (f":{effect}" if effect else "")
    if toleration.get("operator") == "Exists" and not value:
        text += " op=Exists" if text else "op=Exists"
    seconds = toleration.get("tolerationSeconds")
    return text if seconds is None else f"{text} for {seconds}s"


def write_taints(w: Writer, title: str, taints: list[Object] | None) -> None:
    """`title:` and `key=value:Effect` lines, sorted by effect, then key."""
    ordered = sorted(taints or (), key=lambda taint: f"{taint.get('effect')},{taint.get('key')}")
    write_list(w, title, map(_taint, ordered))


def _taint(taint: Object) -> str:
    key, value, effect = (taint.get(field) or "" for field in ("key", "value", "effect"))
    text = f"{key}={value}" if value else key
    return f"{text}:{effect}" if effect else text


def write_conditions(w: Writer, conditions: list[Object] | None) -> None:
    """The table Type, Status, Reason of Deployments and ReplicaSets; nothing when there are no conditions."""
    if not conditions:
        return
    w.write(0, "Conditions:\n  Type\tStatus\tReason\n")
    w.line(1, "----\t------\t------")
    for condition in conditions:
        w.line(1, f"{condition.get('type')} \t{condition.get('status')}\t{condition.get('reason') or ''}")


def controlled_by(obj: Object) -> str:
    """`Kind/name` of the controlling owner, or nothing (`printController`)."""
    for owner in meta(obj).get("ownerReferences") or ():
        if owner.get("controller"):
            return f"{owner.get('kind')}/{owner.get('name')}"
    return ""
