"""The table of events at the end of a description: `describe.go`, `DescribeEvents`."""

from cluster.core.describe.writer import NONE, Writer
from cluster.core.kinds import Object
from cluster.core.printers.columns import since


def write_events(w: Writer, events: list[Object] | None, now_ms: int) -> None:
    """`Events:` and one line each, the latest last; `<none>` for none, nothing at all when `events` is None."""
    if events is None:
        return
    if not events:
        w.line(0, f"Events:\t{NONE}")
        return
    w.flush()
    w.write(0, "Events:\n  Type\tReason\tAge\tFrom\tMessage\n")
    w.line(1, "----\t------\t----\t----\t-------")
    for event in sorted(events, key=lambda event: event.get("lastTimestamp") or ""):
        w.line(1, "\t".join(_cells(event, now_ms)))


def _cells(event: Object, now_ms: int) -> list[str]:
    source = (event.get("source") or {}).get("component") or event.get("reportingComponent") or ""
    message = (event.get("message") or "").strip()
    return [event.get("type") or "", event.get("reason") or "", _interval(event, now_ms), source, message]


def _interval(event: Object, now_ms: int) -> str:
    """`5s`, or `5s (x3 over 2m)` for an event that happened several times."""
    first = since(event.get("eventTime") or event.get("firstTimestamp"), now_ms)
    series, count = event.get("series"), event.get("count") or 0
    if series is not None:
        return f"{since(series.get('lastObservedTime'), now_ms)} (x{series.get('count') or 0} over {first})"
    return f"{since(event.get('lastTimestamp'), now_ms)} (x{count} over {first})" if count > 1 else first
