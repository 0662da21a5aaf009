"""The files as a tree: one fragment, in the page and pushed whenever a file changes."""

from typing import NamedTuple

from django.template.loader import render_to_string

from playground.sandbox import files
from playground.sandbox.models import Sandbox


class Node(NamedTuple):
    """A folder (with `children`) or a file (with its `version`)."""

    name: str
    path: str
    version: str
    is_folder: bool
    children: list["Node"]


def tree(listing: list[tuple[str, str]]) -> list[Node]:
    """The top of the tree; folders come first, then files, each by name."""
    below: dict[str, list[tuple[str, str]]] = {}
    nodes: list[Node] = []
    for path, version in listing:
        top, slash, rest = path.partition("/")
        if slash:
            below.setdefault(top, []).extend([(rest, version)] if rest else [])
        else:
            nodes.append(Node(path, path, version, False, []))
    folders = [Node(name, f"{name}/", "", True, _within(f"{name}/", tree(inner))) for name, inner in below.items()]
    return [*sorted(folders), *sorted(nodes)]


def _within(folder: str, nodes: list[Node]) -> list[Node]:
    return [node._replace(path=folder + node.path, children=_within(folder, node.children)) for node in nodes]


def tree_html(sandbox: Sandbox) -> str:
    """The tree, to be swapped in by its id."""
    return render_to_string("sandbox/_files.html", {"sandbox": sandbox, "files": tree(files.listing(sandbox))})
