"""SPDY, frame by frame: what one side writes the other reads."""

import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster.api.streaming import spdy
from cluster.api.streaming.spdy import BrokenFrame, Connection, Data, Opened, Reset

PING = b"\x80\x03\x00\x06\x00\x00\x00\x04\x00\x00\x00\x01"


class Client:
    """The other side, as far as it takes to open streams."""

    def __init__(self):
        self._deflate = zlib.compressobj(zdict=spdy.DICTIONARY)

    def opens(self, stream, ended=False, **headers):
        words = [text.encode() for pair in headers.items() for text in pair]
        block = len(headers).to_bytes(4, "big") + b"".join(len(word).to_bytes(4, "big") + word for word in words)
        packed = self._deflate.compress(block) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        body = stream.to_bytes(4, "big") + bytes(6) + packed
        return b"\x80\x03\x00\x01" + bytes([int(ended)]) + len(body).to_bytes(3, "big") + body

    def sends(self, stream, data, ended=False):
        return stream.to_bytes(4, "big") + bytes([int(ended)]) + len(data).to_bytes(3, "big") + data


def happened(connection, data):
    """The events but those that the protocol answers by itself."""
    return [event for event in connection.feed(data) if isinstance(event, Opened | Data | Reset)]


def test_the_dictionary_is_that_of_the_protocol():
    assert (len(spdy.DICTIONARY), zlib.adler32(spdy.DICTIONARY)) == (1423, 0xE3C6A7C2)


def test_streams_open_with_their_headers():
    client, connection = Client(), Connection()
    first = client.opens(1, streamtype="error", port="80")
    second = client.opens(3, ended=True, Streamtype="data")
    assert happened(connection, first + second) == [
        Opened(1, {"streamtype": "error", "port": "80"}), Opened(3, {"streamtype": "data"}, True),
    ]  # fmt: skip


@given(st.binary(max_size=40_000), st.integers(1, 50))
def test_data_comes_through_however_it_is_cut(data, size):
    wire = Connection().data(5, data, ended=True)
    connection, found = Connection(), []
    step = max(1, len(wire) // size)
    for at in range(0, len(wire), step):
        found += happened(connection, wire[at : at + step])
    assert b"".join(event.data for event in found) == data
    assert [event.ended for event in found] == [False] * (len(found) - 1) + [True]


def test_pings_and_data_are_answered():
    connection = Connection()
    assert [event.data for event in connection.feed(PING)] == [PING]
    _, window = connection.feed(Client().sends(1, b"abc"))
    assert window.data.count(b"\x00\x00\x00\x03") == 2


@given(st.binary(max_size=200))
def test_nonsense_is_no_more_than_a_broken_frame(data):
    with suppress(BrokenFrame):
        list(Connection().feed(data))


@pytest.mark.parametrize("data", [b"\x80\x03\x00\x01\x00\xff\xff\xff", b"\x80\x03\x00\x01\x00\x00\x00\x02ab"])
def test_frames_out_of_measure_are_refused(data):
    with pytest.raises(BrokenFrame):
        list(Connection().feed(data))
