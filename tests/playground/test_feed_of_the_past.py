"""The feed of a page that looks at the past, or whose course of events was left."""

import json
import re

import pytest
from asgiref.sync import sync_to_async

from cluster import store
from tests.playground.conftest import person
from tests.playground.test_feed import revisions, socket
from tests.playground.test_moments import applied

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def past():
    """Somebody, and the revisions at which they wanted three, five and seven replicas."""
    someone = await sync_to_async(person)()
    await sync_to_async(store.pause)(someone[1].cluster_id)
    return someone, await sync_to_async(applied)(someone, 3, 5, 7)


async def told(feed, **message):
    """What the feed sends after the page said what it shows."""
    await feed.send_to(text_data=json.dumps(message))
    return await feed.receive_from()


async def test_it_tells_a_page_in_the_past_how_far_the_present_is_and_no_more(past):
    alice, (_, _, seven) = past
    feed = socket(*alice, after=seven)
    await feed.connect()
    await feed.receive_from()
    html = await told(feed, past="yes")
    assert re.search(rf'id="present"[^>]* data-revision="{seven}"', html)
    for part in ("clock", "picture", "log-rows"):
        assert f'id="{part}"' not in html
    await feed.disconnect()


async def test_it_goes_on_where_the_page_is_back_in_the_present(past):
    alice, (_, five, seven) = past
    feed = socket(*alice, after=seven)
    await feed.connect()
    await feed.receive_from()
    await told(feed, past="yes")
    html = await told(feed, past="no", after=five)
    assert revisions(html) == [seven]
    assert 'id="clock"' in html
    await feed.disconnect()


async def test_it_draws_the_log_anew_for_a_page_whose_branch_was_left(past):
    alice, (three, _, seven) = past
    await sync_to_async(store.fork_at)(alice[1].cluster_id, three)
    feed = socket(*alice, after=seven)
    await feed.connect()
    html = await feed.receive_from()
    assert 'id="log-rows" hx-swap-oob="innerHTML"' in html
    assert three in revisions(html)
    assert seven not in revisions(html)
    await feed.disconnect()


async def test_it_only_adds_to_the_log_where_the_page_was_already_on_the_way(past):
    alice, (three, five, seven) = past
    await sync_to_async(store.fork_at)(alice[1].cluster_id, five)
    feed = socket(*alice, after=three)
    await feed.connect()
    html = await feed.receive_from()
    assert 'id="log-rows" hx-swap-oob="afterbegin"' in html
    assert revisions(html)[0] == three + 1
    assert seven not in revisions(html)
    await feed.disconnect()
