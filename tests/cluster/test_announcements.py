"""Announcements say that something happened, never what; they arrive from other processes too, and may be lost."""

import asyncio

import pytest
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from channels.routing import ChannelNameRouter
from django.db import connection, transaction

from cluster import announce, store
from cluster.worker import Embedded, Pacer, channel_names
from tests.cluster.processes import process
from tests.cluster.samples import config_map, deployment, putting
from tests.patient import PATIENCE

needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere it takes Redis, or a second")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def cluster():
    await get_channel_layer().flush()
    return await database_sync_to_async(store.create_cluster)(speed=10)


@pytest.fixture
async def heard(cluster):
    """Waits for the next announcement about the cluster."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(store.group(cluster.id), channel)

    async def next_one(seconds=PATIENCE):
        return await asyncio.wait_for(layer.receive(channel), seconds)

    yield next_one
    await layer.flush()


@pytest.fixture
async def worker(cluster):
    """The worker inside this event loop, as in the server."""
    embedded = Embedded(ChannelNameRouter(channel_names))
    embedded.start(asyncio.get_running_loop())
    await asyncio.sleep(0.3)
    yield embedded
    await embedded.stop()


act = database_sync_to_async(store.act)


async def test_it_tells_which_revision_a_cluster_reached(cluster, heard):
    state = await act(cluster.id, putting(config_map()))
    message = {"type": "cluster.reached", "cluster": cluster.id, "revision": state.revision}
    assert await heard() == message
    assert await get_channel_layer().receive(announce.CHANNEL) == message


async def test_it_tells_nothing_when_nothing_was_committed(cluster, heard):
    def refused():
        with transaction.atomic():
            store.act(cluster.id, putting(config_map()))
            transaction.set_rollback(True)

    await database_sync_to_async(refused)()
    with pytest.raises(TimeoutError):
        await heard(0.1)


async def test_it_works_off_what_is_due_and_tells(cluster, heard, worker):
    await act(cluster.id, putting(deployment()))
    seen = 0
    while seen < 30:
        seen = (await heard())["revision"]
    assert seen >= 30


@needs_sqlite
async def test_it_tells_of_other_processes(cluster, heard, worker):
    with process("act", str(cluster.id)) as other:
        await asyncio.to_thread(other.stdout.readline)
        other.stdin.write("now\n")
        other.stdin.flush()
        assert (await heard())["revision"] == cluster.revision + 1


@pytest.fixture
def silence(monkeypatch):
    """No message arrives; the worker looks by itself sooner than it otherwise would."""
    monkeypatch.setattr("cluster.worker.HEARTBEAT", 0.2)
    monkeypatch.setattr(announce, "reached", lambda *args: None)


async def rest(cluster):
    """Wait until the Deployment has what it wants."""

    def ready():
        obj = store.load(cluster.id).get("Deployment", "default", "web")
        return obj.get("status", {}).get("availableReplicas") == 3

    for _ in range(20 * PATIENCE):
        if await database_sync_to_async(ready)():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it never came to rest")


async def test_it_reaches_rest_although_no_message_ever_arrives(cluster, silence, worker):
    await act(cluster.id, putting(deployment()))
    await rest(cluster)


async def test_it_does_nothing_twice_when_every_message_comes_twice(cluster, worker, monkeypatch):
    once = announce.reached

    def twice(*args):
        once(*args)
        once(*args)

    monkeypatch.setattr(announce, "reached", twice)
    await act(cluster.id, putting(deployment()))
    await rest(cluster)
    entries = await database_sync_to_async(store.changes_after)(cluster.id, 0)
    assert [entry.revision for entry in entries] == list(range(1, len(entries) + 1))
    assert len([entry for entry in entries if (entry.verb, entry.kind) == ("create", "Pod")]) == 3


async def test_it_leaves_nothing_running_when_stopped(cluster):
    before = asyncio.all_tasks()
    embedded = Embedded(ChannelNameRouter(channel_names))
    embedded.start(asyncio.get_running_loop())
    await asyncio.sleep(0.2)
    assert len(asyncio.all_tasks()) > len(before)
    await embedded.stop()
    assert asyncio.all_tasks() == before


async def test_it_ends_although_it_is_poked_at_that_moment(cluster):
    pacer = Pacer()
    working = asyncio.create_task(pacer.run())
    await asyncio.sleep(0.3)
    pacer.poke()
    working.cancel()
    ended, _ = await asyncio.wait([working], timeout=PATIENCE)
    working.cancel()
    assert ended


@pytest.mark.parametrize("wanted", [True, False], ids=["inside", "elsewhere"])
async def test_it_starts_once_and_with_the_first_scope(cluster, settings, wanted):
    async def application(scope, receive, send):
        return None

    settings.EMBEDDED_WORKER = wanted
    embedded = Embedded(application)
    workers = []
    for _ in range(2):
        await embedded({"type": "http"}, None, None)
        workers.append(embedded._working)
    assert workers[0] is workers[1]
    assert (workers[0] is not None) is wanted
    await embedded.stop()
