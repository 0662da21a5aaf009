"""Bad input and strangers, over real sockets: each gets a Status, and nothing is left behind."""

import http.client
import json
import os
import socket
import time
from contextlib import suppress

import pytest
import yaml

from cluster.api import dispatch
from tests.e2e.asking import JSON, PROTOBUF, Cluster, Refused, eventually
from tests.patient import PATIENCE

DEPLOYMENTS = "apis/apps/v1/namespaces/default/deployments"
PODS = "api/v1/namespaces/default/pods"
YAML = "application/yaml"


@pytest.mark.parametrize(
    ("kind", "body", "code", "reason"),
    [
        pytest.param(JSON, b"{", 400, "BadRequest", id="half_json"),
        pytest.param(JSON, b'"text"', 400, "BadRequest", id="no_object"),
        pytest.param(JSON, b"[" * 100_000, 400, "BadRequest", id="deep_json"),
        pytest.param(JSON, b"", 400, "BadRequest", id="nothing"),
        pytest.param(YAML, b"a: [", 400, "BadRequest", id="half_yaml"),
        pytest.param(YAML, b"\xff\xfe", 400, "BadRequest", id="no_utf8"),
        pytest.param(YAML, b"a: &a [*a, *a]", 400, "BadRequest", id="yaml_in_itself"),
        pytest.param(PROTOBUF, b"k8s\x00\xff\xff", 400, "BadRequest", id="no_protobuf"),
        pytest.param("application/cbor", b"\xa0", 415, "UnsupportedMediaType", id="unknown_type"),
        pytest.param("text/html", b"<p>", 415, "UnsupportedMediaType", id="html"),
    ],
)
def test_it_refuses_bodies_that_cannot_be_read(cluster, kind, body, code, reason):
    with pytest.raises(Refused) as refused:
        cluster.ask("POST", DEPLOYMENTS, body, content_type=kind)
    assert (refused.value.code, refused.value.status["reason"]) == (code, reason)
    assert refused.value.status["kind"] == "Status"


@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        pytest.param("DELETE", f"{PODS}/a", b'{"kind": ["DeleteOptions"]}', 400, id="kind_is_a_list"),
        pytest.param("DELETE", f"{PODS}/a", b'{"kind": {}}', 400, id="kind_is_a_map"),
        pytest.param("DELETE", f"{PODS}/a", b'{"gracePeriodSeconds": "soon"}', 400, id="grace_is_a_text"),
        pytest.param("GET", f"{PODS}/a%0Ab", None, 404, id="line_break_in_a_name"),
        pytest.param("GET", f"{PODS}/%00", None, 404, id="null_in_a_name"),
        pytest.param("GET", f"{PODS}/%ff", None, 404, id="name_is_no_utf8"),
        pytest.param("GET", f"{PODS}?limit=many", None, 400, id="limit_is_a_word"),
        pytest.param("GET", f"{PODS}?labelSelector=%3D%3D", None, 400, id="selector_makes_no_sense"),
        pytest.param("GET", f"{PODS}?continue=x", None, 400, id="token_of_nobody"),
        pytest.param("GET", f"{PODS}?resourceVersion=x", None, 400, id="version_is_a_word"),
    ],
)
def test_it_refuses_senseless_requests(cluster, method, path, body, code):
    with pytest.raises(Refused) as refused:
        cluster.ask(method, path, body, content_type=JSON)
    assert (refused.value.code, refused.value.status["kind"]) == (code, "Status")


def test_it_refuses_what_is_too_large(cluster):
    with pytest.raises(Refused) as refused:
        cluster.ask("POST", DEPLOYMENTS, b" " * (dispatch.LIMIT + 1), content_type=JSON)
    assert (refused.value.code, refused.value.status["reason"]) == (413, "RequestEntityTooLarge")


def test_it_asks_strangers_who_they_are(cluster):
    stranger = Cluster(cluster.address.geturl(), "wrong")
    with pytest.raises(Refused) as refused:
        stranger.ask("GET", PODS)
    assert (refused.value.code, refused.value.status["reason"]) == (401, "Unauthorized")


@pytest.mark.parametrize("path", [PODS, f"{PODS}?watch=true", "version", DEPLOYMENTS])
def test_it_lets_nobody_into_somebody_elses_sandbox(cluster, played, path):
    token = yaml.safe_load(played.kubeconfig.read_text())["users"][0]["user"]["token"]
    with pytest.raises(Refused) as refused:
        Cluster(cluster.address.geturl(), token).ask("GET", path)
    assert (refused.value.code, refused.value.status["reason"]) == (403, "Forbidden")


def open_sockets(played):
    folder = f"/proc/{played.process.pid}/fd"
    found = 0
    for name in os.listdir(folder):
        with suppress(FileNotFoundError):
            found += os.readlink(f"{folder}/{name}").startswith("socket:")
    return found


def test_it_keeps_nothing_of_watches_whose_clients_went(cluster, played):
    before = open_sockets(played)
    connections = [cluster.connect() for _ in range(30)]
    for connection in connections:
        connection.request("GET", f"{cluster.address.path}/{PODS}?watch=true", headers=cluster._headers({}))
        assert connection.getresponse().status == 200
    assert open_sockets(played) >= before + 30
    for number, connection in enumerate(connections):
        if number % 2:
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()
    eventually(lambda: open_sockets(played) <= before + 1)


def test_it_outlives_clients_that_go_in_the_middle_of_a_body(cluster, played):
    for _ in range(5):
        connection = http.client.HTTPConnection(cluster.address.hostname, cluster.address.port)
        connection.putrequest("POST", f"{cluster.address.path}/{DEPLOYMENTS}")
        connection.putheader("authorization", f"Bearer {cluster.secret}")
        connection.putheader("content-length", "1000")
        connection.endheaders(b'{"kind": ')
        connection.close()
    assert cluster.ask("GET", "version")["major"] == "1"


def test_its_clocks_go_on_while_many_ask(cluster, space):
    """Requests come in one after the other, and in between a pod comes to run."""
    spec = {"containers": [{"name": "a", "image": "nginx:1.27"}]}
    space.create("pods", {"metadata": {"name": "meanwhile"}, "spec": spec})
    deadline = time.monotonic() + PATIENCE
    while space.get("pods", "meanwhile")["status"]["phase"] != "Running":
        assert time.monotonic() < deadline
        json.dumps(space.cluster.ask("GET", "openapi/v2"))
