"""Manifests as text: several YAML or JSON documents in, objects out; and back to readable YAML.

Text comes from strangers. Aliases may multiply a short document beyond measure, so the size is judged after expansion.
"""

import math
import re
from typing import Any

import yaml

from cluster.core.errors import BadRequest
from cluster.core.kinds import Object

MAX_TEXT = 1_000_000
"""Characters of one text; a request to a real API server may have 3 MiB, an object in etcd 1.5 MiB."""
MAX_DOCUMENTS = 200
MAX_VALUES = 30_000
"""Values in one text after the expansion of aliases: a Deployment has about 60.

libyaml builds a document without letting another thread run; so many keys and values take it some 0.2 s.
"""
MAX_EVENTS = 2 * MAX_VALUES
"""Keys and values in one text as it is written."""
MAX_DEPTH = 60
TOO_LARGE = "the text is too large once its aliases are expanded, or nested too deeply"


class _Loader(yaml.CSafeLoader):
    """YAML as Kubernetes reads it (`sigs.k8s.io/yaml/goyaml.v2/resolve.go`).

    Dates, times of day (`12:30`, a number to YAML 1.1) and `=` stay texts; `1e3` is a number; `yes`, `on` and `y` alone
    are true.
    """


class _Dumper(yaml.CSafeDumper):
    """Block style, keys in the order given, no aliases, several lines as a block."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


NUMBERS = (
    ("tag:yaml.org,2002:int", re.compile(r"[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)\Z")),
    (
        "tag:yaml.org,2002:float",
        re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z|[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z"),
    ),
)
BOOL = "tag:yaml.org,2002:bool"
KEPT = frozenset({BOOL, "tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"})

_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in KEPT]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern in NUMBERS:
    _Loader.add_implicit_resolver(_tag, _pattern, list("-+.0123456789"))
    # What is a number to one reader is written in quotes, even if it is none to YAML 1.1.
    _Dumper.add_implicit_resolver(_tag, _pattern, list("-+.0123456789"))
for _yaml in (_Loader, _Dumper):
    _yaml.add_implicit_resolver(BOOL, re.compile(r"[yYnN]\Z"), list("yYnN"))
_Loader.bool_values = {**yaml.CSafeLoader.bool_values, "y": True, "n": False}


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
    """The JSON value of a text with one document. Raises BadRequest with one sentence when it is none, or too large."""
    documents = _documents(text)
    return _jsonable(documents[0]) if documents else None


def _documents(text: str) -> list[Any]:
    try:
        judge_depth(text)
        documents = []
        for document in yaml.load_all(text, Loader=_Loader):
            documents.append(document)
            if len(documents) > MAX_DOCUMENTS:
                raise BadRequest(f"the text has more than {MAX_DOCUMENTS} documents")
    except MALFORMED as fault:
        raise BadRequest(f"error parsing: {sentence(fault)}") from None
    _judge_size(documents)
    return documents


MALFORMED = (yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What PyYAML raises about texts; all but the first about explicit tags that their values do not fit, as `!!bool x`."""


def sentence(fault: Exception) -> str:
    """What one of the faults in MALFORMED says, in one sentence: `yaml: line 3: did not find expected key`."""
    mark = getattr(fault, "problem_mark", None)
    if isinstance(fault, LookupError | TypeError | AttributeError):
        return "a value does not fit its tag"
    problem = getattr(fault, "problem", None) or str(fault).splitlines()[0] if str(fault) else type(fault).__name__
    where = f"yaml: line {mark.line + 1}: " if mark is not None else ""
    return f"{where}{problem}"


def judge_depth(text: str) -> None:
    """Before anything is built: libyaml's composer recurses in C, and 100,000 brackets would take the process down.

    Raises BadRequest, and what is in MALFORMED.
    """
    depth = 0
    for seen, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if seen > MAX_EVENTS:
            raise BadRequest(TOO_LARGE)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise BadRequest(TOO_LARGE)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _judge_size(documents: list[Any]) -> None:
    waiting: list[tuple[Any, int]] = [(document, 0) for document in documents]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if seen > MAX_VALUES or depth > MAX_DEPTH:
            raise BadRequest(TOO_LARGE)
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
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if value is None or isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise BadRequest(f"error parsing: JSON has no {value if isinstance(value, float) else type(value).__name__}")


def _key_text(key: Any) -> str:
    return {True: "true", False: "false", None: "null"}[key] if key is None or isinstance(key, bool) else str(key)


def dump(obj: Any) -> str:
    """Readable YAML, keys in the order of the object."""
    return str(yaml.dump(obj, Dumper=_Dumper, sort_keys=False, width=4096, allow_unicode=True))


def dump_sorted(obj: Any) -> str:
    """YAML with sorted keys, as `kubectl get -o yaml` prints it."""
    return str(yaml.dump(obj, Dumper=_Dumper, sort_keys=True, width=4096, allow_unicode=True))
