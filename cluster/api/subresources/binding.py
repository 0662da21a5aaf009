"""`pods/binding`: a pod is put on a node, as a scheduler does it (`pkg/registry/core/pod/storage/storage.go`)."""

from collections.abc import Iterator
from typing import Any

from cluster.api import options
from cluster.api.resource import Answer, Call
from cluster.api.subresources.answers import success
from cluster.api.verbs import bodies, writing
from cluster.core import times
from cluster.core.errors import Conflict, Invalid, NotFound
from cluster.core.field_errors import FieldError, not_supported, required
from cluster.core.moves import Move, Put
from cluster.core.objects import with_spec, with_status
from cluster.core.state import State


def create(call: Call) -> Answer:
    """Success. Raises NotFound, Conflict (the pod has a node), Invalid or BadRequest."""
    asked = options.write_options(call.request, "CreateOptions")
    name = call.info.name or _named(call)
    binding = bodies.read(call, asked, ("v1", "Binding"))
    target = binding.get("target") or {}
    errors = list(_errors(target))
    if errors:
        raise Invalid("Binding", "", name, errors)

    def moves(state: State) -> Iterator[Move]:
        pod = state.get("Pod", call.info.namespace, name)
        if pod is None:
            raise NotFound("", "pods", name)
        if pod["metadata"].get("deletionTimestamp"):
            raise Conflict("", "pods/binding", name, f"pod {name} is being deleted, cannot be assigned to a host")
        if pod["spec"].get("nodeName"):
            raise Conflict(
                "", "pods/binding", name, f'pod {name} is already assigned to node "{pod["spec"]["nodeName"]}"'
            )
        others = [c for c in (pod.get("status") or {}).get("conditions") or () if c["type"] != "PodScheduled"]
        scheduled = {
            "type": "PodScheduled",
            "status": "True",
            "lastProbeTime": None,
            "lastTransitionTime": times.to_text(state.now),
        }
        bound = with_status(with_spec(pod, nodeName=target["name"]), conditions=[*others, scheduled])
        yield Put(bound, f"you bound pod {name} to {target['name']}")

    writing.carry_out(call, moves, asked.dry_run)
    return success()


def _named(call: Call) -> str:
    metadata = bodies.read(call, options.write_options(call.request, "CreateOptions"), ("v1", "Binding"))["metadata"]
    return str(metadata.get("name") or "")


def _errors(target: dict[str, Any]) -> Iterator[FieldError]:
    if target.get("kind") not in {None, "", "Node"}:
        yield not_supported("target.kind", target["kind"], ["Node", "<empty>"])
    if not target.get("name"):
        yield required("target.name")


HANDLERS = {"create": create}
