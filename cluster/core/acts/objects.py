"""Acts on any object: apply, create, delete, and change by function."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from cluster.core import admission, decoding, deletion, last_applied, patch
from cluster.core.errors import NotFound
from cluster.core.kinds import KINDS, Key, Object, key_of, public
from cluster.core.moves import Move, Put
from cluster.core.state import State

LAST_APPLIED = last_applied.LAST_APPLIED


class Applied(NamedTuple):
    """What one manifest led to: the moves and kubectl's word for it."""

    key: Key
    verdict: Literal["created", "configured", "unchanged"]
    moves: list[Move]


def title(key: Key) -> str:
    """`deployment.apps/web`, `pod/web-1`: an object as kubectl's answers name it."""
    kind = KINDS[key[0]]
    return f"{kind.singular}.{kind.group}/{key[2]}" if kind.group else f"{kind.singular}/{key[2]}"


def apply(state: State, manifest: Object, namespace: str = "default") -> Applied:
    """`kubectl apply`: create the object, or merge the manifest into it three ways. Raises ApiError."""
    kind = admission.kind_of(manifest)
    manifest = decoding.decode_strictly(manifest)
    metadata = {**(manifest.get("metadata") or {})}
    if kind.namespaced:
        metadata.setdefault("namespace", namespace)
    modified = {**manifest, "metadata": metadata}
    modified = last_applied.remember(modified, modified)
    live = state.at((kind.kind, metadata.get("namespace", ""), str(metadata.get("name", ""))))
    if live is None:
        stored = admission.create(state, modified, namespace)
        return Applied(
            key_of(stored), "created", [Put(stored, f"you applied a manifest: {title(key_of(stored))} is new")]
        )
    merged = _three_way(last_applied.remembered(live), modified, public(live))
    stored = admission.update(state, merged, namespace=namespace)
    key = key_of(stored)
    if stored == live:
        return Applied(key, "unchanged", [])
    return Applied(key, "configured", [Put(stored, f"you applied a manifest: {title(key)} differs from it")])


def create(state: State, manifest: Object, namespace: str = "default") -> list[Move]:
    """`kubectl create -f`: the object must not exist. Raises ApiError."""
    admission.kind_of(manifest)
    stored = admission.create(state, decoding.decode_strictly(manifest), namespace)
    return [Put(stored, f"you created {stored['kind']} {stored['metadata'].get('name', '')}".rstrip())]


def modify(state: State, key: Key, change: Callable[[Object], Object], reason: str) -> list[Move]:
    """Write what `change` makes of the stored object, through defaulting and validation. Raises ApiError."""
    stored = state.at(key)
    if stored is None:
        raise NotFound(KINDS[key[0]].group, KINDS[key[0]].plural, key[2])
    return [Put(admission.update(state, change(stored), namespace=key[1]), reason)]


def delete(state: State, key: Key, propagation: str = "Background", grace_seconds: int | None = None) -> list[Move]:
    """`kubectl delete --cascade=...`. Raises ApiError."""
    return deletion.delete(state, key, propagation=propagation, grace_period_seconds=grace_seconds)


def _three_way(original: Object | None, modified: Object, live: Object) -> Object:
    kind = modified["apiVersion"], modified["kind"]
    return patch.strategic_merge_patch(live, patch.create_three_way(original, modified, live, *kind), *kind)
