"""ConfigMaps, Secrets and ServiceAccounts: what is in them, who uses them. Values of Secrets are never told."""

from collections.abc import Iterator
from typing import Any

from cluster.core.kinds import Object
from cluster.core.objects import name_of, namespace_of
from cluster.core.pods import is_terminal
from cluster.core.state import State
from cluster.core.summaries.words import counted, listed, verb

NAMES_SHOWN = 5
TEMPLATED = ("Deployment", "ReplicationController")


def summarise_config_map(state: State, found: Object) -> Iterator[str]:
    """Its entries, its users, and when they see a change."""
    yield _entries({**(found.get("data") or {}), **(found.get("binaryData") or {})})
    yield from _users(state, found)


def summarise_secret(state: State, found: Object) -> Iterator[str]:
    """Its type and the names of its entries, its users."""
    entries = _entries({**(found.get("data") or {}), **(found.get("stringData") or {})})
    yield f"{entries[:-1]}, of type {found.get('type') or 'Opaque'}."
    yield "Values are only encoded (base64): whoever may read the object can read them."
    yield from _users(state, found)


def _entries(data: dict[str, Any]) -> str:
    if not data:
        return "It is empty."
    return f"{counted(len(data), 'entry', 'entries')}: {listed(sorted(data), NAMES_SHOWN)}."


def _users(state: State, found: Object) -> Iterator[str]:
    kind, name = found["kind"], name_of(found)
    users = [
        f"{owner['kind']} {name_of(owner)}"
        for templated in TEMPLATED
        for owner in state.of_kind(templated, namespace_of(found))
        if (kind, name) in references(((owner.get("spec") or {}).get("template") or {}).get("spec") or {})
    ]
    if found.get("immutable"):
        yield "It is immutable: to change it, one makes another one."
    if users:
        yield f"{listed(sorted(users))} {verb(len(users), 'uses', 'use')} it."
        if not found.get("immutable"):
            yield "Mounted files follow a change within about a minute; variables only when the container starts anew."


def references(pod_spec: dict[str, Any]) -> list[tuple[str, str]]:
    """The ConfigMaps and Secrets that a pod's spec names, (kind, name), sorted: in variables, volumes, pull secrets."""
    found = {("Secret", entry.get("name")) for entry in pod_spec.get("imagePullSecrets") or ()}
    for container in (*(pod_spec.get("initContainers") or ()), *(pod_spec.get("containers") or ())):
        for source in (
            *(container.get("envFrom") or ()),
            *(e.get("valueFrom") or {} for e in container.get("env") or ()),
        ):
            found |= _named(source, "configMapRef", "configMapKeyRef", "secretRef", "secretKeyRef")
    for volume in pod_spec.get("volumes") or ():
        for source in (volume, *((volume.get("projected") or {}).get("sources") or ())):
            found |= _named(source, "configMap", "secret")
    return sorted((kind, str(name)) for kind, name in found if name)


def _named(source: dict[str, Any], *fields: str) -> set[tuple[str, Any]]:
    chosen = ((field, source.get(field) or {}) for field in fields)
    return {
        ("Secret" if field.startswith("secret") else "ConfigMap", value.get("name") or value.get("secretName"))
        for field, value in chosen
    }


def summarise_service_account(state: State, found: Object) -> Iterator[str]:
    """How many pods run under it."""
    name = name_of(found)
    pods = sum(
        (pod["spec"].get("serviceAccountName") or "default") == name and not is_terminal(pod)
        for pod in state.of_kind("Pod", namespace_of(found))
    )
    yield f"{counted(pods, 'pod')} {verb(pods, 'runs', 'run')} under it: it is who they are to the API server."
    if name == "default":
        yield f"Pods of namespace {namespace_of(found)} that name no other run under it."
