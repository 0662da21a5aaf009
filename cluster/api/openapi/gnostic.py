"""The Swagger 2 document as protocol buffers, the form in which client-go asks for it.

Numbers and names are those of `gnostic/openapiv2/OpenAPIv2.proto`. Each message is a row of a table: its JSON names,
with the number and the sort of the field; the encoding needs no more than that.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

Json = dict[str, Any]
VARINT, LENGTH = 0, 2


class Field(NamedTuple):
    """`sort` is string, bool or any, a message's name, or one of the three odd ones; `many` repeats it."""

    number: int
    sort: str
    many: bool = False


class Message(NamedTuple):
    """Fields by JSON name; `extension` is the number for `x-...`; `entries` (number, message) for any other name."""

    fields: dict[str, Field]
    extension: int = 0
    entries: tuple[int, str] | None = None


MESSAGES = {
    "Document": Message(
        {
            "swagger": Field(1, "string"), "info": Field(2, "Info"), "paths": Field(8, "Paths"),
            "definitions": Field(9, "Definitions"), "security": Field(12, "SecurityRequirement", many=True),
            "securityDefinitions": Field(13, "SecurityDefinitions"),
        },
        16,
    ),
    "Info": Message({"title": Field(1, "string"), "version": Field(2, "string")}, 7),
    "Paths": Message({}, 1, (2, "PathItem")),
    "PathItem": Message(
        {
            "get": Field(2, "Operation"), "put": Field(3, "Operation"), "post": Field(4, "Operation"),
            "delete": Field(5, "Operation"), "patch": Field(8, "Operation"),
            "parameters": Field(9, "ParametersItem", many=True),
        },
        10,
    ),
    "Operation": Message(
        {
            "tags": Field(1, "string", many=True), "operationId": Field(5, "string"),
            "produces": Field(6, "string", many=True), "consumes": Field(7, "string", many=True),
            "parameters": Field(8, "ParametersItem", many=True), "responses": Field(9, "Responses"),
        },
        13,
    ),
    "BodyParameter": Message(
        {
            "name": Field(2, "string"), "in": Field(3, "string"), "required": Field(4, "bool"),
            "schema": Field(5, "Schema"),
        },
        6,
    ),
    "QueryParameter": Message(
        {
            "in": Field(2, "string"), "description": Field(3, "string"), "name": Field(4, "string"),
            "type": Field(6, "string"), "uniqueItems": Field(20, "bool"),
        },
        23,
    ),
    "PathParameter": Message(
        {
            "required": Field(1, "bool"), "in": Field(2, "string"), "description": Field(3, "string"),
            "name": Field(4, "string"), "type": Field(5, "string"), "uniqueItems": Field(19, "bool"),
        },
        22,
    ),
    "Responses": Message({}, 2, (1, "ResponseValue")),
    "ResponseValue": Message({"response": Field(1, "Response")}),
    "Response": Message({"description": Field(1, "string"), "schema": Field(2, "SchemaItem")}, 5),
    "SchemaItem": Message({"schema": Field(1, "Schema")}),
    "Definitions": Message({}, 0, (1, "Schema")),
    "Properties": Message({}, 0, (1, "Schema")),
    "SecurityDefinitions": Message({}, 0, (1, "SecurityDefinition")),
    "SecurityDefinition": Message({"key": Field(2, "ApiKeySecurity")}),
    "ApiKeySecurity": Message({"type": Field(1, "string"), "name": Field(2, "string"), "in": Field(3, "string")}, 5),
    "SecurityRequirement": Message({}, 0, (1, "StringArray")),
    "StringArray": Message({"value": Field(1, "string", many=True)}),
    "Schema": Message(
        {
            "$ref": Field(1, "string"), "format": Field(2, "string"), "description": Field(4, "string"),
            "default": Field(5, "any"), "required": Field(19, "string", many=True),
            "enum": Field(20, "any", many=True), "additionalProperties": Field(21, "AdditionalProperties"),
            "type": Field(22, "TypeItem"), "items": Field(23, "Items"), "properties": Field(25, "Properties"),
        },
        31,
    ),
    "AdditionalProperties": Message({"schema": Field(1, "Schema")}),
    "TypeItem": Message({"value": Field(1, "string", many=True)}),
    "Items": Message({"schema": Field(1, "Schema", many=True)}),
    "ParametersItem": Message({"parameter": Field(1, "Parameter")}),
    "Parameter": Message({"body": Field(1, "BodyParameter"), "other": Field(2, "NonBodyParameter")}),
    "NonBodyParameter": Message({"query": Field(3, "QueryParameter"), "path": Field(4, "PathParameter")}),
    "Any": Message({"yaml": Field(2, "string")}),
}  # fmt: skip

WRAPPED = {
    "AdditionalProperties": "schema",
    "Items": "schema",
    "ResponseValue": "response",
    "SchemaItem": "schema",
    "SecurityDefinition": "key",
    "StringArray": "value",
    "TypeItem": "value",
}
"""Messages that JSON does not show: what stands in their place is their field of this name."""


def encode(document: Json) -> bytes:
    """A Swagger 2 document as a `openapi.v2.Document`. Raises KeyError for what the tables do not know."""
    return _message("Document", document)


def _message(name: str, value: Any) -> bytes:
    message = MESSAGES[name]
    return b"".join(_parts(message, _unfolded(name, value)))


def _unfolded(name: str, value: Any) -> Json:
    if name in WRAPPED:
        many = MESSAGES[name].fields[WRAPPED[name]].many
        return {WRAPPED[name]: [value] if many and not isinstance(value, list) else value}
    if name == "ParametersItem":
        place = value["in"]
        return {"parameter": {"body": value} if place == "body" else {"other": {place: value}}}
    return dict(value)


def _parts(message: Message, value: Json) -> Iterator[bytes]:
    for key, item in value.items():
        if key in message.fields:
            field = message.fields[key]
            for each in item if field.many else [item]:
                yield _field(field.number, field.sort, each)
        elif message.extension and key.startswith("x-"):
            yield _named(message.extension, key, _any(item))
        elif message.entries:
            number, sort = message.entries
            yield _named(number, key, _message(sort, item))
        else:
            raise KeyError(key)


def _field(number: int, sort: str, value: Any) -> bytes:
    if sort == "bool":
        return _varint(number << 3 | VARINT) + (b"\x01" if value else b"\x00")
    if sort == "string":
        return _delimited(number, value.encode())
    return _delimited(number, _any(value) if sort == "any" else _message(sort, value))


def _any(value: Any) -> bytes:
    """JSON is YAML, too."""
    return _message("Any", {"yaml": orjson.dumps(value).decode()})


def _named(number: int, name: str, value: bytes) -> bytes:
    return _delimited(number, _delimited(1, name.encode()) + _delimited(2, value))


def _delimited(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | LENGTH) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
