"""Finding the objects that a request is about."""

from collections.abc import Callable, Iterable

from cluster.api import heartbeats
from cluster.api.options import TooLargeVersion
from cluster.api.resource import Call
from cluster.core import field_selectors, selectors
from cluster.core.errors import BadRequest, NotFound
from cluster.core.kinds import Key, Object
from cluster.core.requirements import SelectorError
from cluster.core.state import State


def key_of_call(call: Call) -> Key:
    """The key of the object that the request names. Needs a stored resource."""
    assert call.resource.stored is not None
    return call.resource.stored.kind, call.info.namespace, call.info.name


def find(call: Call, state: State) -> Object:
    """The object that the request names, in stored form with its heartbeats. Raises NotFound."""
    resource, info = call.resource, call.info
    if resource.objects is not None:
        everything = resource.objects(call, state, info.namespace)
        found = next((obj for obj in everything if obj["metadata"]["name"] == info.name), None)
    else:
        found = state.at(key_of_call(call))
    if found is None:
        raise NotFound(resource.group, resource.plural, info.name)
    return heartbeats.node(found, call.now) if found["kind"] == "Node" else found


def select(call: Call, state: State, labels: str, fields: str) -> list[Object]:
    """The objects of the request's collection that both selectors find, by namespace and name. Raises BadRequest."""
    resource, namespace = call.resource, call.info.namespace
    matches = chosen(call, labels, fields)
    objects: Iterable[Object]
    if resource.objects is not None:
        objects = resource.objects(call, state, namespace)
    else:
        objects = state.of_kind(resource.stored.kind if resource.stored else resource.kind, namespace or None)
    if matches is not None:
        objects = filter(matches, objects)
    found = sorted(objects, key=place)
    return [heartbeats.node(obj, call.now) for obj in found] if resource.kind == "Node" else found


def chosen(call: Call, labels: str, fields: str) -> Callable[[Object], bool] | None:
    """Whether both selectors find an object; None when there is no selector at all. Raises BadRequest."""
    try:
        selector = selectors.parse(labels)
        terms = field_selectors.parse(fields, call.resource.kind)
    except SelectorError as error:
        raise BadRequest(str(error)) from None
    if call.info.name and call.info.verb == "watch":
        terms = (*terms, field_selectors.FieldTerm("metadata.name", call.info.name))
    if not labels and not terms:
        return None

    def matches(obj: Object) -> bool:
        found = not labels or selector.matches(obj["metadata"].get("labels") or {})
        return found and (not terms or field_selectors.matches(terms, obj))

    return matches


def place(obj: Object) -> tuple[str, str]:
    """(namespace, name): the order of lists."""
    metadata = obj["metadata"]
    return metadata.get("namespace", ""), metadata["name"]


def judge_reached(state: State, revision: int | None) -> None:
    """Whether the cluster has come to a revision that the client knows of. Raises TooLargeVersion."""
    if revision is not None and revision > state.revision:
        raise TooLargeVersion(revision, state.revision)
