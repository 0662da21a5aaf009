"""The API over HTTP: addresses, secrets, sizes, headers."""

import asyncio

import pytest

from cluster import store
from cluster.api import dispatch
from cluster.api.watching import tail
from tests.api.over_http import Client
from tests.patient import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
CONFIG_MAPS = "/k8s/classroom-1/api/v1/namespaces/default/configmaps"


@pytest.fixture
def secret(cluster):
    return store.credentials.issue(cluster.id)


@pytest.fixture
def client(secret):
    return Client(f"Bearer {secret}")


async def test_it_serves_a_cluster_under_its_name(client):
    answer = await client.get("/k8s/classroom-1/api/v1/nodes")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert [node["metadata"]["name"] for node in answer.json()["items"]] == ["node-1", "node-2", "node-3"]


@pytest.mark.parametrize("path", ["/api/v1/nodes", "/apis/apps/v1/deployments", "/livez", "/version", "/openapi/v3"])
async def test_it_serves_paths_without_the_name_to_who_has_a_secret(client, path):
    at_root, named = await client.get(path), await client.get(f"/k8s/classroom-1{path}")
    assert (at_root.status, at_root.content) == (200, named.content)


@pytest.mark.parametrize(
    "path", ["/api/v1/nodes", "/livez", "/k8s/classroom-1/api", "/k8s/no-such/api", "/k8s/classroom-1"]
)
async def test_it_asks_strangers_for_a_secret(cluster, path):
    answer = await Client().get(path)
    assert (answer.status, answer.json()["reason"]) == (401, "Unauthorized")


async def test_it_lists_its_paths(client):
    paths = (await client.get("/k8s/classroom-1/")).json()["paths"]
    assert {"/api/v1", "/apis/apps/v1", "/openapi/v3", "/version"} <= set(paths)


async def test_it_creates_without_cookies(client):
    body = {"metadata": {"name": "a"}, "data": {"x": "1"}}
    answer = await client.post(CONFIG_MAPS, body)
    assert answer.status == 201
    assert "set-cookie" not in answer.headers


async def test_it_refuses_bodies_that_are_too_large(client):
    answer = await client.post(CONFIG_MAPS, b" " * (dispatch.LIMIT + 1))
    assert (answer.status, answer.json()["reason"]) == (413, "RequestEntityTooLarge")


async def test_it_reads_bodies_of_up_to_three_mebibytes(client):
    body = b'{"metadata":{"name":"a"}}'
    answer = await client.post(CONFIG_MAPS, body.ljust(dispatch.LIMIT))
    assert answer.status == 201


async def test_it_bears_queries_of_any_length_and_kind(client):
    for query in ("&".join(f"a{n}=1" for n in range(3000)), "labelSelector=%ff%00", "=&&&;=%", "limit=%00"):
        answer = await client.get(f"/k8s/classroom-1/api/v1/nodes?{query}")
        assert answer.status in {200, 400}
        assert answer.json()["kind"] in {"NodeList", "Status"}


async def test_it_tells_several_warnings(client):
    body = {"metadata": {"name": "a"}, "date": {}, "kin": 1}
    answer = await client.post(CONFIG_MAPS, body)
    assert answer.headers["warning"] == '299 - "unknown field \\"date\\"", 299 - "unknown field \\"kin\\""'


async def test_it_keeps_answers_out_of_caches(client):
    assert (await client.get("/k8s/classroom-1/api")).headers["cache-control"] == "no-cache, private"


async def test_what_applications_answer_is_no_page(client):
    assert (await client.get("/k8s/classroom-1/api")).headers["x-content-type-options"] == "nosniff"


async def test_the_head_of_a_watch_comes_before_its_first_event(client):
    watch = client.watch("/k8s/classroom-1/api/v1/namespaces/default/secrets?watch=1")
    await watch.send_input({"type": "http.request", "body": b""})
    assert (await watch.receive_output())["status"] == 200
    assert await watch.receive_output() == {"type": "http.response.body", "body": b"", "more_body": True}
    await watch.send_input({"type": "http.disconnect"})
    await watch.wait(PATIENCE)


async def test_a_client_that_leaves_leaves_nothing_behind(client):
    watch = client.watch(f"{CONFIG_MAPS}?watch=1")
    await watch.send_input({"type": "http.request", "body": b""})
    while not (await watch.receive_output()).get("body"):
        pass
    assert tail.open_tails() == 1
    tasks = len(asyncio.all_tasks())
    await watch.send_input({"type": "http.disconnect"})
    await watch.wait(PATIENCE)
    assert tail.open_tails() == 0
    assert len(asyncio.all_tasks()) < tasks


async def test_it_bears_who_leaves_in_mid_request(client):
    asked = client.watch(CONFIG_MAPS)
    await asked.send_input({"type": "http.disconnect"})
    await asked.wait(PATIENCE)
    assert asked.output_queue.empty()
