"""The wire format of protobuf: numbered fields, each a number or bytes (https://protobuf.dev/programming-guides/encoding)."""

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
Fields = dict[int, list[int | bytes]]


class Malformed(ValueError):
    """The bytes are no protobuf message of the kind expected."""


def fields(body: bytes) -> Fields:
    """The fields of a message by number, each with all its values in order. Raises Malformed."""
    found: Fields = {}
    position = 0
    while position < len(body):
        tag, position = varint(body, position)
        number, wire_type = tag >> 3, tag & 7
        value: int | bytes
        if wire_type == VARINT:
            value, position = varint(body, position)
        elif wire_type == BYTES:
            length, position = varint(body, position)
            value, position = _cut(body, position, length)
        elif wire_type in {FIXED64, FIXED32}:
            raw, position = _cut(body, position, 8 if wire_type == FIXED64 else 4)
            value = int.from_bytes(raw, "little")
        else:
            raise Malformed(f"proto: illegal wireType {wire_type}")
        found.setdefault(number, []).append(value)
    return found


def _cut(body: bytes, position: int, length: int) -> tuple[bytes, int]:
    end = position + length
    if end > len(body):
        raise Malformed("unexpected EOF")
    return body[position:end], end


def varint(body: bytes, position: int) -> tuple[int, int]:
    """A number of 7 bits a byte, lowest first, and the position behind it. Raises Malformed."""
    value = shift = 0
    while position < len(body) and shift < 70:
        byte = body[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
    raise Malformed("unexpected EOF")


def integer(value: int | bytes) -> int:
    """A signed number of 64 bits. Raises Malformed for anything else."""
    if isinstance(value, bytes):
        raise Malformed("a number is expected where a message stands")
    return value - (1 << 64) if value >= 1 << 63 else value


def text(found: Fields, number: int) -> str:
    """A text field, '' when missing. Raises Malformed."""
    value = found.get(number, [b""])[-1]
    if not isinstance(value, bytes):
        raise Malformed("a text is expected where a number stands")
    return utf8(value)


def utf8(value: bytes) -> str:
    """Bytes as text. Raises Malformed."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise Malformed("a text is not UTF-8") from None
