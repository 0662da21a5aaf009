"""Which kind a word means: `deploy`, `deployments.apps`, `Deployment`, `deployments.v1.apps`, `all`.

Upstream: `cli-runtime/pkg/resource/builder.go` (mappingFor), `client-go/restmapper` (shortcuts, categories).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cluster.api import resources
from cluster.api.resource import Resource
from cluster.kubectl.errors import KubectlError


@dataclass(frozen=True, slots=True)
class Mapping:
    """One served resource, as kubectl speaks of it."""

    kind: str
    plural: str
    group: str
    version: str
    namespaced: bool
    verbs: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    subresources: tuple[str, ...] = ()

    @property
    def api_version(self) -> str:
        """`apps/v1`, `v1`."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def group_kind(self) -> str:
        """`deployment.apps`, `pod`: what stands before a name."""
        return f"{self.kind.lower()}.{self.group}" if self.group else self.kind.lower()

    @property
    def group_resource(self) -> str:
        """`deployments.apps`, `pods`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    def path(self, namespace: str = "", name: str = "", subresource: str = "") -> str:
        """Where it is served."""
        parts = ["", "apis", self.group] if self.group else ["", "api"]
        parts += [self.version]
        parts += ["namespaces", namespace] if namespace and self.namespaced else []
        parts += [self.plural, *([name] if name else []), *([subresource] if subresource else [])]
        return "/".join(parts)


@cache
def served() -> tuple[Mapping, ...]:
    """All of them, in the order in which discovery tells them; preferred versions first."""
    found: list[Mapping] = []
    for group in ("", *resources.groups()):
        for version in resources.versions_of(group):
            found += [_mapping(row) for row in resources.SERVED[group, version].values()]
    return tuple(found)


def _mapping(row: Resource) -> Mapping:
    subresources = tuple(sub.name for sub in row.subresources)
    return Mapping(
        row.kind, row.plural, row.group, row.version, row.namespaced, tuple(row.verbs), row.short_names,
        row.categories, subresources,
    )  # fmt: skip


def of_kind(api_version: str, kind: str) -> Mapping | None:
    """The resource of a kind in one version, or None."""
    return next((row for row in served() if row.kind == kind and row.api_version == api_version), None)


def of_small_kind(api_version: str, kind: str) -> Mapping | None:
    """The resource of a kind in small letters: clients find it, the server refuses it (`DefaultRESTMapper.Add`)."""
    return next((row for row in served() if row.kind.lower() == kind and row.api_version == api_version), None)


def mapping(word: str) -> Mapping:
    """The resource that a word of the user means. Raises KubectlError."""
    found = next(_matches(word), None)
    if found is None:
        resource = word.partition(".")[0].lower()
        raise KubectlError(f'the server doesn\'t have a resource type "{resource}"')
    return found


def ambiguity(word: str) -> str:
    """What kubectl warns of when a short name means kinds of several groups; '' when it does not."""
    if "." in word:
        return ""
    found = [row for row in served() if word.lower() in row.short_names]
    others = [row for row in found if row.group != found[0].group]
    if not others:
        return ""
    return f'short name "{word}" could also match lower priority resource {others[0].group_resource}'


def _matches(word: str) -> Iterator[Mapping]:
    plain, _, rest = word.lower().partition(".")
    version, _, group = rest.partition(".")
    for row in served():
        names = {row.plural, row.kind.lower(), *row.short_names}
        if plain in names and _is_group(row, rest):
            yield row
    for row in served():
        if plain in {row.plural, row.kind.lower()} and row.version == version and row.group == group:
            yield row
    # A short name means the preferred version, whichever it is written with.
    yield from (row for row in served() if plain in row.short_names and row.group == group)


def _is_group(row: Mapping, group: str) -> bool:
    """An incomplete group means the first whose name begins so, as in `deployments.app`."""
    return not group or row.group == group or (row.group.startswith(group + ".") if row.group else False)


def expanded(word: str) -> str:
    """A list of types with categories (`all`) replaced by what is in them, comma-joined."""
    parts = []
    for part in word.split(","):
        members = category(part)
        parts.append(",".join(row.group_resource for row in members) if members else part)
    return ",".join(parts)


def category(word: str) -> list[Mapping]:
    """The resources of a category, each once, in its preferred version."""
    found: dict[str, Mapping] = {}
    for row in served():
        if word in row.categories:
            found.setdefault(row.group_resource, row)
    return list(found.values())
