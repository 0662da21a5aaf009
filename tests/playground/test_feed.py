"""The feed of a sandbox, as a conversation."""

import re

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer

from cluster import store
from playground.asgi import application
from playground.sandbox import consumers
from playground.sandbox.applying import apply_text
from playground.sandbox.files import SandboxStore
from tests.patient import WebsocketCommunicator
from tests.playground.conftest import person
from tests.worlds import WEB

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = (b"origin", b"http://localhost")


def socket(client, sandbox, after=0):
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = [ORIGIN, (b"cookie", cookies.encode()), (b"host", b"localhost")]
    return WebsocketCommunicator(application.application, f"/ws/s/{sandbox.name}/?after={after}", headers)


def revisions(html):
    return sorted(int(number) for number in re.findall(r'id="r(\d+)"', html))


@pytest.fixture
async def alice():
    client, sandbox = await sync_to_async(person)()
    await sync_to_async(store.pause)(sandbox.cluster_id)
    return client, sandbox


async def apply(sandbox):
    await sync_to_async(apply_text)(sandbox.cluster_id, WEB)
    return await sync_to_async(store.load)(sandbox.cluster_id)


async def test_it_sends_what_is_new_after_the_pages_own_cursor(alice):
    before = await sync_to_async(store.load)(alice[1].cluster_id)
    state = await apply(alice[1])
    feed = socket(*alice, after=before.revision)
    assert (await feed.connect())[0]
    html = await feed.receive_from()
    assert revisions(html) == list(range(before.revision + 1, state.revision + 1))
    assert 'id="picture"' in html
    assert f'data-revision="{state.revision}"' in html
    await feed.disconnect()


async def test_it_sends_the_clock_alone_when_nothing_is_new(alice):
    state = await sync_to_async(store.load)(alice[1].cluster_id)
    feed = socket(*alice, after=state.revision)
    await feed.connect()
    html = await feed.receive_from()
    assert 'id="clock"' in html
    assert 'id="picture"' not in html
    await feed.disconnect()


async def test_it_hears_of_what_happens_and_leaves_nothing_behind(alice):
    state = await sync_to_async(store.load)(alice[1].cluster_id)
    feed = socket(*alice, after=state.revision)
    await feed.connect()
    await feed.receive_from()
    group = store.group(alice[1].cluster_id)
    assert len(get_channel_layer().groups[group]) == 1
    state = await apply(alice[1])
    await get_channel_layer().group_send(group, {"type": "cluster.reached", "cluster": 0, "revision": 0})
    assert revisions(await feed.receive_from()) == [state.revision]
    await feed.disconnect()
    assert not get_channel_layer().groups.get(group)


async def test_it_says_how_much_is_missing_to_a_page_that_is_far_behind(alice, monkeypatch):
    monkeypatch.setattr("playground.sandbox.fragments.LOG_ROWS", 5)
    state = await apply(alice[1])
    feed = socket(*alice, after=2)
    await feed.connect()
    html = await feed.receive_from()
    assert len(revisions(html)) == 5
    assert f"{state.revision - 2 - 5} older changes, not shown here" in html
    await feed.disconnect()


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "%00"])
async def test_it_takes_any_cursor(alice, after):
    feed = socket(*alice, after=after)
    await feed.connect()
    assert 'id="picture"' in await feed.receive_from()
    await feed.disconnect()


async def test_it_refuses_strangers(alice):
    charlie, his = await sync_to_async(person)()
    stranger, owner = socket(charlie, alice[1]), socket(charlie, his)
    await stranger.connect()
    assert (await stranger.receive_output())["code"] == 4404
    assert not get_channel_layer().groups.get(store.group(alice[1].cluster_id))
    assert (await owner.connect())[0]
    assert 'id="clock"' in await owner.receive_from()
    await owner.disconnect()


async def test_it_refuses_one_page_too_many_until_another_is_closed(alice, settings):
    settings.FEEDS_PER_SANDBOX = 2
    feeds = [socket(*alice) for _ in range(3)]
    for feed in feeds:
        await feed.connect()
    assert (await feeds[-1].receive_output())["code"] == 4429
    await feeds[-1].disconnect()
    await feeds[0].disconnect()
    again = socket(*alice)
    await again.connect()
    assert 'id="picture"' in await again.receive_from()
    for feed in (feeds[1], again):
        await feed.disconnect()
    assert not consumers.feeds.open


async def test_it_refuses_pages_of_other_sites(alice):
    feed = socket(*alice)
    feed.scope["headers"] = [(b"origin", b"https://elsewhere.example"), *feed.scope["headers"][1:]]
    assert not (await feed.connect())[0]


async def test_it_ends_when_the_sandbox_is_deleted(alice):
    feed = socket(*alice)
    await feed.connect()
    await feed.receive_from()
    await sync_to_async(alice[0].post)(f"/s/{alice[1].name}/delete")
    message = {"type": "cluster.reached", "cluster": 0, "revision": 0}
    await get_channel_layer().group_send(store.group(alice[1].cluster_id), message)
    assert (await feed.receive_output())["code"] == 4404
    await feed.disconnect()


async def test_it_sends_the_files_anew_when_a_terminal_wrote_one(alice):
    feed = socket(*alice)
    assert (await feed.connect())[0]
    await feed.receive_from()
    files = await sync_to_async(SandboxStore)(alice[1])
    await sync_to_async(files.write)("new.yml", "a: 1")
    said = ""
    while 'data-path="new.yml"' not in said:
        said = await feed.receive_from()
    await feed.disconnect()
