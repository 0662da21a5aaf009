"""What simulated applications answer to requests."""

import pytest

from cluster.core import http_answers, network
from cluster.core.http_answers import Request
from cluster.core.network import Place
from tests.core.lived_in import deployment, lived_in, of_app, pod, service

ANSWERS = {
    "nginx": (("nginx:1.27",), {}, 80, "/", "<h1>Welcome to nginx!</h1>"),
    "nginx 404": (("nginx:1.27",), {}, 80, "/nope", "<center><h1>404 Not Found</h1></center>"),
    "httpd": (("httpd:2.4",), {}, 80, "/", "<html><body><h1>It works!</h1></body></html>\n"),
    "serve-hostname": (
        ("registry.k8s.io/e2e-test-images/agnhost:2.40",),
        {"args": ["serve-hostname"]},
        9376,
        "/",
        "app",
    ),
    "netexec": (("registry.k8s.io/e2e-test-images/agnhost:2.40",), {"args": ["netexec"]}, 8080, "/hostname", "app"),
    "go-demo-2": (("vfarcic/go-demo-2:1.0",), {}, 8080, "/demo/hello", "hello, world!\n"),
    "hello-app": (("gcr.io/google-samples/hello-app:2.0",), {}, 8080, "/", "Version: 2.0.0\nHostname: app\n"),
    "http-echo": (("hashicorp/http-echo:1.0.0",), {"args": ["-text=hi there"]}, 5678, "/", "hi there\n"),
    "unknown": (("acme/shop:2",), {}, 8080, "/", "hello from shop:2\n"),
    "nautilus": (
        ("registry.k8s.io/e2e-test-images/nautilus:1.7",),
        {},
        80,
        "/data.json",
        '{"image": "nautilus.jpg"}',
    ),
    "two words": (
        ("registry.k8s.io/e2e-test-images/agnhost:2.40",),
        {"args": ["netexec", "--http-port", "99"]},
        99,
        "/hostname",
        "app",
    ),
    "bad": (("acme/shop:2-bad",), {}, 8080, "/", "internal server error\n"),
}


@pytest.mark.parametrize(("words", "container", "port", "path", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_images_answer_in_their_own_words(words, container, port, path, expected):
    state = lived_in(pod("app", *words, **container))
    where = Place(state.get("Pod", "default", "app"), port)
    assert expected in http_answers.ask(state, where, Request(path=path), state.now).body


def test_a_service_spreads_requests_over_its_ready_pods():
    state = lived_in(deployment("web", "nginx:1.27", 3), service("web"))
    found = state.get("Service", "default", "web")
    names = {network.through(state, found, 80, str(n)).pod["metadata"]["name"] for n in range(40)}
    assert names == {one["metadata"]["name"] for one in of_app(state, "web")}
    assert network.through(state, found, 80, "7") == network.through(state, found, 80, "7")


def test_connections_fail_as_they_would():
    state = lived_in(service("web"), service("head", clusterIP="None"), pod("head", "nginx:1.27"))
    web = state.get("Service", "default", "web")["spec"]["clusterIP"]
    assert network.route(state, None, web, 80).failure == "refused"
    assert network.route(state, None, web, 81).failure == "timeout"
    assert network.route(state, None, "10.244.9.9", 80).failure == "unreachable"
    head = state.get("Pod", "default", "head")
    assert network.resolve(state, head, "head.default.svc") == [head["status"]["podIP"]]
    assert network.resolve(state, head, "kubernetes.default") == ["10.96.0.1"]
    assert http_answers.is_open(state, Place(head, 81), state.now) == "refused"


def test_a_node_port_leads_to_a_service():
    state = lived_in(service("web", type="NodePort"), pod("web", "nginx:1.27"))
    port = state.get("Service", "default", "web")["spec"]["ports"][0]["nodePort"]
    address = state.get("Node", "", "node-1")["status"]["addresses"][0]["address"]
    assert network.route(state, None, address, port).pod["metadata"]["name"] == "web"
