"""Reads protocol buffers by the tables that wrote them."""

import orjson

from cluster.api.openapi import gnostic


def decoded(name, data):
    """A message read back by the tables that wrote it, as the JSON it was made of."""
    message = gnostic.MESSAGES[name]
    by_number = {field.number: (key, field) for key, field in message.fields.items()}
    found: dict = {}
    for number, value in wire(data):
        key, field = by_number.get(number, (None, None))
        if field is None:
            entry = dict(wire(value))
            sort = message.entries[1] if message.entries and number == message.entries[0] else "Any"
            found[entry[1].decode()] = read(sort, entry.get(2, b""))
        elif field.many:
            found.setdefault(key, []).append(read(field.sort, value))
        else:
            found[key] = read(field.sort, value)
    return folded(name, found)


def folded(name, found):
    if name == "ParametersItem":
        return next(iter(found["parameter"].values()))
    if name == "NonBodyParameter":
        return next(iter(found.values()))
    if name == "Any":
        return orjson.loads(found["yaml"])
    if name not in gnostic.WRAPPED:
        return found
    value = found.get(gnostic.WRAPPED[name], [])
    return value[0] if isinstance(value, list) and len(value) == 1 and name != "StringArray" else value


def read(sort, value):
    if sort == "bool":
        return bool(value)
    if sort == "string":
        return value.decode()
    return decoded("Any" if sort == "any" else sort, value)


def wire(data):
    """(number, value) of the fields of a message."""
    place = 0
    while place < len(data):
        tag, place = varint(data, place)
        size, place = varint(data, place)
        if tag & 7 == gnostic.VARINT:
            yield tag >> 3, size
        else:
            yield tag >> 3, data[place : place + size]
            place += size


def varint(data, place):
    value = shift = 0
    while True:
        value |= (data[place] & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if not data[place - 1] & 0x80:
            return value, place
