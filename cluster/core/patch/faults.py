"""What is wrong with a patch, in upstream's words: `apimachinery/pkg/util/mergepatch/errors.go`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from cluster.core.errors import ApiError, BadRequest, Status

PRIMITIVE_LIST = "invalid patch format of primitive list"
RETAIN_KEYS = "invalid patch format of retainKeys"
ELEMENT_ORDER = "invalid patch format of setElementOrder list"
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class MalformedPatch(ApiError):
    """400 without a reason, which kubectl prints as `Error from server: TEXT`.

    The API server itself answers 500 here (`endpoints/handlers/patch.go`, interpretStrategicMergePatchError, default);
    the fault is the client's all the same, and kubectl prints both alike.
    """

    code, reason = 400, ""

    def status(self) -> Status:
        """The `Status` object, in which an empty reason is left out."""
        return {name: value for name, value in super().status().items() if name != "reason"}


def no_merge_key(item: Any, key: str) -> MalformedPatch:
    """An item of a list does not say which one it is."""
    return MalformedPatch(f"map: {plain(item)} does not contain declared merge key: {key}")


def unknown_directive(directive: Any, patch: Any) -> MalformedPatch:
    """`$patch` says something else than merge, replace or delete."""
    return MalformedPatch(f"unknown patch type: {plain(directive)} in map: {plain(patch)}")


def wrong_type(wanted: str, value: Any) -> MalformedPatch:
    """A list stands where a map is wanted, or the like; `wanted` is a Go type."""
    return MalformedPatch(f"expected a {wanted}, but received a {go_type(value)}")


def not_decoded(value: Any, wanted: str) -> BadRequest:
    """The body of a patch is JSON, but not of the form that its content type names."""
    kinds = {dict: "object", list: "array", str: "string", bool: "bool"}
    return BadRequest(f"json: cannot unmarshal {kinds.get(type(value), 'number')} into Go value of type {wanted}")


def bears_depth(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Lets a function answer 400, as Go's decoder does, to what is nested deeper than the stack allows."""

    @wraps(function)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except RecursionError:
            raise BadRequest("error decoding patch: exceeded max depth") from None

    return guarded


def go_type(value: Any) -> str:
    """The Go type of a decoded JSON value, as `%s` of `reflect.TypeOf` prints it."""
    types = {dict: "map[string]interface {}", list: "[]interface {}", str: "string", bool: "bool", int: "int64"}
    return "%!s(<nil>)" if value is None else types.get(type(value), "float64")


def plain(value: Any) -> str:
    """A decoded JSON value as Go's `%v` prints it: `map[image:nginx name:web]`."""
    if isinstance(value, dict):
        return f"map[{' '.join(f'{name}:{plain(value[name])}' for name in sorted(value))}]"
    if isinstance(value, list):
        return f"[{' '.join(map(plain, value))}]"
    if value is None:
        return "<nil>"
    return str(value).lower() if isinstance(value, bool) else str(value)
