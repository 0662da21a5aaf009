"""One object that a command is about: where it stands and, once fetched, what it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cluster.core import selectors
from cluster.core.kinds import Object
from cluster.core.requirements import SelectorError
from cluster.kubectl.client import Client, Query
from cluster.kubectl.errors import ApiRefused, KubectlError, is_not_found
from cluster.kubectl.resources import Mapping


@dataclass(frozen=True, slots=True)
class Info:
    """`source` is the file that it comes from; `version` the resourceVersion of a list."""

    kind: Mapping
    namespace: str
    name: str
    object: Object | None = None
    source: str = ""
    subresource: str = ""
    version: str = ""

    @property
    def obj(self) -> Object:
        """The object, which has been fetched."""
        assert self.object is not None
        return self.object

    @property
    def shown(self) -> str:
        """`deployment.apps/web`."""
        return f"{self.kind.group_kind}/{self.name}"

    @property
    def named(self) -> str:
        """`deployments/web`, as messages have it (`Info.ObjectName`)."""
        return f"{self.kind.plural}/{self.name}"

    @property
    def quoted(self) -> str:
        """`deployments.apps "web"`."""
        return f'{self.kind.group_resource} "{self.name}"'

    def fetch(self, client: Client, query: Query | None = None, **headers: str) -> "Info":
        """The same with the object as it is on the server. Raises ApiRefused, or KubectlError without a name.

        A namespace that is missing is told rather than the object in it (`visitor.go`, Info.Get).
        """
        if not self.name:
            raise KubectlError("resource name may not be empty")
        try:
            found = client.get(self.kind, self.namespace, self.name, self.subresource, query=query, **headers)
        except ApiRefused as refusal:
            if is_not_found(refusal) and self.namespace not in {"", "default"}:
                client.ask("GET", f"/api/v1/namespaces/{self.namespace}")
            raise
        return self.with_object(found)

    def with_object(self, obj: Object) -> "Info":
        """The same with this object."""
        return replace(self, object=obj, name=(obj.get("metadata") or {}).get("name") or self.name)


def info_of(obj: Object, kind: Mapping, source: str = "") -> Info:
    """An object that is there already."""
    metadata = metadata_of(obj)
    name, namespace = metadata.get("name"), metadata.get("namespace")
    return Info(kind, str(namespace or "") if kind.namespaced else "", str(name or ""), obj, source)


def metadata_of(obj: Object) -> Object:
    """The metadata, whatever stands there."""
    metadata = obj.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def list_items(page: Object, kind: Mapping) -> Iterator[Object]:
    """The items of a list, each with its kind."""
    of_kind = {"apiVersion": kind.api_version, "kind": kind.kind}
    return ({**of_kind, **item} for item in page.get("items") or ())


def selected(info: Info, labels: str) -> bool:
    """Whether the labels match a selector. Raises KubectlError."""
    try:
        selector = selectors.parse(labels.strip())
    except SelectorError as fault:
        raise KubectlError(f'the provided selector "{labels}" is not valid: {fault}') from None
    found = metadata_of(info.obj).get("labels")
    return selector.matches(found if isinstance(found, dict) else {})
