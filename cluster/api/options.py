"""The options of a request: CreateOptions, UpdateOptions, PatchOptions, DeleteOptions, ListOptions.

Upstream: `apimachinery/pkg/apis/meta/v1/validation/validation.go` and `apis/meta/internalversion/validation`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cluster.api.request import Request, is_true
from cluster.core import deletion
from cluster.core.errors import ApiError, BadRequest, Invalid
from cluster.core.field_errors import FieldError, forbidden, invalid, not_supported, too_long
from cluster.core.go_text import quote

META = "meta.k8s.io"
FIELD_VALIDATIONS = ("", "Ignore", "Strict", "Warn")
MANAGER_LENGTH = 128


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What all writes share; `field_validation` is Strict, Warn (the default) or Ignore."""

    dry_run: bool = False
    field_validation: str = "Warn"
    field_manager: str = ""
    force: bool | None = None


def write_options(request: Request, kind: str) -> WriteOptions:
    """The options of a create, update or patch; `kind` is CreateOptions, .... Raises Invalid."""
    validation = request.param("fieldValidation")
    manager = request.param("fieldManager")
    errors = [*_dry_run_errors(request.params("dryRun")), *_manager_errors(manager)]
    if validation not in FIELD_VALIDATIONS:
        errors.append(not_supported("fieldValidation", validation, FIELD_VALIDATIONS))
    _judge(kind, errors)
    force = is_true(request.param("force")) if request.query.get("force") else None
    return WriteOptions(
        bool(request.params("dryRun")), validation or "Warn", manager or default_manager(request), force
    )


def default_manager(request: Request) -> str:
    """Who manages the fields when the request does not say: the program's name (`managerOrUserAgent`)."""
    agent = request.header("user-agent").partition("/")[0]
    return "".join(char for char in agent if char.isprintable())[:MANAGER_LENGTH] or "unknown"


def _judge(kind: str, errors: Sequence[FieldError]) -> None:
    if errors:
        raise Invalid(kind, META, "", errors)


def _dry_run_errors(values: list[str]) -> list[FieldError]:
    if all(value == "All" for value in values):
        return []
    return [not_supported("dryRun", values, ["All"])]


def _manager_errors(manager: str) -> list[FieldError]:
    if len(manager.encode()) > MANAGER_LENGTH:
        return [too_long("fieldManager", MANAGER_LENGTH)]
    if not manager.isprintable():
        index = next(i for i, char in enumerate(manager) if not char.isprintable())
        return [invalid("fieldManager", manager, f"should only contain printable characters (position {index})")]
    return []


@dataclass(frozen=True, slots=True)
class DeleteOptions:
    """What a deletion asks for; `propagation` is Background, Foreground, Orphan or None (as the object has it)."""

    dry_run: bool = False
    grace_period_seconds: int | None = None
    propagation: str | None = None
    preconditions: dict[str, str] | None = None


def delete_options(request: Request, body: Any) -> DeleteOptions:
    """The options of a deletion: of the body if there is one, else of the query. Raises Invalid or BadRequest."""
    given = body if body is not None else _from_query(request)
    if not isinstance(given, dict):
        raise BadRequest("the object provided is unrecognized (must be of type DeleteOptions)")
    _judge_type(given)
    dry_run = given.get("dryRun") or []
    propagation, orphan = given.get("propagationPolicy"), given.get("orphanDependents")
    errors = _dry_run_errors(dry_run)
    if propagation is not None and orphan is not None:
        text = "orphanDependents and deletionPropagation cannot be both set"
        errors.insert(0, invalid("propagationPolicy", propagation, text))
    elif propagation is not None and propagation not in deletion.PROPAGATIONS:
        supported = ("Foreground", "Background", "Orphan", "nil")
        errors.insert(0, not_supported("propagationPolicy", propagation, supported))
    _judge("DeleteOptions", errors)
    if propagation is None and orphan is not None:
        propagation = "Orphan" if orphan else "Background"
    return DeleteOptions(bool(dry_run), given.get("gracePeriodSeconds"), propagation, given.get("preconditions"))


