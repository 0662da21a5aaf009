"""JSON patch, RFC 6902, as the API server understands it (`gopkg.in/evanphx/json-patch.v4`, `patch.go`).

What cannot be applied is told as 422 without a cause, which is all that the API server says
(`endpoints/handlers/patch.go`, applyJSPatch). Negative indexes count from the end.
"""

import re
from collections.abc import Callable
from typing import Any

from cluster.core.errors import ApiError, Unprocessable
from cluster.core.kinds import Object
from cluster.core.patch.faults import bears_depth, not_decoded
from cluster.core.patch.values import same

MOST_OPERATIONS = 10_000
_INDEX = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
Change = Callable[[Any, str], Any]


class TooManyOperations(ApiError):
    """413: more operations than one patch may hold."""

    code, reason = 413, "RequestEntityTooLarge"

    def __init__(self, count: int) -> None:
        super().__init__(f"The allowed maximum operations in a JSON patch is {MOST_OPERATIONS}, got {count}")


@bears_depth
def json_patch(obj: Object, operations: Any) -> Any:
    """The object after all operations, one after the other; the whole document may be replaced.

    Raises BadRequest (no list of maps), TooManyOperations or Unprocessable (something does not apply, or a test
    fails); the object itself stays as it was.
    """
    if not isinstance(operations, list):
        raise not_decoded(operations, "jsonpatch.Patch")
    for operation in operations:
        if not isinstance(operation, dict):
            raise not_decoded(operation, "jsonpatch.Operation")
    if len(operations) > MOST_OPERATIONS:
        raise TooManyOperations(len(operations))
    document: Any = obj
    for operation in operations:
        document = _apply(document, operation)
    return document


def _apply(document: Any, operation: dict[str, Any]) -> Any:
    kind, path, value = operation.get("op"), _tokens(operation.get("path")), operation.get("value")
    if kind == "test":
        return _tested(document, path, value)
    if kind == "replace":
        return value if not path else _changed(document, path, lambda parent, token: _replaced(parent, token, value))
    if kind == "add":
        return _changed(document, path, lambda parent, token: _added(parent, token, value))
    if kind == "remove":
        return _changed(document, path, _removed)
    if kind in ("move", "copy"):
        return _carried(document, _tokens(operation.get("from")), path, remove=kind == "move")
    raise Unprocessable()


def _tested(document: Any, path: list[str], value: Any) -> Any:
    if not same(_get(document, path), value):
        raise Unprocessable()
    return document


def _carried(document: Any, source: list[str], path: list[str], *, remove: bool) -> Any:
    found = _get(document, source)
    if remove:
        document = _changed(document, source, _removed)
    return _changed(document, path, lambda parent, token: _added(parent, token, found))


def _tokens(path: Any) -> list[str]:
    """`/a~1b/0` -> ["a/b", "0"]; nothing for the whole document."""
    if not isinstance(path, str):
        raise Unprocessable()
    return [token.replace("~1", "/").replace("~0", "~") for token in path.split("/")[1:]]


def _get(document: Any, path: list[str]) -> Any:
    """What stands at a path; a missing member of a map counts as null there, as upstream."""
    for token in path[:-1]:
        document = document[_place(document, token)]
    if path and isinstance(document, dict):
        return document.get(path[-1])
    return document[_place(document, path[-1])] if path else document


def _place(parent: Any, token: str, beyond: int = 0) -> Any:
    """The key or index that a token names in a container; `beyond` = 1 allows the place after the last item."""
    if isinstance(parent, dict) and token in parent:
        return token
    if not isinstance(parent, list) or not _INDEX.fullmatch(token):
        raise Unprocessable()
    index, length = int(token), len(parent) + beyond
    if not -length <= index < length:
        raise Unprocessable()
    return index + length if index < 0 else index


def _changed(document: Any, path: list[str], change: Change) -> Any:
    """The document with the container changed that holds the last token of the path."""
    if not path:
        raise Unprocessable()
    if len(path) == 1:
        return change(document, path[0])
    place = _place(document, path[0])
    copy = document.copy()
    copy[place] = _changed(document[place], path[1:], change)
    return copy


def _added(parent: Any, token: str, value: Any) -> Any:
    if isinstance(parent, dict):
        return {**parent, token: value}
    if isinstance(parent, list) and token == "-":
        return [*parent, value]
    index = _place(parent, token, beyond=1)
    return [*parent[:index], value, *parent[index:]]


def _replaced(parent: Any, token: str, value: Any) -> Any:
    """Upstream sets a missing member of a map, though the RFC wants one to be there."""
    if isinstance(parent, dict):
        return {**parent, token: value}
    index = _place(parent, token)
    return [*parent[:index], value, *parent[index + 1 :]]


def _removed(parent: Any, token: str) -> Any:
    place = _place(parent, token)
    copy = parent.copy()
    del copy[place]
    return copy
