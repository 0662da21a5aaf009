"""The other direction of `cluster.api.protobuf`: an object as a Go client sends it, with its zeros and empty parts."""

import base64
import json
from datetime import datetime
from importlib.resources import files
from typing import Any

from cluster.api import protobuf

MESSAGES = json.loads((files("cluster.api.protobuf") / "messages.json").read_text("utf-8"))


def encode(obj: dict[str, Any]) -> bytes:
    """The body of a request, with its envelope."""
    kind = _text(1, obj["apiVersion"]) + _text(2, obj["kind"])
    message = protobuf.message_of(obj["apiVersion"], obj["kind"])
    return protobuf.MAGIC + _bytes(1, kind) + _bytes(2, _message(message, obj))


def _message(name: str, obj: dict[str, Any]) -> bytes:
    return b"".join(
        _field(int(number), kind, obj.get(field) if field else obj) for number, (field, kind) in MESSAGES[name].items()
    )


def _field(number: int, kind: str, value: Any) -> bytes:
    if kind.startswith("[]"):
        return b"".join(_value(number, kind[2:], item) for item in value or ())
    if kind.startswith("{}"):
        pairs = (_text(1, key) + _field(2, kind[2:], item) for key, item in (value or {}).items())
        return b"".join(_bytes(number, pair) for pair in pairs)
    if kind.startswith("*") and value is None:
        return b""
    return _value(number, kind.lstrip("*?"), value)


def _value(number: int, kind: str, value: Any) -> bytes:
    if kind in {"int", "bool"}:
        return _varint(number << 3) + _varint(int(value or 0) % (1 << 64))
    if kind == "string":
        return _text(number, value or "")
    if kind == "bytes":
        return _bytes(number, base64.b64decode(value or ""))
    if kind.startswith("list:[]"):
        return _bytes(number, b"".join(_value(1, kind[7:], item) for item in value or ()))
    return _bytes(number, SPECIAL[kind](value) if kind in SPECIAL else _message(kind, value or {}))


def _int_or_string(value: Any) -> bytes:
    text = isinstance(value, str)
    parts = (("int", int(text)), ("int", 0 if text else value), ("string", value if text else ""))
    return b"".join(_value(number, kind, part) for number, (kind, part) in enumerate(parts, 1))


def _time(value: str | None) -> bytes:
    return _value(1, "int", datetime.fromisoformat(value).timestamp()) if value else b""


SPECIAL = {
    "Time": _time,
    "MicroTime": _time,
    "Quantity": lambda value: _text(1, str(value or "0")),
    "IntOrString": _int_or_string,
    "FieldsV1": lambda value: _bytes(1, json.dumps(value).encode()),
}


def _text(number: int, value: str) -> bytes:
    return _bytes(number, value.encode())


def _bytes(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
