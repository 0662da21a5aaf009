"""What can be done with an object: buttons and small forms, each with the kubectl command that it stands for."""

from typing import NamedTuple

from django.utils.safestring import SafeString

from cluster.core import deployments, nodes
from cluster.core.acts.catalogue import OFFERS, offers_for
from cluster.core.kinds import Key, Object, key_of
from cluster.core.objects import controller_of, namespace_of, uid_of
from cluster.core.state import State
from playground.sandbox.picture.images import Suggestion, suggestions
from playground.sandbox.templatetags.sandbox import act_button, acts

OPEN = "…"
"""Stands in a command for what is yet to be filled in."""
PREFIX = "panel-"


class Field(NamedTuple):
    """What is to be filled in: a number, or a text with suggestions."""

    name: str
    label: str
    value: str
    is_number: bool = False
    suggestions: tuple[Suggestion, ...] = ()


class Deed(NamedTuple):
    """One act. Without a `field` it is a `button`, with one a form of these `attributes`."""

    id: str
    label: str
    command: str
    pattern: str
    button: SafeString
    attributes: SafeString
    field: Field | None = None


def deeds_for(sandbox: str, state: State, obj: Object) -> list[Deed]:
    """The acts that make sense for an object now, in the order in which one wants them."""
    key, place = key_of(obj), {"name": sandbox}
    found = [deed for name in _names(state, obj) for deed in _deeds(place, key, name, obj)]
    back = _way_back(state, obj)
    return [_button(place, *back), *found] if back else found


def _names(state: State, obj: Object) -> list[str]:
    """Offers that would do something: a paused rollout can be resumed, not paused, and the first one not undone."""
    spec = obj.get("spec") or {}
    revisions = sum(1 for _ in state.dependents(uid_of(obj), "ReplicaSet"))
    idle = {
        "undo" if revisions < 2 else "",
        "pause" if spec.get("paused") else "resume",
        "uncordon" if nodes.is_schedulable(obj) else "cordon",
        "plug-in" if nodes.silent_since(obj) is None else "unplug",
    }
    return [offer.name for offer in offers_for(obj["kind"]) if offer.name not in idle]


def _deeds(place: dict[str, str], key: Key, name: str, obj: Object) -> list[Deed]:
    if name == "set-image":
        containers = obj["spec"]["template"]["spec"]["containers"]
        return [_image_form(place, key, container["name"], container.get("image", "")) for container in containers]
    if name == "scale":
        number = Field("replicas", "replicas", str(deployments.desired_replicas(obj)), is_number=True)
        return [_form(place, key, name, number, {})]
    return [_button(place, key, name, {})]


def _image_form(place: dict[str, str], key: Key, container: str, image: str) -> Deed:
    field = Field("image", f"image of {container}", image, suggestions=suggestions(image))
    return _form(place, key, "set-image", field, {"container": container})


def _form(place: dict[str, str], key: Key, name: str, field: Field, fixed: dict[str, str]) -> Deed:
    offer, filled = OFFERS[name], {**fixed, field.name: field.value}
    attributes = acts(place, key, name, **fixed)
    pattern = offer.command(key, {**fixed, field.name: OPEN})
    ident = "-".join([f"{PREFIX}do", name, *fixed.values()])
    return Deed(ident, offer.label, offer.command(key, filled), pattern, SafeString(), attributes, field)


def _button(place: dict[str, str], key: Key, name: str, fields: dict[str, str], label: str = "") -> Deed:
    command = OFFERS[name].command(key, fields)
    button = act_button(place, key, name, PREFIX, label, **fields)
    return Deed(f"{PREFIX}do-{name}", label or OFFERS[name].label, command, command, button, SafeString())


def go_back(sandbox: str, key: Key, revision: int) -> Deed:
    """Return a Deployment to an earlier rollout revision."""
    return _button({"name": sandbox}, key, "undo", {"revision": str(revision)}, f"Go back to revision {revision}")


def _way_back(state: State, obj: Object) -> tuple[Key, str, dict[str, str], str] | None:
    """For an old ReplicaSet: return its Deployment to this revision."""
    owner = controller_of(obj)
    deployment = state.get("Deployment", namespace_of(obj), owner["name"]) if owner else None
    revision = deployments.revision_of(obj)
    if obj["kind"] != "ReplicaSet" or deployment is None or not revision:
        return None
    new = deployments.find_new_replica_set(deployment, state.dependents(uid_of(deployment), "ReplicaSet"))
    if new is None or uid_of(new) == uid_of(obj):
        return None
    return key_of(deployment), "undo", {"revision": str(revision)}, f"Go back to revision {revision}"
