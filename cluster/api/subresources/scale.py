"""`/scale` of what has replicas: `autoscaling/v1` Scale, whose spec holds nothing but the replicas.

Upstream: `pkg/registry/apps/deployment/storage/storage.go` (ScaleREST, scaleFromDeployment, scaleUpdatedObjectInfo).
"""

from collections.abc import Callable, Iterator

from cluster.api import options
from cluster.api.options import WriteOptions
from cluster.api.resource import Answer, Call
from cluster.api.verbs import bodies, writing
from cluster.api.verbs.patch import patched_by
from cluster.api.verbs.reading import find, key_of_call
from cluster.core import admission, selectors, validation
from cluster.core.errors import Invalid, NotFound
from cluster.core.kinds import Object
from cluster.core.moves import Move, Put
from cluster.core.objects import with_spec
from cluster.core.state import State

API_VERSION, KIND = "autoscaling/v1", "Scale"
SHARED = ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")


def scale_of(obj: Object) -> Object:
    """The Scale of a stored object."""
    metadata, spec, status = obj["metadata"], obj["spec"], obj.get("status") or {}
    # A count of 0 is left out of the spec, as Go does it there (`omitempty`), but not of the status.
    return {
        "kind": KIND,
        "apiVersion": API_VERSION,
        "metadata": {name: metadata[name] for name in SHARED if name in metadata},
        "spec": {"replicas": spec["replicas"]} if spec.get("replicas") else {},
        "status": {"replicas": status.get("replicas", 0), "selector": selectors.canonical(_selector(obj))},
    }


def _selector(obj: Object) -> Object | None:
    selector = obj["spec"].get("selector")
    return {"matchLabels": selector} if obj["kind"] == "ReplicationController" else selector


def get(call: Call) -> Answer:
    """The Scale. Raises NotFound."""
    return Answer(scale_of(find(call, call.state)))


def update(call: Call) -> Answer:
    """PUT of a Scale. Raises NotFound, Conflict, Invalid, BadRequest."""
    asked = options.write_options(call.request, "UpdateOptions")
    sent = bodies.read(call, asked, (API_VERSION, KIND))
    sent = bodies.judge_name(call, bodies.judge_namespace(call, sent))
    return _scaled(call, asked, lambda _: sent)


def patch(call: Call) -> Answer:
    """PATCH of a Scale. Raises NotFound, Conflict, Invalid, BadRequest, UnsupportedMediaType."""
    asked = options.write_options(call.request, "PatchOptions")
    change = patched_by(call, asked, (API_VERSION, KIND))
    return _scaled(call, asked, lambda stored: change(scale_of(stored)))


def _scaled(call: Call, asked: WriteOptions, wanted: Callable[[Object], Object]) -> Answer:
    key = key_of_call(call)

    def moves(state: State) -> Iterator[Move]:
        stored = state.at(key)
        if stored is None:
            raise NotFound(call.resource.group, call.resource.plural, key[2])
        scale = wanted(stored)
        errors = validation.validate_scale(scale)
        if errors:
            raise Invalid(KIND, "autoscaling", key[2], errors)
        replicas = (scale.get("spec") or {}).get("replicas") or 0
        changed = _conditioned(with_spec(stored, replicas=replicas), scale)
        new = admission.update(state, changed, "scale", key[1], asked.field_manager)
        yield Put(new, writing.reason_of(call, "scaled", stored, new))

    state = writing.carry_out(call, moves, asked.dry_run)
    return Answer(scale_of(writing.written(state, key)))


def _conditioned(obj: Object, scale: Object) -> Object:
    """The object under the conditions that the Scale carries: its uid and resourceVersion."""
    metadata = scale.get("metadata") or {}
    wanted = {"uid": metadata.get("uid"), "resourceVersion": metadata.get("resourceVersion")}
    return {**obj, "metadata": {**obj["metadata"], **wanted}}


HANDLERS = {"get": get, "update": update, "patch": patch}
