"""`agnhost guestbook`: a front that passes requests on to a primary, which keeps entries, and to its replicas.

Entries stand in the notes of the primary's pod, `simulation.entries`; its replicas say what it keeps. Upstream:
`test/images/agnhost/guestbook/guestbook.go`. Simplification: a replica has nothing while its primary cannot be reached.
"""

import json
import re
from typing import NamedTuple

from cluster.core import containers, network
from cluster.core.kinds import Key, Object, key_of
from cluster.core.network import Place
from cluster.core.state import State

ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")
Words = dict[str, str]
PRIMARY, REPLICA = "agnhost-primary", "agnhost-replica"
DEEPEST = 3
"""A front, a replica, its primary."""


class Reply(NamedTuple):
    """What is answered, and the entry that the pod `keeper` keeps from now on."""

    status: int
    body: str
    keeper: Key | None = None
    entry: tuple[str, str] = ("", "")


class Asked(NamedTuple):
    """A request that has reached a container at `now` (milliseconds); `depth` of them came before it."""

    state: State
    pod: Object
    container: Object
    now: int
    depth: int = 0


def reply(asked: Asked, path: str) -> Reply:
    """The answer to `GET path`."""
    route, _, query = path.partition("?")
    return _reply(asked, route, parameters(query))


def parameters(query: str) -> Words:
    """`key=a%20b&value=c` -> {key: "a b", value: "c"}"""
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return {_unescaped(name): _unescaped(value) for name, _, value in pairs}


def _unescaped(text: str) -> str:
    raw = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text.replace("+", " ").encode())
    return raw.decode(errors="replace")


def _reply(asked: Asked, route: str, words: Words) -> Reply:
    handler = {"/get": _get, "/set": _set, "/guestbook": _front}.get(route)
    return handler(asked, words) if handler else Reply(404, "404 page not found\n")


def with_entry(pod: Object, entry: tuple[str, str]) -> Object:
    """A primary's pod that keeps an entry more."""
    note = pod.get("simulation") or {}
    return {**pod, "simulation": {**note, "entries": {**entries(pod), entry[0]: entry[1]}}}


def entries(pod: Object) -> dict[str, str]:
    """What a primary's pod keeps."""
    found: dict[str, str] = (pod.get("simulation") or {}).get("entries") or {}
    return found


def _get(asked: Asked, words: Words) -> Reply:
    primary = containers.flags(asked.container.get("args") or ()).get("--replicaof")
    if primary and asked.depth < DEEPEST:
        found = _passed_on(asked, primary, "/get", words)
        return found if found.status == 200 else _data(words, {})
    return _data(words, entries(asked.pod))


def _data(words: Words, kept: dict[str, str]) -> Reply:
    key = words.get("key", "")
    value = kept.get(key, "") if key else kept
    return Reply(200, json.dumps({"data": value}, separators=(",", ":"), sort_keys=True))


def _set(asked: Asked, words: Words) -> Reply:
    if not words.get("key"):
        return Reply(400, "cannot set with empty key.\n")
    return Reply(200, '{"message":"Updated"}', key_of(asked.pod), (words["key"], words.get("value", "")))


def _front(asked: Asked, words: Words) -> Reply:
    command = words.get("cmd", "").lower()
    if command not in {"get", "set"}:
        return Reply(400, f"unsupported cmd: '{command}'\n")
    if command == "set" and not words.get("key"):
        return Reply(400, "cannot set with empty key.\n")
    return _passed_on(asked, REPLICA if command == "get" else PRIMARY, f"/{command}", words)


def _passed_on(asked: Asked, host: str, route: str, words: Words) -> Reply:
    """What the program says to which the request is passed on."""
    port = containers.flags(asked.container.get("args") or ()).get("--backend-port", "6379")
    where = f"{host}:{port}"
    service = asked.state.get("Service", asked.pod["metadata"]["namespace"], host)
    if service is None or not port.isdecimal() or asked.depth >= DEEPEST:
        return Reply(400, f"host and/or port param are invalid. lookup {host}: no such host\n")
    place = network.through(asked.state, service, int(port), asked.pod["metadata"]["uid"])
    found = _listening(asked, place)
    if found is None:
        why = "connect: connection refused" if place.failure in {"", "refused"} else "i/o timeout"
        asking = f"{route}?key={words.get('key', '')}&value={words.get('value', '')}"
        return Reply(417, f'encountered error: Get "http://{where}{asking}": dial tcp {where}: {why}\n')
    return _reply(found, route, words)


def _listening(asked: Asked, place: Place) -> Asked | None:
    if place.failure or place.pod is None:
        return None
    for container in place.pod["spec"]["containers"]:
        if containers.is_listening(asked.state, place.pod, container, place.port, asked.now):
            return Asked(asked.state, place.pod, container, asked.now, asked.depth + 1)
    return None
