"""The stage: the ways to look at one cluster, of which a page shows one at a time."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cluster import store
from cluster.core.state import State
from playground.sandbox import picture, places
from playground.sandbox.picture import captions


def _nothing_told(_rows: Sequence[store.Entry]) -> dict[str, Any]:
    return {}


class View(NamedTuple):
    """One way to look: its `title` on the tab, the fragment that draws it, and what that fragment is given.

    The fragment's root is `<div id="picture" hx-swap-oob="morph" data-revision="...">`, whichever view it draws.
    A view that tells of what happened is given the newest `rows` of the log as well, by `told`. One whose template
    marks its parts (parts.py) has only those sent that differ.
    """

    name: str
    title: str
    template: str
    draw: Callable[[State], dict[str, Any]]
    rows: int = 0
    told: Callable[[Sequence[store.Entry]], dict[str, Any]] = _nothing_told
    has_parts: bool = False


def _chain(state: State) -> dict[str, Any]:
    return {"picture": picture.draw(state)}


def _chain_told(rows: Sequence[store.Entry]) -> dict[str, Any]:
    return {"captions": captions.captions(rows)}


CHAIN = View("chain", "Who owns whom", "sandbox/_view_chain.html", _chain, captions.ROWS, _chain_told, has_parts=True)


def _nodes(state: State) -> dict[str, Any]:
    return {"places": places.draw(state)}


VIEWS = {
    view.name: view
    for view in (
        CHAIN,
        View("nodes", "Where it runs", "sandbox/_view_nodes.html", _nodes),
    )
}
FIRST = "chain"


def view_named(name: str) -> View:
    """The view of this name; the first one where there is none."""
    return VIEWS.get(name, VIEWS[FIRST])
