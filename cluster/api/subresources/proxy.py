"""`pods/proxy`, `services/proxy`, `nodes/proxy`: the answer of the simulated application.

Upstream: `pkg/registry/core/pod/strategy.go` and `pkg/registry/core/service/storage/storage.go` (ResourceLocation),
`apimachinery/pkg/util/proxy/upgradeaware.go`.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from cluster.api.resource import Answer, Call
from cluster.api.subresources.answers import ServiceUnavailable, pod_of
from cluster.api.verbs import writing
from cluster.core import guestbook, http_answers, network
from cluster.core.errors import ApiError, BadRequest, NotFound
from cluster.core.http_answers import Request
from cluster.core.kinds import Key, Object, public
from cluster.core.moves import Move, Put
from cluster.core.network import Place
from cluster.core.state import State

SCHEMES = ("http", "https", "")
FAILURES = {
    "refused": "dial tcp {place}: connect: connection refused",
    "timeout": "dial tcp {place}: i/o timeout",
    "unreachable": "dial tcp {place}: connect: no route to host",
}


class NoAddress(ApiError):
    """400: a pod that has no address yet."""

    code, reason = 400, "BadRequest"

    def __init__(self) -> None:
        super().__init__("address not allowed")


def split(name: str) -> tuple[str, str, str]:
    """(scheme, name, port) of `web`, `web:80` or `http:web:80`. Raises BadRequest."""
    parts = name.split(":")
    if len(parts) == 1:
        return "", name, ""
    if len(parts) == 2:
        return "", parts[0], parts[1]
    if len(parts) == 3 and parts[0] in SCHEMES:
        return parts[0], parts[1], parts[2]
    raise BadRequest(f'invalid service request "{name}"')


def pod(call: Call) -> Answer:
    """What a pod answers; without a port its first one is asked. Raises NotFound, BadRequest, ServiceUnavailable."""
    _, name, port = split(call.info.name)
    found = pod_of(_named(call, name))
    number = int(port) if port.isdecimal() else _port_named(found, port)
    if not (found.get("status") or {}).get("podIP"):
        raise NoAddress
    return _answered(call, Place(found, number))


def _named(call: Call, name: str) -> Call:
    from dataclasses import replace  # noqa: PLC0415

    return replace(call, info=replace(call.info, name=name))


def _port_named(found: Object, name: str) -> int:
    for container in found["spec"]["containers"]:
        for port in container.get("ports") or ():
            if not name or port.get("name") == name:
                return int(port["containerPort"])
    return 80


def service(call: Call) -> Answer:
    """What one of a Service's ready pods answers. Raises NotFound, BadRequest, ServiceUnavailable."""
    _, name, port = split(call.info.name)
    found = call.state.get("Service", call.info.namespace, name)
    if found is None:
        raise NotFound("", "services", name)
    ports = found["spec"].get("ports") or []
    entry = next((one for one in ports if port in {one.get("name") or "", str(one["port"])}), None)
    if not port and len(ports) == 1:
        entry = ports[0]
    if entry is None:
        raise ServiceUnavailable(f'no service port "{port}" found for service "{name}"')
    place = network.through(call.state, found, entry["port"], f"{call.state.revision}/{call.wall}")
    if place.failure == "refused":
        raise ServiceUnavailable(f'no endpoints available for service "{name}"')
    return _answered(call, place)


def _answered(call: Call, place: Place) -> Answer:
    query = urlencode(call.request.query, doseq=True)
    path = f"/{call.info.path}" + (f"?{query}" if query else "")
    request = Request(call.request.method, path, call.request.header("host"))
    answer = http_answers.ask(call.state, place, request, call.now)
    if answer.failure:
        address = ((place.pod or {}).get("status") or {}).get("podIP", "")
        why = FAILURES[answer.failure].format(place=f"{address}:{place.port}")
        raise ServiceUnavailable(f"error trying to reach service: {why}")
    if answer.kept and answer.kept.keeper:
        _keep(call, answer.kept.keeper, answer.kept.entry)
    headers = {"Server": answer.server} if answer.server else {}
    return Answer(answer.body, code=answer.status, media_type=answer.content_type, headers=headers)


def _keep(call: Call, keeper: Key, entry: tuple[str, str]) -> None:
    """The program has written something down."""

    def moves(state: State) -> Iterator[Move]:
        pod = state.at(keeper)
        if pod is not None:
            yield Put(guestbook.with_entry(pod, entry), f"{keeper[2]} was sent an entry for {entry[0]}")

    writing.carry_out(call, moves, False)


def node(call: Call) -> Answer:
    """What a kubelet answers: its health and its pods; the rest is 404. Raises NotFound, ServiceUnavailable."""
    _, name, port = split(call.info.name)
    found = call.state.get("Node", "", name)
    if found is None:
        raise NotFound("", "nodes", name)
    if "silent_since" in (found.get("simulation") or {}):
        raise ServiceUnavailable(f"error trying to reach service: dial tcp {name}:{port or 10250}: i/o timeout")
    path = call.info.path.strip("/")
    if path in {"healthz", ""}:
        return Answer("ok" if path else "404 page not found\n", code=200 if path else 404)
    if path == "pods":
        pods = sorted(call.state.pods_on(name), key=lambda one: (one["metadata"]["namespace"], one["metadata"]["name"]))
        items = [public(one) for one in pods]
        return Answer({"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": items}, shown=True)
    return Answer("404 page not found\n", code=404)


VERBS = ("create", "delete", "get", "patch", "update")
PODS, SERVICES, NODES = (dict.fromkeys(VERBS, handler) for handler in (pod, service, node))
