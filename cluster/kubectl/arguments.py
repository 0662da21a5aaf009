"""TYPE, TYPE NAME, TYPE/NAME: what the words after a command say. Upstream: `cli-runtime/pkg/resource/builder.go`."""

from collections.abc import Sequence

from cluster.core.kinds import Object
from cluster.kubectl import resources
from cluster.kubectl.errors import KubectlError

COMBINED = (
    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form"
    " (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'"
)


class Arguments:
    """`types` with `names`, or `pairs` of both; `everything`: a kind alone means all of it."""

    def __init__(self, words: Sequence[str], empty: bool) -> None:
        self.types: list[str] = []
        self.names: list[str] = []
        self.pairs: list[tuple[str, str]] = []
        self.errors: list[Exception] = []
        self.everything = False
        words = normalized(words)
        slashes = sum("/" in word for word in words)
        if slashes and slashes != len(words):
            self.errors.append(KubectlError(COMBINED))
        elif slashes:
            self._pair(words)
        elif words:
            self.types = split(resources.expanded(words[0]))
            self.names = list(words[1:])
            self.everything = empty and len(words) == 1

    def _pair(self, words: Sequence[str]) -> None:
        for word in words:
            try:
                self.pairs.append(pair(word))
            except KubectlError as error:
                self.errors.append(error)
                return


def split(word: str) -> list[str]:
    """Comma-separated types, each once."""
    return list(dict.fromkeys(word.split(",")))


def normalized(words: Sequence[str]) -> list[str]:
    """Several types with names become pairs: `a,b c d` -> `a/c a/d b/c b/d`."""
    types = split(words[0]) if len(words) > 1 else []
    if len(types) > 1:
        return [f"{type_}/{name}" for type_ in types for name in words[1:]]
    return list(words)


def pair(word: str) -> tuple[str, str]:
    """`deploy/web` -> (deploy, web). Raises KubectlError."""
    parts = word.split("/")
    if len(parts) != 2:
        raise KubectlError("arguments in resource/name form may not have more than one slash")
    if not parts[0] or not parts[1] or "," in parts[0]:
        raise KubectlError("arguments in resource/name form must have a single resource and name")
    return parts[0], parts[1]


def mapping_of(obj: Object, source: str) -> resources.Mapping:
    """The resource of an object of a file. Raises KubectlError when nothing of its kind is served."""
    api_version, kind = obj.get("apiVersion") or "", obj.get("kind") or ""
    found = resources.of_kind(str(api_version), str(kind)) or resources.of_small_kind(str(api_version), str(kind))
    if found is None:
        given = obj.get("metadata")
        metadata = given if isinstance(given, dict) else {}
        name, namespace = metadata.get("name") or "", metadata.get("namespace") or ""
        raise PlainError(
            f'resource mapping not found for name: "{name}" namespace: "{namespace}" from "{source}":'
            f' no matches for kind "{kind}" in version "{api_version}"\nensure CRDs are installed first'
        )
    return found


class PlainError(KubectlError):
    """Alone it is told with `error: `, among others without."""