def _judge_type(given: dict[str, Any]) -> None:
    if given.get("kind") not in (None, "DeleteOptions"):
        raise BadRequest(f"the object provided is unrecognized (must be of type DeleteOptions): {given.get('kind')}")
    types: tuple[tuple[str, type], ...] = (
        ("gracePeriodSeconds", int), ("propagationPolicy", str), ("orphanDependents", bool), ("dryRun", list),
        ("preconditions", dict),
    )  # fmt: skip
    for name, type_ in types:
        value = given.get(name)
        if value is not None and (not isinstance(value, type_) or (type_ is int and isinstance(value, bool))):
            text = f"json: cannot unmarshal into Go struct field DeleteOptions.{name}"
            raise BadRequest(f'DeleteOptions in version "v1" cannot be handled as a DeleteOptions: {text}')


def _from_query(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if request.param("gracePeriodSeconds"):
        given["gracePeriodSeconds"] = number(request, "gracePeriodSeconds")
    if request.param("orphanDependents"):
        given["orphanDependents"] = is_true(request.param("orphanDependents"))
    if request.param("propagationPolicy"):
        given["propagationPolicy"] = request.param("propagationPolicy")
    return {**given, "dryRun": request.params("dryRun")}


def number(request: Request, name: str) -> int:
    """A whole number of the query, 0 when missing. Raises BadRequest."""
    text = request.param(name)
    if not text:
        return 0
    try:
        return int(text)
    except ValueError:
        raise BadRequest(f"strconv.ParseInt: parsing {quote(text)}: invalid syntax") from None


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What a list or a watch asks for; texts as sent, `revision` None when no resourceVersion was given."""

    label_selector: str = ""
    field_selector: str = ""
    revision: int | None = None
    match: str = ""
    limit: int = 0
    proceed: str = ""
    timeout_seconds: int = 0
    bookmarks: bool = False
    send_initial_events: bool | None = None


def list_options(request: Request, watch: bool = False) -> ListOptions:
    """The options of a list or watch. Raises Invalid or BadRequest."""
    match, text, proceed = (request.param(name) for name in ("resourceVersionMatch", "resourceVersion", "continue"))
    initial = is_true(request.param("sendInitialEvents")) if request.query.get("sendInitialEvents") else None
    _judge(
        "ListOptions",
        _initial_errors(initial, match) if watch or initial is not None else _match_errors(match, text, proceed),
    )
    if proceed and text not in {"", "0"}:
        raise BadRequest("specifying resource version is not allowed when using continue")
    return ListOptions(
        request.param("labelSelector"),
        request.param("fieldSelector"),
        revision(text),
        match,
        number(request, "limit"),
        proceed,
        number(request, "timeoutSeconds"),
        is_true(request.param("allowWatchBookmarks")),
        initial,
    )


def _match_errors(match: str, version: str, proceed: str) -> list[FieldError]:
    """`ValidateListOptions` without sendInitialEvents."""
    if not match:
        return []
    errors = []
    if not version:
        errors.append(
            forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided")
        )
    if proceed:
        errors.append(forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"))
    if match not in {"Exact", "NotOlderThan"}:
        errors.append(not_supported("resourceVersionMatch", match, ["Exact", "NotOlderThan", ""]))
    if match == "Exact" and version == "0":
        text = 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'
        errors.append(forbidden("resourceVersionMatch", text))
    return errors


def _initial_errors(initial: bool | None, match: str) -> list[FieldError]:
    """`validateWatchOptions`."""
    if initial is None:
        if match:
            return [
                forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
                )
            ]
        return []
    if match != "NotOlderThan":
        text = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
        return [forbidden("resourceVersionMatch", text)]
    return []


def revision(text: str) -> int | None:
    """A resourceVersion as a number, None for ''. Raises BadRequest."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        why = f"strconv.ParseUint: parsing {quote(text)}: invalid syntax"
        raise BadRequest(str(invalid("resourceVersion", text, why)))
    return int(text)


class TooLargeVersion(ApiError):
    """504: the client has seen a revision that this cluster has not reached."""

    code, reason = 504, "Timeout"

    def __init__(self, asked: int, current: int) -> None:
        cause = {"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}
        text = f"Timeout: Too large resource version: {asked}, current: {current}"
        super().__init__(text, {"causes": [cause], "retryAfterSeconds": 1})
