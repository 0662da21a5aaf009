"""Request bodies in protobuf, which kubectl sends for built-in kinds since 1.32; answers are never in protobuf.

    decode(body) -> the object, as JSON would have said it

`messages.json` says how each message is written: field number -> [JSON name, type], '' for a part whose fields are
the whole's own. Types: `*` a pointer (written zeros count), `?` left out when zero, `[]` repeated, `{}` a map,
`list:` a message that holds nothing but a list. They are facts of the struct tags in `k8s.io/api` (`*/v1/types.go`).
Upstream: `apimachinery/pkg/runtime/serializer/protobuf/protobuf.go` for the envelope.
"""

import base64
import json
from functools import cache
from importlib.resources import files
from typing import Any

from cluster.api.protobuf.wire import Fields, Malformed, fields, integer, text, utf8
from cluster.core import times

__all__ = ["MAGIC", "Malformed", "decode"]

MAGIC = b"k8s\x00"
DEPTH = 100
"""Messages in each other; a Pod has about 10."""


@cache
def _messages() -> dict[str, dict[int, tuple[str, str]]]:
    found = json.loads((files(__package__) / "messages.json").read_text("utf-8"))
    return {name: {int(number): (field, kind) for number, (field, kind) in of.items()} for name, of in found.items()}


def decode(body: bytes) -> dict[str, Any]:
    """The object of a body, with apiVersion and kind. Raises Malformed."""
    if not body.startswith(MAGIC):
        raise Malformed("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]")
    envelope = fields(body[len(MAGIC) :])
    meta = fields(_bytes(envelope, 1))
    api_version, kind = text(meta, 1), text(meta, 2)
    name = message_of(api_version, kind)
    if name is None:
        raise Malformed(f'no kind "{kind}" is registered for version "{api_version}"')
    return {"apiVersion": api_version, "kind": kind, **_message(name, _bytes(envelope, 2), 0)}


def message_of(api_version: str, kind: str) -> str | None:
    """A kind's message: ("apps/v1", "Deployment") -> `apps.v1.Deployment`; DeleteOptions have one for all."""
    if kind == "DeleteOptions":
        return "meta.v1.DeleteOptions"
    group, _, version = api_version.rpartition("/")
    name = f"{group.partition('.')[0] or 'core'}.{version}.{kind}"
    return name if name in _messages() else None


def _bytes(found: Fields, number: int) -> bytes:
    value = found.get(number, [b""])[-1]
    if not isinstance(value, bytes):
        raise Malformed("a message is expected where a number stands")
    return value


def _message(name: str, body: bytes, depth: int) -> dict[str, Any]:
    if depth > DEPTH:
        raise Malformed("nested too deeply")
    known = _messages()[name]
    found: dict[str, Any] = {}
    for number, values in fields(body).items():
        if number not in known:
            continue
        field, kind = known[number]
        value = _value(kind, values, depth + 1)
        if not field:
            found |= value
        elif value is not None:
            found[field] = value
    return found


def _value(kind: str, values: list[int | bytes], depth: int) -> Any:
    if kind.startswith("[]"):
        return [_single(kind[2:], value, depth) for value in values]
    if kind.startswith("{}"):
        return dict(_entry(kind[2:], value, depth) for value in values)
    if kind.startswith("?"):
        return _single(kind[1:], values[-1], depth) or None
    return _single(kind.lstrip("*"), values[-1], depth)


def _entry(kind: str, value: int | bytes, depth: int) -> tuple[str, Any]:
    pair = fields(_as_bytes(value))
    given = pair.get(2, [0 if kind in {"bool", "int"} else b""])
    return text(pair, 1), _value(kind, given, depth)


def _single(kind: str, value: int | bytes, depth: int) -> Any:
    if kind in {"int", "bool"}:
        number = integer(value)
        return bool(number) if kind == "bool" else number
    body = _as_bytes(value)
    if kind == "string":
        return utf8(body)
    if kind == "bytes":
        return base64.b64encode(body).decode()
    if kind.startswith("list:[]"):
        return [_single(kind[7:], item, depth) for item in fields(body).get(1, ())]
    if kind in SPECIAL:
        return SPECIAL[kind](fields(body))
    return _message(kind, body, depth)


def _as_bytes(value: int | bytes) -> bytes:
    if not isinstance(value, bytes):
        raise Malformed("a message is expected where a number stands")
    return value


def _int_or_string(found: Fields) -> int | str:
    return text(found, 3) if integer(found.get(1, [0])[-1]) else integer(found.get(2, [0])[-1])


def _time(found: Fields) -> str | None:
    if not found:
        return None
    return _moment(found, times.to_text)


def _micro_time(found: Fields) -> str | None:
    if not found:
        return None
    moment = _moment(found, times.to_text)
    return f"{moment[:-1]}.{integer(found.get(2, [0])[-1]) // 1000:06d}Z"


def _moment(found: Fields, to_text: Any) -> str:
    try:
        return str(to_text(integer(found.get(1, [0])[-1]) * 1000))
    except (ValueError, OverflowError):
        raise Malformed("a time is out of range") from None


def _json(found: Fields) -> Any:
    try:
        return json.loads(_bytes(found, 1) or b"null")
    except ValueError:
        raise Malformed("JSON inside protobuf cannot be read") from None


SPECIAL = {
    "Time": _time,
    "MicroTime": _micro_time,
    "Quantity": lambda found: text(found, 1) or "0",
    "IntOrString": _int_or_string,
    "Duration": lambda found: f"{integer(found.get(1, [0])[-1]) / 1e9:g}s",
    "FieldsV1": _json,
    "RawExtension": _json,
}
"""Types that are written in a way of their own (`apimachinery/pkg/**/generated.proto`)."""
