"""The end of a log that watches share: a client may go at the very moment at which there is news."""

import asyncio

import pytest

from cluster.api.watching.tail import Tail


@pytest.mark.parametrize("turns", range(5))
async def test_it_stops_waiting_even_when_news_come_at_that_moment(turns):
    tail = Tail(1, None)
    tail.held = None
    waiting = asyncio.create_task(tail.after(0, wait=60))
    await asyncio.sleep(0.01)
    tail._moved.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    asked = waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled() == asked
