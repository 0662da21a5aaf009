"""Watches as streams: where they begin, what they tell, how they end, and that nothing is left behind."""

import asyncio

import orjson
import pytest

from cluster import announce, store
from cluster.api import http, watch
from cluster.api.request import make
from cluster.api.watching import tail
from cluster.core.acts import objects
from cluster.core.errors import BadRequest
from cluster.core.moves import Put
from cluster.core.objects import with_metadata
from tests.patient import PATIENCE

CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"
pytestmark = pytest.mark.django_db(transaction=True)


def config_map(name, **labels):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "labels": labels}, "data": {"a": "b"}}


class Watched:
    """One watch of a cluster's ConfigMaps."""

    def __init__(self, cluster_id):
        self.cluster_id = cluster_id
        self.frames = asyncio.Queue()
        self.reading = None

    async def open(self, query="", accept="application/json"):
        """Begin to read, as the server does for a client that has just connected."""
        asked = make("GET", f"{CONFIG_MAPS}?watch=1&{query}", {"accept": accept})
        stream = await watch.stream(self.cluster_id, asked, http.in_thread)
        self.reading = asyncio.create_task(self._read(stream.chunks))
        await asyncio.sleep(0.1)
        return self

    async def _read(self, chunks):
        async for frame in chunks:
            self.frames.put_nowait(orjson.loads(frame))

    async def close(self):
        """The client disconnects: its task is cancelled."""
        if self.reading is not None:
            self.reading.cancel()
            await asyncio.wait([self.reading])

    async def next(self):
        frame = await asyncio.wait_for(self.frames.get(), PATIENCE)
        return frame["type"], frame["object"]

    async def names(self, count):
        told = [await self.next() for _ in range(count)]
        return [(type_, obj["metadata"]["name"]) for type_, obj in told]

    async def do(self, manifest):
        return await http.in_thread(lambda: store.act(self.cluster_id, lambda s: objects.create(s, manifest)))

    async def remove(self, name):
        key = ("ConfigMap", "default", name)
        await http.in_thread(lambda: store.act(self.cluster_id, lambda s: objects.delete(s, key)))


@pytest.fixture
async def watched():
    store.cache.clear()
    announce.attach(asyncio.get_running_loop())
    cluster = await http.in_thread(store.create_cluster)
    watched = Watched(cluster.pk)
    yield watched
    await watched.close()
    announce.detach(asyncio.get_running_loop())
    assert tail.open_tails() == 0


async def test_it_begins_with_what_is_there(watched):
    await watched.open()
    assert await watched.names(1) == [("ADDED", "kube-root-ca.crt")]


async def test_it_tells_what_happens_from_a_revision_on(watched):
    before = await watched.do(config_map("first"))
    await watched.do(config_map("second"))
    await watched.open(f"resourceVersion={before.revision}")
    await watched.remove("first")
    assert await watched.names(2) == [("ADDED", "second"), ("DELETED", "first")]


async def test_it_resumes_without_a_gap(watched):
    await watched.open()
    _, last = await watched.next()
    await watched.close()
    await watched.do(config_map("meanwhile"))
    await watched.open(f"resourceVersion={last['metadata']['resourceVersion']}")
    assert await watched.names(1) == [("ADDED", "meanwhile")]


async def test_it_follows_a_selector(watched):
    await watched.open("labelSelector=colour%3Dred")
    await watched.do(config_map("blue", colour="blue"))
    red = await watched.do(config_map("red", colour="red"))
    stored = red.get("ConfigMap", "default", "red")
    faded = [Put(with_metadata(stored, labels={"colour": "blue"}), "it fades")]
    await http.in_thread(lambda: store.act(watched.cluster_id, lambda _state: faded))
    assert await watched.names(2) == [("ADDED", "red"), ("DELETED", "red")]


async def test_it_ends_the_initial_events_with_a_bookmark(watched):
    await watched.open("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")
    await watched.next()
    type_, bookmark = await watched.next()
    assert (type_, bookmark["metadata"]["annotations"]) == ("BOOKMARK", {"k8s.io/initial-events-end": "true"})


async def test_a_table_names_its_columns_once(watched):
    await watched.open(accept="application/json;as=Table;v=v1;g=meta.k8s.io")
    await watched.do(config_map("second"))
    tables = [(await watched.next())[1] for _ in range(2)]
    assert [bool(table["columnDefinitions"]) for table in tables] == [True, False]
    assert tables[1]["rows"][0]["cells"][0] == "second"


async def test_it_says_when_the_log_no_longer_reaches_back(watched):
    state = await watched.do(config_map("first"))
    await http.in_thread(
        lambda: store.Cluster.objects.filter(pk=watched.cluster_id).update(compacted=state.revision, stamp=1)
    )
    await watched.open("resourceVersion=2")
    type_, status = await watched.next()
    assert (type_, status["code"], status["reason"]) == ("ERROR", 410, "Expired")


async def test_it_ends_when_its_time_is_up(watched):
    await watched.open("timeoutSeconds=1&resourceVersion=1000")
    await asyncio.wait_for(watched.reading, PATIENCE)


async def test_a_hundred_watches_follow_one_log(watched):
    newest = (await http.in_thread(lambda: store.load(watched.cluster_id))).revision
    opened = (Watched(watched.cluster_id).open(f"resourceVersion={newest}") for _ in range(100))
    others = await asyncio.gather(*opened)
    await watched.do(config_map("news"))
    told = [await other.next() for other in others]
    assert ({type_ for type_, _ in told}, tail.open_tails()) == ({"ADDED"}, 1)
    for other in others:
        await other.close()


async def test_a_selector_that_is_none_is_refused_before_anything_is_sent(watched):
    with pytest.raises(BadRequest):
        await watched.open("labelSelector=%21%21")
