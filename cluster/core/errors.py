"""Errors that know their answer: one class per reason of the Kubernetes API.

Raised deep in the core, turned into a `Status` body in one place (`ApiError.status`).
Upstream: `staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go`.
"""

from collections.abc import Sequence
from typing import Any

from cluster.core.field_errors import FieldError, aggregate
from cluster.core.go_text import quote

__all__ = [
    "AlreadyExists", "ApiError", "BadRequest", "Conflict", "FieldError", "Forbidden", "Gone", "Invalid",
    "MethodNotAllowed", "NotAcceptable", "NotFound", "RequestEntityTooLarge", "TooManyRequests", "Unauthorized",
    "UnknownPath", "Unprocessable", "UnsupportedMediaType",
]  # fmt: skip

Status = dict[str, Any]
Causes = list[dict[str, str]]


class ApiError(Exception):
    """An answer of the API server that is no success: `code` is the HTTP status, `reason` Kubernetes' word for it."""

    code = 500
    reason = "InternalError"

    def __init__(self, message: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    def status(self) -> Status:
        """The `Status` object that the API server sends."""
        body: Status = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure"}
        body |= {"message": self.message, "reason": self.reason}
        if self.details is not None:
            body["details"] = self.details
        return body | {"code": self.code}


def _details(group: str, kind: str, name: str, causes: Causes | None = None) -> dict[str, Any]:
    """`details` of a Status; empty parts are left out, as Go does."""
    parts = {"name": name, "group": group, "kind": kind, "causes": causes}
    return {key: value for key, value in parts.items() if value}


def qualified(group: str, resource: str) -> str:
    """`deployments.apps`; `pods` for the core group."""
    return f"{resource}.{group}" if group else resource


class _AboutObject(ApiError):
    """An error about one named object of a resource (`resource` is the plural, `group` empty for core)."""

    text = "{resource} {name}"

    def __init__(self, group: str, resource: str, name: str, why: str = "") -> None:
        text = self.text.format(resource=qualified(group, resource), name=quote(name), why=why)
        super().__init__(text, _details(group, resource, name))


class NotFound(_AboutObject):
    """404: no such object."""

    code, reason, text = 404, "NotFound", "{resource} {name} not found"


class UnknownPath(ApiError):
    """404: the server serves nothing at this path."""

    code, reason = 404, "NotFound"

    def __init__(self) -> None:
        super().__init__("the server could not find the requested resource", {})


class AlreadyExists(_AboutObject):
    """409: an object of this name exists."""

    code, reason, text = 409, "AlreadyExists", "{resource} {name} already exists"


OBJECT_MODIFIED = "the object has been modified; please apply your changes to the latest version and try again"


class Conflict(_AboutObject):
    """409: the write was based on an older version, or a precondition failed."""

    code, reason, text = 409, "Conflict", "Operation cannot be fulfilled on {resource} {name}: {why}"

    def __init__(self, group: str, resource: str, name: str, why: str = OBJECT_MODIFIED) -> None:
        super().__init__(group, resource, name, why)


class Forbidden(_AboutObject):
    """403: not allowed, by policy, quota or permission."""

    code, reason, text = 403, "Forbidden", "{resource} {name} is forbidden: {why}"


class Invalid(ApiError):
    """422: the object breaks rules; `kind` is CamelCase here, unlike in the other errors."""

    code, reason = 422, "Invalid"

    def __init__(self, kind: str, group: str, name: str, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        text = f"{qualified(group, kind)} {quote(name)} is invalid"
        if errors:
            text = f"{text}: {aggregate(errors)}"
        super().__init__(text, _details(group, kind, name, [error.cause() for error in errors]))


class Unprocessable(ApiError):
    """422 without causes: a patch that cannot be applied."""

    code, reason = 422, "Invalid"

    def __init__(self, message: str = "the server rejected our request due to an error in our request") -> None:
        super().__init__(message, {})


class BadRequest(ApiError):
    """400: the request makes no sense."""

    code, reason = 400, "BadRequest"


class Unauthorized(ApiError):
    """401: nobody is known by these credentials."""

    code, reason = 401, "Unauthorized"

    def __init__(self, message: str = "Unauthorized") -> None:
        super().__init__(message)


class MethodNotAllowed(ApiError):
    """405: the resource has no such verb (`delete`, `update`)."""

    code, reason = 405, "MethodNotAllowed"

    def __init__(self, group: str, resource: str, verb: str) -> None:
        name = qualified(group, resource)
        super().__init__(f"{verb} is not supported on resources of kind {quote(name)}", _details(group, resource, ""))


class NotAcceptable(ApiError):
    """406: the client accepts no form that the server can give."""

    code, reason = 406, "NotAcceptable"


class Gone(ApiError):
    """410: the history before this revision is compacted; list again."""

    code, reason = 410, "Expired"


class RequestEntityTooLarge(ApiError):
    """413: the body has more bytes than allowed."""

    code, reason = 413, "RequestEntityTooLarge"

    def __init__(self, limit: int) -> None:
        super().__init__(f"Request entity too large: limit is {limit}")


class UnsupportedMediaType(ApiError):
    """415: the body has a form that the server does not read."""

    code, reason = 415, "UnsupportedMediaType"


class TooManyRequests(ApiError):
    """429: come again after `retry_after_seconds`."""

    code, reason = 429, "TooManyRequests"

    def __init__(self, message: str, retry_after_seconds: int = 0, causes: Causes | None = None) -> None:
        details: dict[str, Any] = {"causes": causes} if causes else {}
        if retry_after_seconds:
            details["retryAfterSeconds"] = retry_after_seconds
        super().__init__(message, details)
