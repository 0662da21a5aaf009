"""Names that a value may be: of objects that are there, of the file's own labels, of images that exist."""

from collections.abc import Iterator
from functools import cache

from cluster.core.editing.fields import META, Field
from cluster.core.editing.outline import Outline, Path, unquoted
from cluster.core.images.wellknown import WELL_KNOWN, Entry
from cluster.core.state import State

Named = tuple[str, str]
"""(name, what it is)."""
KIND_OF: dict[tuple[str, str], str] = {
    ("PodSpec", "nodeName"): "Node",
    ("PodSpec", "serviceAccountName"): "ServiceAccount",
    ("PodSpec", "priorityClassName"): "PriorityClass",
    ("ConfigMapKeySelector", "name"): "ConfigMap",
    ("ConfigMapEnvSource", "name"): "ConfigMap",
    ("ConfigMapVolumeSource", "name"): "ConfigMap",
    ("SecretKeySelector", "name"): "Secret",
    ("SecretEnvSource", "name"): "Secret",
    ("SecretVolumeSource", "secretName"): "Secret",
}
"""Fields that name an object of a kind."""


def known(field: Field, path: Path, outline: Outline, state: State | None) -> Iterator[Named]:
    """Names for a field, most fitting first."""
    struct = field.struct.rpartition(".")[2]
    if (struct, field.name) == ("Container", "image"):
        yield from ((name, "An image that the simulated registry has.") for name in images())
    if state is not None:
        kind = "Namespace" if (field.struct, field.name) == (META, "namespace") else KIND_OF.get((struct, field.name))
        if kind:
            found = sorted({obj["metadata"]["name"] for obj in state.of_kind(kind)})
            yield from ((name, f"A {kind} that is there.") for name in found)
    if "matchLabels" in path or path[:2] == ("spec", "selector") or "labels" in path:
        yield from _labels(path, outline)


def _labels(path: Path, outline: Outline) -> Iterator[Named]:
    """Values that the same label has elsewhere in the document: a selector and its template must agree."""
    same = {
        unquoted(entry.value)
        for entry in outline.entries
        if entry.path[-1] == path[-1] and entry.path != path and entry.value
    }
    yield from ((value, "As elsewhere in this document.") for value in sorted(same))


@cache
def images() -> tuple[str, ...]:
    """References of the catalogue's images, the newest tags of each: `nginx:1.29`."""
    return tuple(
        f"{name.removeprefix('docker.io/').removeprefix('library/')}{tag}"
        for name, entry in WELL_KNOWN.items()
        for tag in _tags(entry)
    )


def _tags(entry: Entry) -> list[str]:
    if entry.tags is None:
        return [""]
    versions = [
        f":{one.prefix}.{number}" for one in entry.tags.series for number in {one.high, max(one.low, one.high - 1)}
    ]
    words = [f":{word}" for word in entry.tags.words if word[:1] == "v" and word[1:].isdigit()]
    return sorted({*versions, *words}, key=_newest_first, reverse=True)[:2]


def _newest_first(tag: str) -> list[int]:
    return [int(part) for part in tag.lstrip(":v").split(".")]
