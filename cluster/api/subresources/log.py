"""`pods/log`: what a container has written. With `follow` it is a stream: `api.streaming.log`.

Upstream: `pkg/registry/core/pod/rest/log.go`, `pkg/registry/core/pod/strategy.go` (LogLocation),
`pkg/apis/core/validation/validation.go` (ValidatePodLogOptions).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cluster.api.request import is_true
from cluster.api.resource import Answer, Call
from cluster.api.subresources.answers import container_of, pod_of
from cluster.core import logs, pods, times
from cluster.core.errors import BadRequest, Invalid
from cluster.core.field_errors import FieldError, forbidden, invalid, not_supported
from cluster.core.kinds import Object

NEGATIVE = "must be greater than or equal to 0"


@dataclass(frozen=True, slots=True)
class LogOptions:
    """What is wanted; `since` is a simulated moment in milliseconds."""

    container: str = ""
    previous: bool = False
    follow: bool = False
    timestamps: bool = False
    since: int | None = None
    tail: int | None = None
    limit: int | None = None


def get(call: Call) -> Answer:
    """The log as text. Raises NotFound, BadRequest or Invalid."""
    wishes = log_options(call)
    pod = pod_of(call)
    name = container_of(pod, wishes.container)
    judge(pod, name, wishes)
    return Answer("".join(texts(call, pod, name, wishes)), media_type="text/plain")


def judge(pod: Object, name: str, wishes: LogOptions) -> None:
    """Whether there is a log; a pod without a node has an empty one. Raises BadRequest."""
    why = logs.refusal(pod, name, wishes.previous)
    if why and pods.node_of(pod):
        raise BadRequest(why)


def texts(call: Call, pod: Object, name: str, wishes: LogOptions) -> Iterator[str]:
    """The lines that are wanted, as they are now."""
    return logs.shown(
        logs.lines(call.state, pod, name, wishes.previous, call.now, call.shift),
        since=wishes.since,
        tail=wishes.tail,
        limit=wishes.limit,
        timestamps=wishes.timestamps,
        shift=call.shift,
    )


def log_options(call: Call) -> LogOptions:
    """The options of the query. Raises Invalid or BadRequest."""
    ask = call.request
    numbers = {name: _number(name, ask.param(name)) for name in ("tailLines", "sinceSeconds", "limitBytes")}
    errors = list(_errors(numbers, ask.param("sinceTime"), ask.param("stream")))
    if errors:
        raise Invalid("PodLogOptions", "", call.info.name, errors)
    since = None
    if numbers["sinceSeconds"] is not None:
        since = call.now - numbers["sinceSeconds"] * times.SECOND
    elif ask.param("sinceTime"):
        since = _moment(ask.param("sinceTime")) - call.shift * times.SECOND
    return LogOptions(
        container=ask.param("container"),
        previous=is_true(ask.param("previous")),
        follow=is_true(ask.param("follow")),
        timestamps=is_true(ask.param("timestamps")),
        since=since,
        tail=numbers["tailLines"],
        limit=numbers["limitBytes"],
    )


def _number(name: str, text: str) -> int | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        raise BadRequest(f'strconv.ParseInt: parsing "{text}": invalid syntax') from None


def _moment(text: str) -> int:
    try:
        return times.to_ms(text)
    except ValueError:
        raise BadRequest(f'parsing time "{text}": it is no time of RFC 3339') from None


def _errors(numbers: dict[str, int | None], since_time: str, stream: str) -> Iterator[FieldError]:
    tail, seconds, limit = numbers["tailLines"], numbers["sinceSeconds"], numbers["limitBytes"]
    if tail is not None and tail < 0:
        yield invalid("tailLines", tail, NEGATIVE)
    if limit is not None and limit < 1:
        yield invalid("limitBytes", limit, "must be greater than 0")
    if seconds is not None and since_time:
        yield forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified")
    elif seconds is not None and seconds < 1:
        yield invalid("sinceSeconds", seconds, "must be greater than 0")
    if stream not in {"", "All", "Stdout", "Stderr"}:
        yield not_supported("stream", stream, ["All", "Stderr", "Stdout"])


HANDLERS = {"get": get}
