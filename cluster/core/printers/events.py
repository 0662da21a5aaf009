"""Events: `pkg/printers/internalversion/printers.go`, `printEvent`."""

from cluster.core.kinds import Object
from cluster.core.printers.columns import UNKNOWN, Cell, Column, Printer, name_of, since


def event_cells(event: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """LAST SEEN, TYPE, REASON, OBJECT, MESSAGE and the wide columns of an Event of either API."""
    first, last, count = _times(event, now_ms)
    involved = event.get("involvedObject") or {}
    kind, name = (involved.get("kind") or "").lower(), involved.get("name")
    return [
        last,
        event.get("type") or "",
        event.get("reason") or "",
        f"{kind}/{name}" if name else kind,
        involved.get("fieldPath") or "",
        event_source(event),
        (event.get("message") or "").strip(),
        first,
        count,
        name_of(event),
    ]


def _times(event: Object, now_ms: int) -> tuple[str, str, int]:
    """First seen, last seen, count: from the old fields, or from eventTime and series of the newer events API."""
    first = since(event.get("firstTimestamp") or event.get("eventTime"), now_ms)
    last = since(event.get("lastTimestamp"), now_ms)
    count, series = event.get("count") or 0, event.get("series")
    if series is not None:
        return first, since(series.get("lastObservedTime"), now_ms), series.get("count") or 0
    return first, first if last == UNKNOWN else last, count or 1


def event_source(event: Object) -> str:
    """`component, host` of who reported the event, in the old fields or the new (`formatEventSource`)."""
    source = event.get("source") or {}
    component = source.get("component") or event.get("reportingComponent") or ""
    host = source.get("host") or event.get("reportingInstance") or ""
    return f"{component}, {host}" if host else component


EVENT = Printer(
    (
        Column("Last Seen", documented_by="Event.lastTimestamp"),
        Column("Type", documented_by="Event.type"),
        Column("Reason", documented_by="Event.reason"),
        Column("Object", documented_by="Event.involvedObject"),
        Column("Subobject", priority=1, documented_by="ObjectReference.fieldPath"),
        Column("Source", priority=1, documented_by="Event.source"),
        Column("Message", documented_by="Event.message"),
        Column("First Seen", priority=1, documented_by="Event.firstTimestamp"),
        Column("Count", "integer", priority=1, documented_by="Event.count"),
        Column("Name", format="name", priority=1, documented_by="ObjectMeta.name"),
    ),
    event_cells,
)
