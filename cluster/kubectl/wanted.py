"""What a command looks for, and what becomes of the objects of files.

Upstream: `cli-runtime/pkg/resource/visitor.go`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl.arguments import mapping_of
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.infos import Info, info_of, metadata_of
from cluster.kubectl.resources import Mapping
from cluster.kubectl.sources import FileNames


@dataclass(slots=True)
class Wanted:
    """What is to be found, and how.

    enforce       the user named the namespace: objects of files may not name another
    validate      documents are judged before they are sent
    latest        objects of files are fetched anew
    require       objects that are named are fetched
    empty         a kind alone means all of it
    whole_lists   lists are given as lists, not item by item
    """

    namespace: str = "default"
    enforce: bool = False
    all_namespaces: bool = False
    files: FileNames = field(default_factory=FileNames)
    labels: str = ""
    fields: str = ""
    all: bool = False
    words: Sequence[str] = ()
    empty: bool = False
    chunk: int = 500
    keep_going: bool = True
    latest: bool = False
    require: bool = True
    local: bool = False
    validate: bool = False
    single_type: bool = False
    subresource: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    whole_lists: bool = False


def placed(obj: Object, source: str, wanted: Wanted) -> Info:
    """An object of a file, in its namespace. Raises KubectlError."""
    kind = mapping_of(obj, source)
    info = info_of(obj, kind, source)
    if not kind.namespaced or wanted.local:
        return info
    if not info.namespace:
        metadata = {**metadata_of(obj), "namespace": wanted.namespace}
        return replace(info, namespace=wanted.namespace, object={**obj, "metadata": metadata})
    if wanted.enforce and info.namespace != wanted.namespace:
        raise KubectlError(
            f'the namespace from the provided object "{info.namespace}" does not match the namespace'
            f" \"{wanted.namespace}\". You must pass '--namespace={info.namespace}' to perform this operation."
        )
    return info


def opened(obj: Object) -> list[Object]:
    """The items of a `List`, or the object alone."""
    items = obj.get("items")
    if str(obj.get("kind")).endswith("List") and isinstance(items, list):
        return [one for item in items if isinstance(item, dict) for one in opened(item)]
    return [obj]


def enhanced(error: ApiRefused, wanted: Wanted, kind: Mapping) -> ApiRefused:
    """A refusal of a list that tells what it was about (`EnhanceListError`)."""
    if error.reason not in {"BadRequest", "NotFound"}:
        return error
    about = f'"{kind.group}/{kind.version}, Resource={kind.plural}"'
    if wanted.labels.strip() or wanted.fields.strip():
        labels, fields = quote(wanted.labels.strip()), quote(wanted.fields.strip())
        text = f"Unable to find {about} that match label selector {labels}, field selector {fields}: {error}"
    else:
        text = f"Unable to list {about}: {error}"
    return ApiRefused({**error.status, "message": text})
