"""SPDY/3.1 as far as Kubernetes speaks it: streams with headers, data, ends; bytes in, frames out, and back.

The protocol: https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/. Nothing here reads or writes.
"""

import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

VERSION = 3
SYN_STREAM, SYN_REPLY, RST_STREAM, SETTINGS, PING, GOAWAY, HEADERS, WINDOW_UPDATE = 1, 2, 3, 4, 6, 7, 8, 9
FIN = 1
LARGEST_FRAME = 1 << 20
"""Longer frames than any client sends; whoever sends one is cut off."""
LARGEST_HEADERS = 1 << 16

_NAMES = (
    "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow "
    "authorization cache-control connection content-base content-encoding content-language content-length "
    "content-location content-md5 content-range content-type date etag expect expires from host if-match "
    "if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma "
    "proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade "
    "user-agent vary via warning www-authenticate method get status"
)
_OTHERS = ("200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive", "origin")
_WORDS = (*_NAMES.split(), *_OTHERS)
_CODES = (
    "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505"
    "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden"
    "404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable"
)
_VALUES = (
    "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,"
    "text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,public"
    "privatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0."
)
DICTIONARY = b"".join(len(word).to_bytes(4, "big") + word.encode() for word in _WORDS) + (_CODES + _VALUES).encode()
"""With it both sides begin their compression of headers; the protocol fixes it, byte for byte."""


class Opened(NamedTuple):
    """The client has opened a stream."""

    stream: int
    headers: dict[str, str]
    ended: bool = False


class Data(NamedTuple):
    """Bytes of a stream; `ended`: they are the last."""

    stream: int
    data: bytes
    ended: bool = False


class Reset(NamedTuple):
    """The client has given a stream up."""

    stream: int


class Answer(NamedTuple):
    """Bytes that the protocol itself wants sent: an answer to a ping, more room for data."""

    data: bytes


class Gone(NamedTuple):
    """The client opens no more streams."""


class BrokenFrame(ValueError):
    """What came is no SPDY."""


Event = Opened | Data | Reset | Answer | Gone


class Connection:
    """The server's side: `feed` takes bytes and tells what happened, the other methods make bytes."""

    def __init__(self) -> None:
        self._pending = b""
        self._inflate = zlib.decompressobj(zdict=DICTIONARY)
        self._deflate = zlib.compressobj(zdict=DICTIONARY)

    def feed(self, data: bytes) -> Iterator[Event]:
        """What happened. Raises BrokenFrame."""
        self._pending += data
        while len(self._pending) >= 8:
            length = int.from_bytes(self._pending[5:8], "big")
            if length > LARGEST_FRAME:
                raise BrokenFrame("a frame is too long")
            if len(self._pending) < 8 + length:
                return
            head, body, self._pending = self._pending[:8], self._pending[8 : 8 + length], self._pending[8 + length :]
            yield from self._control(head, body) if head[0] & 0x80 else self._data(head, body)

    def _data(self, head: bytes, body: bytes) -> Iterator[Event]:
        stream = int.from_bytes(head[:4], "big")
        yield Data(stream, body, bool(head[4] & FIN))
        if body:
            yield Answer(self._window(stream, len(body)) + self._window(0, len(body)))

    def _control(self, head: bytes, body: bytes) -> Iterator[Event]:
        kind, flags = int.from_bytes(head[2:4], "big"), head[4]
        if kind in {SYN_STREAM, RST_STREAM} and len(body) < 8:
            raise BrokenFrame("a frame is too short")
        stream = int.from_bytes(body[:4], "big") & 0x7FFFFFFF
        if kind == SYN_STREAM:
            yield Opened(stream, self._headers(body[10:]), bool(flags & FIN))
        elif kind == RST_STREAM:
            yield Reset(stream)
        elif kind == PING and stream % 2:
            yield Answer(_control_frame(PING, 0, body))
        elif kind == GOAWAY:
            yield Gone()
        elif kind in {SYN_REPLY, HEADERS}:
            self._headers(body[4:])

    def _headers(self, block: bytes) -> dict[str, str]:
        try:
            text = self._inflate.decompress(block, LARGEST_HEADERS)
        except zlib.error as error:
            raise BrokenFrame(f"headers cannot be read: {error}") from None
        words: list[str] = []
        at = 4
        while at + 4 <= len(text):
            length = int.from_bytes(text[at : at + 4], "big")
            words.append(text[at + 4 : at + 4 + length].decode("latin1"))
            at += 4 + length
        return {name.lower(): value for number, (name, value) in enumerate(pairwise(words)) if number % 2 == 0}

    def reply(self, stream: int, headers: Mapping[str, str] | None = None) -> bytes:
        """The stream is taken."""
        found = [text.encode() for pair in (headers or {}).items() for text in pair]
        block = (len(found) // 2).to_bytes(4, "big") + b"".join(len(text).to_bytes(4, "big") + text for text in found)
        packed = self._deflate.compress(block) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        return _control_frame(SYN_REPLY, 0, stream.to_bytes(4, "big") + packed)

    def data(self, stream: int, data: bytes, ended: bool = False) -> bytes:
        """Bytes on a stream, cut into frames; the last of them may end it."""
        pieces = [data[at : at + 0x4000] for at in range(0, len(data), 0x4000)] or [b""]
        last = len(pieces) - 1
        return b"".join(
            stream.to_bytes(4, "big")
            + bytes([FIN if ended and i == last else 0])
            + len(piece).to_bytes(3, "big")
            + piece
            for i, piece in enumerate(pieces)
        )

    def _window(self, stream: int, size: int) -> bytes:
        return _control_frame(WINDOW_UPDATE, 0, stream.to_bytes(4, "big") + size.to_bytes(4, "big"))


def _control_frame(kind: int, flags: int, body: bytes) -> bytes:
    head = (0x8000 | VERSION).to_bytes(2, "big") + kind.to_bytes(2, "big")
    return head + bytes([flags]) + len(body).to_bytes(3, "big") + body
