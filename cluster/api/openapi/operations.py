"""What can be asked of each resource, before it is written down in a dialect: paths, parameters, bodies, answers.

Names of operations are upstream's (`apiserver/pkg/endpoints/installer.go`): `patchAppsV1NamespacedDeploymentStatus`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cluster.api.openapi.parameters import IN_PATH, OF_LOG, OF_VERB, Parameter
from cluster.api.resource import Resource, Subresource
from cluster.core import schema

STATUS = "io.k8s.apimachinery.pkg.apis.meta.v1.Status"
DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"
METHODS = {
    "create": "post",
    "delete": "delete",
    "deletecollection": "delete",
    "get": "get",
    "list": "get",
    "patch": "patch",
    "update": "put",
}
ACTIONS = {"create": "post", "update": "put"}
WORDS = {"get": "read", "update": "replace", "deletecollection": "delete"}
CODES = {"create": (200, 201, 202), "delete": (200, 202), "patch": (200, 201), "update": (200, 201)}
ON_COLLECTIONS = ("create", "deletecollection", "list")
ON_OBJECTS = ("delete", "get", "patch", "update")
FREE = frozenset({"attach", "exec", "log", "portforward", "proxy"})
"""Subresources whose answers are no objects."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `answers` are the schemas that a success may have, none for plain text.

    `kind` is (group, version, kind) of what it is about; `body` the schema of what is sent, '' for nothing.
    """

    method: str
    name: str
    tag: str
    action: str
    kind: tuple[str, str, str]
    parameters: tuple[Parameter, ...]
    body: str = ""
    answers: tuple[str, ...] = ()
    codes: tuple[int, ...] = (200,)

    @property
    def is_patch(self) -> bool:
        """Whether the body has one of the patch types."""
        return self.action == "patch"


def path_parameters(path: str) -> list[Parameter]:
    """The parameters that stand in a path."""
    return [parameter for name, parameter in IN_PATH.items() if f"{{{name}}}" in path]


def paths(row: Resource) -> dict[str, list[Operation]]:
    """All paths of a resource with what may be done there."""
    root = f"/apis/{row.group}/{row.version}" if row.group else f"/api/{row.version}"
    place = f"{root}/namespaces/{{namespace}}/{row.plural}" if row.namespaced else f"{root}/{row.plural}"
    found = {place: _operations(row, ON_COLLECTIONS), f"{place}/{{name}}": _operations(row, ON_OBJECTS)}
    if row.namespaced and "list" in row.verbs:
        found[f"{root}/{row.plural}"] = [_operation(row, "list", everywhere=True)]
    for sub in row.subresources:
        found[f"{place}/{{name}}/{sub.name}"] = [
            _of_subresource(row, sub, verb) for verb in sub.verbs if verb in METHODS
        ]
    return {path: operations for path, operations in sorted(found.items()) if operations}


def _operations(row: Resource, verbs: tuple[str, ...]) -> list[Operation]:
    return [_operation(row, verb) for verb in verbs if verb in row.verbs or verb in row.handlers]


def _operation(row: Resource, verb: str, everywhere: bool = False) -> Operation:
    own = schema.name_of(row.api_version, row.kind) or ""
    listed = schema.name_of(row.api_version, f"{row.kind}List") or ""
    answers = {"list": (listed,), "delete": (own, STATUS), "deletecollection": (listed, STATUS)}.get(verb, (own,))
    body = {"create": own, "update": own, "delete": DELETE_OPTIONS, "deletecollection": DELETE_OPTIONS}.get(verb, "")
    return Operation(
        METHODS[verb],
        _name(row, verb, "ForAllNamespaces" if everywhere else ""),
        _tag(row),
        ACTIONS.get(verb, verb),
        (row.group, row.version, row.kind),
        OF_VERB[verb],
        body,
        tuple(name for name in answers if name),
        CODES.get(verb, (200,)),
    )


def _of_subresource(row: Resource, sub: Subresource, verb: str) -> Operation:
    group, version = (sub.group, sub.version) if sub.version else (row.group, row.version)
    kind = sub.kind or row.kind
    own = schema.name_of(f"{group}/{version}" if group else version, kind) or ""
    answers = (own, STATUS) if verb in {"create", "delete"} else (own,)
    is_free = sub.name in FREE
    return Operation(
        METHODS[verb],
        _name(row, verb, sub.name.capitalize()),
        _tag(row),
        "connect" if is_free and sub.name != "log" else ACTIONS.get(verb, verb),
        (group, version, kind),
        OF_LOG if sub.name == "log" else () if is_free else OF_VERB[verb],
        own if verb in {"create", "update"} and not is_free else "",
        () if is_free else tuple(name for name in answers if name),
        (200,) if is_free else CODES.get(verb, (200,)),
    )


def _tag(row: Resource) -> str:
    return f"{_short(row.group)}_{row.version}"


def _short(group: str) -> str:
    """`discovery` of discovery.k8s.io; the core group is called so."""
    return group.partition(".")[0] or "core"


def _name(row: Resource, verb: str, suffix: str) -> str:
    word = WORDS.get(verb, verb)
    place = "".join(_capitals(_short(row.group), row.version))
    collection = "Collection" if verb == "deletecollection" else ""
    namespaced = "Namespaced" if row.namespaced and suffix != "ForAllNamespaces" else ""
    return f"{word}{place}{collection}{namespaced}{row.kind}{suffix}"


def _capitals(*words: str) -> Iterator[str]:
    for word in words:
        yield word[:1].upper() + word[1:]
