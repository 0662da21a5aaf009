"""Sets of fields in the form of the API (`fieldsV1`), and what can be done with them.

    {"f:spec": {"f:replicas": {}, "f:template": {...}}, "f:metadata": {"f:labels": {".": {}, "f:app": {}}}}

An entry that is empty is a member of the set; one that holds others is a member only if it also holds `.`. Nothing
here edits its arguments. Upstream: `sigs.k8s.io/structured-merge-diff/fieldpath` (set.go, serialize.go).
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

Set = dict[str, Any]
Path = tuple[str, ...]
SELF = "."


def is_member(node: Set | None) -> bool:
    """Whether the entry itself belongs to its set, and not only what stands under it."""
    return node is not None and (not node or SELF in node)


def member(children: Set) -> Set:
    """An entry that is a member and holds these."""
    return {SELF: {}, **children} if children else {}


def union(a: Set, b: Set) -> Set:
    """What is in either."""
    merged = {**a}
    for element, node in b.items():
        other = a.get(element)
        if other is None or other is node:
            merged[element] = node
        elif not other or not node:
            merged[element] = member(other or node)
        else:
            merged[element] = union(other, node)
    return merged


def intersection(a: Set, b: Set) -> Set:
    """What is in both."""
    found = {}
    for element, node in a.items():
        other = b.get(element)
        if other is None:
            continue
        if node and other:
            both = _plain(intersection(node, other))
            if both is not None:
                found[element] = both
        elif is_member(node) and is_member(other):
            found[element] = {}
    return found


def difference(a: Set, b: Set) -> Set:
    """What is in `a` and not in `b`; children stay without their parents, parents without their children."""
    found = {}
    for element, node in a.items():
        other = b.get(element)
        if other is None:
            found[element] = node
        elif node and other:
            rest = _plain(difference(node, other))
            if rest is not None:
                found[element] = rest
        elif node:
            found[element] = {name: child for name, child in node.items() if name != SELF}
        elif not is_member(other):
            found[element] = node
    return found


def _plain(node: Set) -> Set | None:
    """An entry as it is written: nothing left is None, itself alone is empty."""
    if not node:
        return None
    return {} if len(node) == 1 and SELF in node else node


def without(fields: Set, path: Path) -> Set:
    """The set without a path and everything under it."""
    head, rest = path[0], path[1:]
    if head not in fields:
        return fields
    left = {element: node for element, node in fields.items() if element != head}
    inner = without(fields[head], rest) if rest and fields[head] else fields[head] if rest else {}
    return {**left, head: inner} if rest and (inner or not fields[head]) else left


def has(fields: Set, path: Path) -> bool:
    """Whether a path is a member."""
    node: Set | None = fields
    for element in path:
        node = node.get(element) if node else None
    return is_member(node)


def ordered(fields: Set) -> Set:
    """The set with its entries in the order in which the API server writes them."""
    return {element: ordered(fields[element]) for element in sorted(fields)}


def paths(fields: Set, prefix: Path = ()) -> Iterator[Path]:
    """Every member, those of one level before what is under them (`Set.Iterate`)."""
    elements = sorted((element for element in fields if element != SELF), key=_rank)
    for element in elements:
        if is_member(fields[element]):
            yield (*prefix, element)
    for element in elements:
        yield from paths(fields[element], (*prefix, element))


def _rank(element: str) -> tuple[str, Any]:
    """Fields by name, then items by key, then values; numbers before texts and as numbers."""
    kind, content = element[0], element[2:]
    if kind == "k":
        return kind, [(name, _comparable(value)) for name, value in sorted(json.loads(content).items())]
    return kind, _comparable(json.loads(content)) if kind == "v" else content


def _comparable(value: Any) -> tuple[int, float, str]:
    if isinstance(value, bool):
        return 2, value, ""
    return (1, 0, value) if isinstance(value, str) else (0, value or 0, "")


def path_text(path: Path) -> str:
    """`.spec.template.spec.containers[name="web"].image`."""
    return "".join(map(_element_text, path))


def _element_text(element: str) -> str:
    kind, content = element[0], element[2:]
    if kind == "f":
        return f".{content}"
    if kind == "k":
        keys = sorted(json.loads(content).items())
        return f"[{','.join(f'{name}={to_text(value)}' for name, value in keys)}]"
    return f"[={content}]" if kind == "v" else f"[{content}]"


def to_text(value: Any) -> str:
    """A scalar as JSON, as element names and messages hold it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=8192, typed=True)
def value_element(value: Any) -> str:
    """`v:"kubernetes"`: an item of a set."""
    return f"v:{to_text(value)}"


@lru_cache(maxsize=8192, typed=True)
def key_element(names: tuple[str, ...], *values: Any) -> str:
    """`k:{"containerPort":80,"protocol":"TCP"}`: an item of a list, by its keys."""
    pairs = sorted((name, value) for name, value in zip(names, values, strict=True) if value is not None)
    return f"k:{{{','.join(f'{to_text(name)}:{to_text(value)}' for name, value in pairs)}}}"
