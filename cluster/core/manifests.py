"""Manifests as text: several YAML or JSON documents in, objects out; and back to readable YAML.

Text comes from strangers. Aliases may multiply a short document beyond measure, so the size is judged after expansion.
"""

from typing import Any

import yaml

from cluster.core.errors import BadRequest
from cluster.core.kinds import Object

MAX_TEXT = 1_000_000
"""Characters of one text; a request to a real API server may have 3 MiB, an object in etcd 1.5 MiB."""
MAX_DOCUMENTS = 200
MAX_VALUES = 200_000
"""Values in one text after the expansion of aliases: a Deployment has about 60."""
MAX_DEPTH = 60


class _Loader(yaml.CSafeLoader):
    """YAML as Kubernetes reads it: dates stay texts, and `yes`, `on` stay words (YAML 1.2 booleans)."""


class _Dumper(yaml.CSafeDumper):
    """Block style, keys in the order given, no aliases, several lines as a block."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _text(dumper: Any, data: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Dumper.add_representer(str, _text)


def read(text: str) -> list[Object]:
    """The objects of a text, `List`s opened up, empty documents left out.

    Raises BadRequest with one sentence when the text is not YAML, too large, or a document is not an object with
    apiVersion, kind and a name.
    """
    if len(text) > MAX_TEXT:
        raise BadRequest(f"the text has {len(text):,} characters; at most {MAX_TEXT:,} are read")
    objects = []
    for number, document in enumerate(_documents(text), start=1):
        if document is not None:
            objects.extend(_opened(document, number))
    return objects


def value(text: str) -> Any:
    """The JSON value of a text with one document. Raises BadRequest with one sentence when it is not YAML or too large."""
    documents = _documents(text)
    return _jsonable(documents[0]) if documents else None


def _documents(text: str) -> list[Any]:
    try:
        documents = []
        for document in yaml.load_all(text, Loader=_Loader):  # noqa: S506 - a SafeLoader of our own
            documents.append(document)
            if len(documents) > MAX_DOCUMENTS:
                raise BadRequest(f"the text has more than {MAX_DOCUMENTS} documents")
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise BadRequest(f"error parsing: {_sentence(fault)}") from None
    _judge_size(documents)
    return documents


def _sentence(fault: Exception) -> str:
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or str(fault).splitlines()[0] if str(fault) else type(fault).__name__
    where = f"yaml: line {mark.line + 1}: " if mark is not None else ""
    return f"{where}{problem}"


def _judge_size(documents: list[Any]) -> None:
    waiting: list[tuple[Any, int]] = [(document, 0) for document in documents]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if seen > MAX_VALUES or depth > MAX_DEPTH:
            raise BadRequest("the text is too large once its aliases are expanded, or nested too deeply")
        if isinstance(value, dict):
            waiting.extend((child, depth + 1) for child in value.values())
        elif isinstance(value, list):
            waiting.extend((child, depth + 1) for child in value)


def _opened(document: Any, number: int) -> list[Object]:
    if not isinstance(document, dict):
        raise BadRequest(f"document {number} is not an object: it needs apiVersion, kind and metadata")
    for field in ("apiVersion", "kind"):
        if not isinstance(document.get(field), str) or not document[field]:
            raise BadRequest(f"document {number}: {field} not set")
    if document["kind"] == "List":
        items = document.get("items") or []
        return [obj for item in items for obj in _opened(item, number)] if isinstance(items, list) else []
    return [_jsonable(document)]


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {_key_text(key): _jsonable(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_jsonable(child) for child in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _key_text(key: Any) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    return str(key)


def dump(obj: Any) -> str:
    """Readable YAML, keys in the order of the object."""
    return str(yaml.dump(obj, Dumper=_Dumper, sort_keys=False, width=4096, allow_unicode=True))


def dump_sorted(obj: Any) -> str:
    """YAML with sorted keys, as `kubectl get -o yaml` prints it."""
    return str(yaml.dump(obj, Dumper=_Dumper, sort_keys=True, width=4096, allow_unicode=True))
