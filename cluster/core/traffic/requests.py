"""One request: which endpoint takes it, which page it asks for, and what becomes of it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from cluster.core import containers, deployments, http_answers, network, services, stopping_times
from cluster.core.images import Behaviour, InvalidImageName
from cluster.core.kinds import Object
from cluster.core.labels_text import format_labels
from cluster.core.network import Target
from cluster.core.objects import controller_of, is_deleting, labels_of, name_of, namespace_of
from cluster.core.state import State
from cluster.core.traffic.tallies import Version

Container = dict[str, Any]
PAGES = 2
"""Pages that clients ask for at most, in turn: see `pages_of`."""


class Refusal(NamedTuple):
    """Why a request got no answer: a word for the kind, a sentence, the pod that it was sent to."""

    kind: str
    why: str
    pod: str = ""


class Answer(NamedTuple):
    """An answer of a version, with its HTTP status."""

    version: Version
    status: int


def has_clients(service: Object) -> bool:
    """Whether somebody sends requests to a Service: it finds pods by a selector, and has a port."""
    spec = service["spec"]
    return bool(spec.get("selector") and spec.get("ports")) and services.type_of(service) != "ExternalName"


def targets_of(state: State, service: Object) -> tuple[Target, ...]:
    """The endpoints that kube-proxy knows for the Service's first port, in the order in which they take turns."""
    port = service["spec"]["ports"][0]
    return tuple(network.candidates(state, service, port.get("name") or ""))


def nobody(state: State, service: Object) -> Refusal:
    """Why kube-proxy knows no endpoint: no pod is found or comes, none is ready, none has the port, or it is behind."""
    selector, port = service["spec"]["selector"], service["spec"]["ports"][0]
    namespace = namespace_of(service)
    pods = list(state.labelled("Pod", namespace, selector))
    if not pods and not _are_coming(state, namespace, selector):
        return Refusal("no pod", f"no pod has the labels that the Service selects, {format_labels(selector)}")
    endpoints = (one for piece in network.slices(state, service) for one in piece.get("endpoints") or ())
    if not any(network.is_ready(one) for one in endpoints):
        return Refusal("none ready", "the Service had no endpoint, for no pod was ready")
    if not targets_of(state, service):
        return Refusal("port", f"the pods have no port named {port.get('targetPort')!r}, which is the targetPort")
    return Refusal("none ready", "kube-proxy did not know the Service's endpoints yet")


def _are_coming(state: State, namespace: str, selector: dict[str, str]) -> bool:
    return any(
        selector.items() <= labels_of(deployment["spec"]["template"]).items()
        for deployment in state.of_kind("Deployment", namespace)
        if deployments.desired_replicas(deployment)
    )


def outcome(state: State, target: Target, number: int, now: int) -> Answer | Refusal:
    """What becomes of a request to an endpoint at `now`; `number` says which of the pages it asks for."""
    pod = next(iter(state.pods_at(target.address)), None)
    if pod is None:
        name = target.pod or target.address
        return Refusal("gone", f"{name} was gone, and kube-proxy did not know it yet", target.pod)
    node = state.get("Node", "", pod["spec"].get("nodeName") or "")
    if node is None or "silent_since" in (node.get("simulation") or {}):
        where = pod["spec"].get("nodeName")
        return Refusal("silent", f"{where} has no power, so requests to {name_of(pod)} timed out", name_of(pod))
    for container in http_answers.running(pod):
        if containers.is_listening(state, pod, container, target.port, now):
            return _answer(state, pod, container, number)
    return _refused(state, pod, target.port, now)


def _answer(state: State, pod: Object, container: Container, number: int) -> Answer:
    program = containers.program_of(state, container)
    pages = pages_of(program)
    status, _ = containers.page(state, pod, container, program, pages[number % len(pages)])
    owner = controller_of(pod) or {"uid": "", "name": ""}
    return Answer(Version(owner["uid"], owner["name"], container["image"]), status)


def pages_of(program: Behaviour) -> tuple[str, ...]:
    """What clients ask for in turn: a page that the program has by itself, and one for which it needs others.

    A shop's front page and its list of goods: without a database only every second request is answered.
    """
    alone = [page.path for page in program.pages if not page.needs_host][:1]
    needy = [page.path for page in program.pages if page.needs_host][:1]
    return tuple(alone + needy) or ("/",)


def _refused(state: State, pod: Object, port: int, now: int) -> Refusal:
    name = name_of(pod)
    listeners = [(c, program) for c, program in _programs(state, pod) if containers.opens(program, c, port)]
    if is_deleting(pod) and listeners:
        hook = "" if stopping_times.hook_ms(listeners[0][0]) else ", having no preStop hook"
        return Refusal(
            "stopping", f"{name} had stopped listening while kube-proxy still sent requests to it{hook}", name
        )
    if not listeners:
        return Refusal("port", f"nothing in {name} listens on port {port}, to which the Service leads", name)
    container, program = listeners[0]
    note = _note(pod, container)
    if note.get("is") == "running" and now < note["at"] + program.boot_ms:
        probe = "" if container.get("readinessProbe") else ", having no readiness probe"
        return Refusal("booting", f"{name} was Ready before it listened{probe}", name)
    return Refusal("down", f"{container['name']} in {name} was not running", name)


def _programs(state: State, pod: Object) -> Iterator[tuple[Container, Behaviour]]:
    for container in http_answers.running(pod):
        try:
            yield container, containers.program_of(state, container)
        except InvalidImageName:
            continue


def _note(pod: Object, container: Container) -> dict[str, Any]:
    return ((pod.get("simulation") or {}).get("containers") or {}).get(container["name"]) or {}


def listens_from(state: State, pod: Object) -> int:
    """When the last of a pod's programs that were started comes to listen (ms)."""
    notes = [(_note(pod, container), program) for container, program in _programs(state, pod)]
    return max((note["at"] + program.boot_ms for note, program in notes if note.get("is") == "running"), default=0)


def turning_points(state: State, target: Target) -> Iterator[int]:
    """When what an endpoint does changes by itself (ms): its programs begin to listen, get SIGTERM, are killed."""
    for pod in state.pods_at(target.address):
        for container, program in _programs(state, pod):
            note = _note(pod, container)
            if note.get("is") == "running":
                yield note["at"] + program.boot_ms
            stop = stopping_times.of_pod(pod, container, program)
            if stop is not None:
                yield stop.term
                yield stop.end
