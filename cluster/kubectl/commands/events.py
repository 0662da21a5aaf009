"""`kubectl events`. Upstream: `kubectl/pkg/cmd/events/{events,event_printer}.go`."""

from cluster import store
from cluster.core import times
from cluster.core.durations import human_duration
from cluster.core.kinds import Object
from cluster.kubectl import resources
from cluster.kubectl.arguments import pair
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Exit, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import ALL_NAMESPACES, CHUNK_SIZE, TEMPLATES
from cluster.kubectl.infos import metadata_of
from cluster.kubectl.output.streams import GrowingTable
from cluster.kubectl.watching import Watch


def run(call: Call) -> None:
    """List events, the oldest first."""
    kind = resources.of_kind("v1", "Event")
    assert kind is not None
    fields = _fields(call)
    if any(type_.lower() not in {"normal", "warning"} for type_ in call["types"]):
        raise KubectlError("valid --types are Normal or Warning")
    place = "" if call["all-namespaces"] else call.namespace
    if call["watch"]:
        _watch(call, kind, place, fields)
        return
    items = [event for event in call.client.items(kind, place, fields=fields) if _is_wanted(call, event)]
    if not items:
        call.err("No events found.\n" if not place else f"No events found in {place} namespace.\n")
        return
    items.sort(key=_moment)
    if call["output"]:
        listed = {"apiVersion": "v1", "kind": "EventList", "metadata": {}, "items": items}
        call.out("" if call["output"] == "name" else writing.printed(call, "")(listed))
        return
    table = _table(call)
    for event in items:
        table.add(_row(call, event))
    table.flush()


def _fields(call: Call) -> str:
    if not call["for"]:
        return ""
    if "/" not in call["for"]:
        raise KubectlError("--for must be in resource/name form")
    word, name = pair(call["for"])
    try:
        kind = resources.mapping(word)
    except KubectlError as fault:
        raise Exit(1, str(fault)) from None
    return f"involvedObject.kind={kind.kind},involvedObject.apiVersion={kind.api_version},involvedObject.name={name}"


def _is_wanted(call: Call, event: Object) -> bool:
    return not call["types"] or str(event.get("type")).lower() in {type_.lower() for type_ in call["types"]}


def _moment(event: Object) -> str:
    series = event.get("series") or {}
    return str(
        series.get("lastObservedTime") or event.get("lastTimestamp") or event.get("eventTime") or ""
    ).removesuffix("Z")


def _table(call: Call) -> GrowingTable:
    table = GrowingTable(call.out)
    if not call["no-headers"]:
        namespace = ["NAMESPACE"] if call["all-namespaces"] else []
        table.add([*namespace, "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"])
    return table


def _watch(call: Call, kind: resources.Mapping, place: str, fields: str) -> None:
    table = _table(call)
    write = writing.printed(call, "") if call["output"] else None
    for type_, event in Watch(call.session, call.client, kind, place, {"fieldSelector": fields}).events():
        if type_ == "DELETED" or not _is_wanted(call, event):
            continue
        if write is not None:
            call.out(write(event))
            continue
        table.add(_row(call, event))
        table.flush()


def _row(call: Call, event: Object) -> list[str]:
    about = event.get("involvedObject") or {}
    namespace = [metadata_of(event).get("namespace", "")] if call["all-namespaces"] else []
    shown = f"{about.get('kind', '')}/{about.get('name', '')}"
    message = str(event.get("message") or "").strip()
    return [*namespace, _interval(event), event.get("type") or "", event.get("reason") or "", shown, message]


def _interval(event: Object) -> str:
    first = _since(event.get("eventTime") or event.get("firstTimestamp"))
    series = event.get("series")
    if series:
        return f"{_since(series.get('lastObservedTime'))} (x{series.get('count')} over {first})"
    if (event.get("count") or 0) > 1:
        return f"{_since(event.get('lastTimestamp'))} (x{event['count']} over {first})"
    return first


def _since(text: str | None) -> str:
    return human_duration(store.wall_now() - times.to_ms(text)) if text else "<unknown>"


COMMAND = Command(
    name="events",
    use="events [(-o|--output=)json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|"
    "jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]",
    short="List events",
    about="""
        Tells what happened lately, the oldest first.
    """,
    examples="""
        # To one Deployment
        kubectl events --for deployment/web

        # What went wrong anywhere
        kubectl events --types=Warning -A
    """,
    run=run,
    group="Troubleshooting and Debugging Commands",
    flags=(
        ALL_NAMESPACES,
        CHUNK_SIZE,
        *TEMPLATES,
        Flag("for", help="only about this object: TYPE/NAME"),
        Flag("no-headers", "bool", False, help="leave out the line of headers"),
        Flag("types", "slice", (), help="only Normal or Warning ones"),
        Flag("watch", "bool", False, short="w", help="go on with what happens from now on"),
    ),
)
