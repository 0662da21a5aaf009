"""Where the fields of a document stand in its text, found by their paths as Kubernetes' errors write them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import yaml

PART = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")


class Place(NamedTuple):
    """A stretch of one line of the document; all numbers from 0."""

    line: int
    start: int
    end: int


class Found(NamedTuple):
    """A field's place: its key's (an item's: where it begins), and its value's when that is a scalar on one line."""

    key: Place
    value: Place | None
    is_whole: bool
    """Whether the whole path was found; else this is the nearest field around it."""

    @property
    def best(self) -> Place:
        """The value if there is one to be pointed at, else the key."""
        return self.value if self.value and self.is_whole else self.key


def find(root: yaml.Node, path: str) -> Found:
    """The field of a path (`spec.containers[0].image`, `metadata.labels[a.b/c]`), or the nearest one around it."""
    found, is_whole = _key_place(root, root), True
    node = root
    for name in _names(path):
        below = _below(node, name)
        if below is None:
            is_whole = False
            break
        key, node = below
        found = _key_place(key, node)
    return Found(found, _scalar_place(node) if node is not root else None, is_whole)


def _names(path: str) -> Iterator[str]:
    """The parts of a path; a key with dots in it is told in brackets."""
    for match in PART.finditer(path):
        yield match.group(1) if match.group(1) is not None else match.group(2)


def _below(node: yaml.Node, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode):
        known = name.isdecimal() and int(name) < len(node.value)
        return (node.value[int(name)], node.value[int(name)]) if known else None
    if isinstance(node, yaml.MappingNode):
        # The last of several counts, as when the text is read.
        return next(((key, value) for key, value in reversed(node.value) if key.value == name), None)
    return None


def _key_place(key: yaml.Node, value: yaml.Node) -> Place:
    """Where to point for a field: at its key; for an item that is a mapping, at its first key."""
    if isinstance(key, yaml.MappingNode) and key.value:
        key = key.value[0][0]
    start, end = key.start_mark, key.end_mark
    return Place(start.line, start.column, end.column if end.line == start.line else start.column + 1)


def _scalar_place(node: yaml.Node) -> Place | None:
    start, end = node.start_mark, node.end_mark
    if not isinstance(node, yaml.ScalarNode) or start.line != end.line or start.column == end.column:
        return None
    return Place(start.line, start.column, end.column)


def repeated_keys(root: yaml.Node) -> Iterator[tuple[str, Place]]:
    """Keys that their mapping has already, each with its place; nodes that aliases repeat are looked at once."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        # Whether a node was seen is all that its address decides.
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield from _repeated(node)
        waiting += _children(node)


def _repeated(node: yaml.MappingNode) -> Iterator[tuple[str, Place]]:
    names = set[str]()
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value in names and key.value != "<<":
            yield key.value, _key_place(key, value)
        names.add(key.value if isinstance(key, yaml.ScalarNode) else "")


def _children(node: yaml.CollectionNode) -> Iterable[yaml.Node]:
    return [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
