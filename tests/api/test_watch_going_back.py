"""Who watches while someone goes back in time misses nothing: the difference comes as events, and a list agrees."""

import asyncio

import orjson
import pytest

from cluster import announce, store
from cluster.api import http, watch
from cluster.api.request import make
from cluster.core import engine
from tests.api.asking import Api
from tests.cluster.samples import deployment, putting, with_image
from tests.patient import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)

PODS = "/api/v1/pods"


def version_of(obj):
    return obj["metadata"]["uid"], obj["metadata"]["resourceVersion"]


class Informer:
    """A client that keeps its own copy of all pods, as controllers do: a list, then what the watch tells."""

    def __init__(self, cluster_id):
        self.cluster_id, self.types = cluster_id, []

    async def begin(self):
        listed = await http.in_thread(lambda: Api(self.cluster_id).get(PODS).body)
        self.pods = {obj["metadata"]["name"]: version_of(obj) for obj in listed["items"]}
        query = f"{PODS}?watch=1&resourceVersion={listed['metadata']['resourceVersion']}"
        stream = await watch.stream(self.cluster_id, make("GET", query, {}), http.in_thread)
        self.reading = asyncio.create_task(self._read(stream.chunks))

    async def _read(self, chunks):
        async for frame in chunks:
            event = orjson.loads(frame)
            name, known = event["object"]["metadata"]["name"], version_of(event["object"])
            self.types.append(event["type"])
            assert (event["type"] == "ADDED") == (name not in self.pods)
            if event["type"] == "DELETED":
                assert self.pods.pop(name)[0] == known[0]
            else:
                self.pods[name] = known

    async def agrees(self):
        """Whether the copy becomes what a list says."""
        listed = await http.in_thread(lambda: Api(self.cluster_id).get(PODS).body)
        wanted = {obj["metadata"]["name"]: version_of(obj) for obj in listed["items"]}
        for _ in range(20 * PATIENCE):
            if self.pods == wanted or self.reading.done():
                break
            await asyncio.sleep(0.05)
        return self.pods == wanted


def ran(cluster_id, seconds):
    """Let the cluster live for a while at once."""
    store.pause(cluster_id)
    end = store.load(cluster_id).now + seconds * 1000
    while (due := engine.wake_at(store.load(cluster_id))) is not None and due < end:
        store.skip_to_next(cluster_id)
    return store.load(cluster_id)


@pytest.fixture
async def informed():
    """(cluster id, revision before a rolling update, informer after it)."""
    announce.attach(asyncio.get_running_loop())

    def prepared():
        cluster = store.create_cluster()
        store.act(cluster.pk, putting(deployment()))
        before = ran(cluster.pk, 20)
        store.act(cluster.pk, with_image("nginx:1.28"))
        ran(cluster.pk, 8)
        return cluster.pk, before.revision

    cluster_id, revision = await http.in_thread(prepared)
    informer = Informer(cluster_id)
    await informer.begin()
    yield cluster_id, revision, informer
    informer.reading.cancel()
    await asyncio.wait([informer.reading])
    announce.detach(asyncio.get_running_loop())


async def test_it_hears_exactly_the_difference(informed):
    cluster_id, revision, informer = informed
    before = dict(informer.pods)
    await http.in_thread(lambda: store.fork_at(cluster_id, revision))
    assert await informer.agrees()
    gone, come = before.keys() - informer.pods.keys(), informer.pods.keys() - before.keys()
    assert (informer.types.count("DELETED"), informer.types.count("ADDED")) == (len(gone), len(come))
    assert gone
    assert come


async def test_it_hears_what_happens_then(informed):
    cluster_id, revision, informer = informed
    await http.in_thread(lambda: store.fork_at(cluster_id, revision))
    await http.in_thread(lambda: store.act(cluster_id, putting(deployment(5))))
    await http.in_thread(lambda: ran(cluster_id, 20))
    assert await informer.agrees()
    assert len(informer.pods) == 5


async def test_it_follows_to_another_branch_and_through_an_undo(informed):
    cluster_id, revision, informer = informed
    await http.in_thread(lambda: store.fork_at(cluster_id, revision))
    await http.in_thread(lambda: store.return_to(cluster_id, store.branches(cluster_id)[0].id))
    assert await informer.agrees()
    await http.in_thread(lambda: store.undo(cluster_id))
    assert await informer.agrees()
