"""Acts named by words of a command line: which Deployment of a manifest is meant, and what is done to it."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from cluster.core import namespaces
from cluster.core.acts import objects
from cluster.core.acts.catalogue import OFFERS
from cluster.core.errors import BadRequest
from cluster.core.kinds import Key, Object
from cluster.core.moves import Move, Put
from cluster.core.state import State


class Target(NamedTuple):
    """The Deployments of a manifest, each with the names of its containers."""

    deployments: dict[Key, frozenset[str]]


def choose(manifest: list[Object], name: str | None = None) -> Target:
    """The Deployments that changes may address, only the one called `name` if that is given.

    Raises BadRequest when the manifest has none, or none of that name.
    """
    found = {_key(obj): _containers(obj) for obj in manifest if obj["kind"] == "Deployment"}
    chosen = {key: containers for key, containers in found.items() if name in {None, key[2]}}
    if not chosen:
        raise BadRequest(f"the manifest has no Deployment{f' named {name}' if name else ''}")
    return Target(chosen)


def applications(manifest: list[Object]) -> list[Callable[[State], list[Move]]]:
    """One application per object, Namespaces first, as one request each; namespaces only mentioned are made too."""
    ordered = sorted(manifest, key=lambda obj: obj["kind"] != "Namespace")
    own = {str((obj.get("metadata") or {}).get("name")) for obj in ordered if obj["kind"] == "Namespace"}
    mentioned = {str((obj.get("metadata") or {}).get("namespace") or "default") for obj in manifest}
    return [
        *(partial(_make_namespace, name=name) for name in sorted(mentioned - own)),
        *(partial(_apply, obj=obj) for obj in ordered),
    ]


def _make_namespace(state: State, name: str) -> list[Move]:
    if state.get("Namespace", "", name) is not None:
        return []
    return [Put(namespaces.new_namespace(name), f"the manifest puts objects into namespace {name}")]


def _apply(state: State, obj: Object) -> list[Move]:
    return objects.apply(state, obj).moves


def perform(state: State, target: Target, option: str, value: str) -> list[Move]:
    """Do one change, such as ("scale", "5") or ("set_image", "web=nginx:1.28"). Raises ApiError."""
    name, fields = _fields(option, value)
    offer = OFFERS[name]
    return [move for key in _addressed(target, name, fields) for move in offer.perform(state, key, fields)]


def command(target: Target, option: str, value: str) -> str:
    """The kubectl command of a change. Raises BadRequest when it is unclear which Deployment is meant."""
    name, fields = _fields(option, value)
    return "; ".join(OFFERS[name].command(key, fields) for key in _addressed(target, name, fields))


def _fields(option: str, value: str) -> tuple[str, dict[str, str]]:
    name = option.replace("_", "-")
    if name == "set-image":
        container, separator, image = value.partition("=")
        if not (container and separator and image):
            raise BadRequest(f"--set-image takes CONTAINER=IMAGE, not {value!r}")
        return name, {"container": container, "image": image}
    return name, {"replicas": value} if name == "scale" else {"revision": value}


def _addressed(target: Target, name: str, fields: dict[str, str]) -> list[Key]:
    keys = list(target.deployments)
    if name == "set-image" and fields["container"] != "*":
        keys = [key for key in keys if fields["container"] in target.deployments[key]]
        if not keys:
            raise BadRequest(f'error: unable to find container named "{fields["container"]}"')
    if len(keys) > 1:
        names = ", ".join(key[2] for key in keys)
        raise BadRequest(f"several Deployments could be meant ({names}): choose one with --deployment")
    return keys


def _key(obj: Object) -> Key:
    metadata = obj.get("metadata") or {}
    return "Deployment", str(metadata.get("namespace") or "default"), str(metadata.get("name"))


def _containers(obj: Object) -> frozenset[str]:
    template = (obj.get("spec") or {}).get("template") or {}
    containers = (template.get("spec") or {}).get("containers") or []
    return frozenset(str(container.get("name")) for container in containers if isinstance(container, dict))
