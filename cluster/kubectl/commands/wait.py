"""`kubectl wait`. Upstream: `kubectl/pkg/cmd/wait`."""

from collections.abc import Callable

from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.waiting import WEEK, timed_out, until_gone, watched
from cluster.kubectl.errors import ApiRefused, KubectlError, Stopped, is_not_found
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import (
    ALL,
    ALL_NAMESPACES,
    FIELD_SELECTOR,
    LOCAL,
    SELECTOR,
    TEMPLATES,
    TIMEOUT,
    files,
    named,
)
from cluster.kubectl.infos import Info
from cluster.kubectl.output import custom_columns, go_values, jsonpath

Check = Callable[[Object], bool]
POLL = 0.5


def run(call: Call) -> None:
    """Wait until something holds."""
    write = writing.printed(call, "condition met")
    wanted = call["for"]
    check = None if wanted.lower() in {"delete", "create"} else condition_of(wanted)
    seconds = call["timeout"] if call["timeout"] >= 0 else WEEK
    if wanted.lower() == "create":
        _wait_for_creation(call, seconds)
    deadline = call.session.monotonic() + seconds
    count = 0

    def wait(info: Info) -> None:
        nonlocal count
        count += 1
        left = max(0.0, deadline - call.session.monotonic()) if seconds else 0.0
        if check is not None and count > 1 and seconds and not left:
            raise timed_out(info)
        call.out(write(_waited(call, info, check, left)))

    result = call.find(words=call.args, all_namespaces=call["all-namespaces"], latest=True)
    result.ignore_not_found = wanted.lower() == "delete"
    result.visit(wait)
    if not count and wanted.lower() != "delete":
        _nothing(call)


def _nothing(call: Call) -> None:
    raise KubectlError("no matching resources found")


def _wait_for_creation(call: Call, seconds: float) -> None:
    deadline = call.session.monotonic() + seconds
    while True:
        _, error = call.find(words=call.args, all_namespaces=call["all-namespaces"], latest=True).infos()
        if error is None:
            return
        if not is_not_found(error):
            raise error
        if call.session.monotonic() >= deadline:
            raise KubectlError("context deadline exceeded" if not seconds else "timed out waiting for the condition")
        call.session.wait(POLL)
        if call.session.stopped.is_set():
            raise Stopped


def _waited(call: Call, info: Info, check: Check | None, seconds: float) -> Object:
    if check is None:
        if call["for"].lower() == "delete":
            until_gone(call, info, (info.obj.get("metadata") or {}).get("uid") or "", seconds)
        return info.obj
    if not call["timeout"]:
        found = info.fetch(call.client).obj
        if not check(found):
            raise KubectlError(f"condition not met for {info.named}")
        return found
    gone = False

    def holds(type_: str, obj: Object) -> bool:
        nonlocal gone
        if type_ == "DELETED":
            gone = True
            return True
        return check(obj)

    found = watched(call, info, seconds, holds)  # type: ignore[assignment]
    if gone:
        text = f"{info.kind.group_resource} {quote(info.name)} not found"
        raise ApiRefused({"reason": "NotFound", "message": text})
    if found is None:
        raise timed_out(info)
    return found


def condition_of(text: str) -> Check:
    """What `--for` says, as a check of an object. Raises KubectlError."""
    if text.startswith("condition="):
        name, equals, value = text.removeprefix("condition=").partition("=")
        return lambda obj: _has_condition(obj, name, value if equals else "true")
    if text.startswith("jsonpath="):
        return _jsonpath(text.removeprefix("jsonpath="))
    raise KubectlError(f"unrecognized condition: {quote(text)}")


def _has_condition(obj: Object, name: str, value: str) -> bool:
    status = obj.get("status") or {}
    for condition in status.get("conditions") or []:
        if str(condition.get("type")).casefold() != name.casefold():
            continue
        observed = condition.get("observedGeneration", status.get("observedGeneration"))
        if observed is not None and observed < (obj.get("metadata") or {}).get("generation", 0):
            return False
        return str(condition.get("status")).casefold() == value.casefold()
    return False


def _jsonpath(text: str) -> Check:
    parts = text.replace("==", "\0").split("=")
    parts = [part.replace("\0", "==") for part in parts]
    if len(parts) > 2:
        raise KubectlError(
            "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or"
            " --for=jsonpath='{.status.readyReplicas}'"
        )
    try:
        path = custom_columns.relaxed(parts[0])
        if not path:
            raise KubectlError("jsonpath expression cannot be empty")
        jsonpath.find(path, {})
    except jsonpath.JSONPathError as fault:
        raise KubectlError(str(fault)) from None
    value = parts[1].strip("'\"") if len(parts) == 2 else None
    if value == "":
        raise KubectlError(
            "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3"
        )
    return lambda obj: _path_holds(obj, path, value)


def _path_holds(obj: Object, path: str, value: str | None) -> bool:
    try:
        found = jsonpath.find(path, obj)
    except jsonpath.JSONPathError as fault:
        raise KubectlError(str(fault)) from None
    if not found or not found[0]:
        return False
    if len(found) > 1:
        raise KubectlError("given jsonpath expression matches more than one list")
    if len(found[0]) > 1:
        raise KubectlError("given jsonpath expression matches more than one value")
    if value is None:
        return True
    if isinstance(found[0][0], dict | list):
        raise KubectlError("jsonpath leads to a nested object or list which is not supported")
    return go_values.text(found[0][0]).strip() == value.strip()


COMMAND = Command(
    name="wait",
    use="wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)])"
    " [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
    short="Experimental: Wait for a specific condition on one or many resources",
    about="""
        Waits until objects are in a condition, have a value, are there or are gone; at most 30 s unless --timeout says
        otherwise.
    """,
    examples="""
        # Until enough pods are available
        kubectl wait --for=condition=available deployment/web

        # Until three are ready
        kubectl wait --for=jsonpath='{.status.readyReplicas}'=3 deployment/web

        # Until it is gone
        kubectl wait --for=delete pod/web
    """,
    run=run,
    group="Advanced Commands",
    suggested_for=("list", "ps"),
    flags=(
        ALL,
        ALL_NAMESPACES,
        FIELD_SELECTOR,
        LOCAL,
        SELECTOR,
        named(TIMEOUT, default=30.0, help="how long to wait; 0: look once, negative: a week"),
        *TEMPLATES,
        *files(),
        Flag("for", help="create, delete, condition=NAME[=VALUE] or jsonpath=PATH[=VALUE]"),
    ),
)
