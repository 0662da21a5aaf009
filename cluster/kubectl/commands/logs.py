"""`kubectl logs`. Upstream: `kubectl/pkg/cmd/logs/logs.go`."""

import re
from collections.abc import Iterator

from cluster.core.go_text import quote
from cluster.kubectl.client import Query
from cluster.kubectl.commands import podfinding
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import ApiRefused, KubectlError, Stopped, is_not_found
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import SELECTOR
from cluster.kubectl.infos import Info

USAGE = (
    "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n"
    "POD or TYPE/NAME is a required argument for the logs command"
)
AGAIN = 0.5
"""Seconds between two looks at a log that is followed."""
Stream = tuple[Info, str]


def run(call: Call) -> None:
    """Print what containers have written."""
    words = call.args
    _judge(call, words)
    container = call["container"] or (words[1] if len(words) > 1 else "")
    streams = list(_streams(call, _infos(call, words), container))
    if not streams:
        if call["selector"]:
            call.err(f"No resources found in {call.namespace} namespace.\n")
        return
    most = call["max-log-requests"]
    if call["follow"] and len(streams) > most:
        raise KubectlError(
            f"you are attempting to follow {len(streams)} log streams, but maximum allowed concurrency is {most},"
            " use --max-log-requests to increase the limit"
        )
    for info, name in streams:
        call.out(_prefixed(call, info, name, _text(call, info, name)))
    if call["follow"]:
        _follow(call, streams)


def _judge(call: Call, words: list[str]) -> None:
    if not words and not call["selector"]:
        raise call.usage(USAGE)
    if len(words) > 2 or (call["selector"] and len(words) > 1):
        raise call.usage(USAGE)
    if words and call["selector"]:
        raise call.usage("only a selector (-l) or a POD name is allowed")
    if call["since-time"] and call["since"]:
        raise KubectlError("at most one of `sinceTime` or `sinceSeconds` may be specified")
    inline = len(words) > 1
    if (call["all-containers"]) and (call["container"] or inline):
        name = call["container"] or words[1]
        raise KubectlError(f"--all-containers=true should not be specified with container name {name}")
    if call["container"] and inline:
        raise KubectlError("only one of -c or an inline [CONTAINER] arg is allowed")
    if call.values.changed("limit-bytes") and call["limit-bytes"] < 1:
        raise KubectlError("--limit-bytes must be greater than 0")
    _judge_time(call["since-time"] or "2006-01-02T15:04:05Z")
    if call["since"] < 0 or (call.values.changed("since") and call["since"] < 1):
        raise KubectlError("--since must be greater than 0")
    if call["tail"] < -1:
        raise KubectlError("--tail must be greater than or equal to -1")


def _judge_time(text: str) -> None:
    """Raises KubectlError, in the words of Go's `time.Parse`, for what is no time of RFC 3339."""
    layout = "2006-01-02T15:04:05Z07:00"
    pieces = ("2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05", "Z07:00")
    patterns = (r"\d{4}", "-", r"\d\d", "-", r"\d\d", "T", r"\d\d", ":", r"\d\d", ":", r"\d\d([.,]\d+)?",
                r"Z|[+-]\d\d:\d\d")  # fmt: skip
    rest = text
    for piece, pattern in zip(pieces, patterns, strict=True):
        found = re.match(pattern, rest)
        if found is None:
            why = f"cannot parse {quote(rest)} as {quote(piece)}"
            raise KubectlError(f"parsing time {quote(text)} as {quote(layout)}: {why}")
        rest = rest[found.end() :]
    if rest:
        raise KubectlError(f"parsing time {quote(text)}: extra text: {quote(rest)}")


def _infos(call: Call, words: list[str]) -> list[Info]:
    if call["selector"]:
        return call.find(words=["pods"], empty=True, keep_going=False).all()
    word = words[0] if "/" in words[0] else f"pods/{words[0]}"
    try:
        return call.find(words=[word], keep_going=False, single_type=True).all()
    except ApiRefused as refusal:
        if is_not_found(refusal):
            raise KubectlError(
                f'error: error from server (NotFound): {refusal} in namespace "{call.namespace}"'
            ) from None
        raise


def _streams(call: Call, infos: list[Info], container: str) -> Iterator[Stream]:
    for info in infos:
        found = podfinding.pods_of(call, info, "get the logs from")
        if info.kind.kind != "Pod":
            best = podfinding.first(call, found, podfinding.by_logging, info)
            if len(found) > 1 and not call["all-pods"]:
                call.err(f"Found {len(found)} pods, using pod/{best.name}\n")
            found = found if call["all-pods"] else [best]
        for pod in found:
            yield from _of_pod(call, pod, container, bool(call["all-pods"]))


def _of_pod(call: Call, pod: Info, container: str, quiet: bool) -> Iterator[Stream]:
    if call["all-containers"]:
        for name in podfinding.container_names(pod.obj):
            yield pod, name
        return
    name = podfinding.default_container(call, pod.obj, container, quiet)
    if name not in podfinding.container_names(pod.obj):
        raise KubectlError(f"container {name} is not valid for pod {pod.name}")
    yield pod, name


def _query(call: Call, name: str) -> dict[str, str]:
    query = {"container": name}
    for flag in ("previous", "timestamps"):
        query |= {flag: "true"} if call[flag] else {}
    query |= {"sinceTime": call["since-time"]} if call["since-time"] else {}
    query |= {"sinceSeconds": str(int(call["since"] + 0.999))} if call["since"] else {}
    tail = call["tail"]
    if call["selector"] and not call.values.changed("tail"):
        tail = 10
    query |= {"tailLines": str(tail)} if tail != -1 else {}
    return query | ({"limitBytes": str(call["limit-bytes"])} if call["limit-bytes"] else {})


def _text(call: Call, info: Info, name: str, query: Query | None = None) -> str:
    path = info.kind.path(info.namespace, info.name, "log")
    try:
        return str(call.client.ask("GET", path, query if query is not None else _query(call, name)))
    except ApiRefused as refusal:
        if call["ignore-errors"]:
            return f"error: {refusal}\n"
        raise


def _prefixed(call: Call, info: Info, name: str, text: str) -> str:
    if not call["prefix"] and not call["all-pods"]:
        return text
    return "".join(f"[pod/{info.name}/{name}] {line}" for line in text.splitlines(keepends=True))


def _follow(call: Call, streams: list[Stream]) -> None:
    """Print what is added, until the containers have ended. A log only grows, so its length says what is new."""
    seen = {(info.name, name): len(_whole(call, info, name)) for info, name in streams}
    open_ = list(streams)
    while open_:
        if call.session.stopped.is_set():
            raise Stopped
        call.session.wait(AGAIN)
        for info, name in list(open_):
            ended = _has_ended(call, info, name)
            text = _whole(call, info, name)
            call.out(_prefixed(call, info, name, text[seen[info.name, name] :]))
            seen[info.name, name] = len(text)
            if ended:
                open_.remove((info, name))


def _whole(call: Call, info: Info, name: str) -> str:
    query = {"container": name, **({"timestamps": "true"} if call["timestamps"] else {})}
    try:
        return _text(call, info, name, query)
    except ApiRefused:
        return ""


def _has_ended(call: Call, info: Info, name: str) -> bool:
    try:
        status = call.client.get(info.kind, info.namespace, info.name).get("status") or {}
    except ApiRefused:
        return True
    statuses = [*(status.get("containerStatuses") or []), *(status.get("initContainerStatuses") or [])]
    state = next((one.get("state") or {} for one in statuses if one.get("name") == name), {})
    return "terminated" in state or ("waiting" in state and bool(status.get("startTime")) and call["previous"])


COMMAND = Command(
    name="logs",
    use="logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [options]",
    short="Print the logs for a container in a pod",
    about="""
        Shows what a container has written. Of a Deployment, one pod is taken; -l shows several.
    """,
    examples="""
        # One pod
        kubectl logs web-5bcbbb6d6b-abcde

        # One pod of a Deployment, and what comes
        kubectl logs -f deployment/web

        # Of the container that ended last
        kubectl logs -p web-5bcbbb6d6b-abcde
    """,
    run=run,
    group="Troubleshooting and Debugging Commands",
    flags=(
        SELECTOR,
        Flag("all-containers", "bool", False, help="of all containers of the pod"),
        Flag("all-pods", "bool", False, help="of all pods, each line with its pod"),
        Flag("container", short="c", help="the container"),
        Flag("follow", "bool", False, short="f", help="go on with what is written from now on"),
        Flag("ignore-errors", "bool", False, help="go on with the next one when one has no log"),
        Flag("insecure-skip-tls-verify-backend", "bool", False, help="do not check the kubelet's certificate"),
        Flag("limit-bytes", "int64", 0, help="at most so many bytes"),
        Flag("max-log-requests", "int", 5, help="how many logs may be followed at a time"),
        Flag("pod-running-timeout", "duration", 20.0, help="how long to wait for a pod"),
        Flag("prefix", "bool", False, help="put pod and container before each line"),
        Flag("previous", "bool", False, short="p", help="of the run before the present one"),
        Flag("since", "duration", 0.0, help="only what is younger: 5s, 2m, 3h"),
        Flag("since-time", help="only what was written after this time"),
        Flag("tail", "int64", -1, help="only the last lines; -1: all (with -l: 10)"),
        Flag("timestamps", "bool", False, help="with the time of each line"),
    ),
)
