"""The stage: the ways to look at one cluster, of which a page shows one at a time."""

from collections.abc import Callable
from typing import Any, NamedTuple

from cluster.core.state import State
from playground.sandbox import picture, places


class View(NamedTuple):
    """One way to look: its `title` on the tab, the fragment that draws it, and what that fragment is given.

    The fragment's root is `<div id="picture" hx-swap-oob="morph" data-revision="...">`, whichever view it draws.
    """

    name: str
    title: str
    template: str
    draw: Callable[[State], dict[str, Any]]


def _chain(state: State) -> dict[str, Any]:
    return {"picture": picture.draw(state)}


def _nodes(state: State) -> dict[str, Any]:
    return {"places": places.draw(state)}


VIEWS = {
    view.name: view
    for view in (
        View("chain", "Who owns whom", "sandbox/_view_chain.html", _chain),
        View("nodes", "Where it runs", "sandbox/_view_nodes.html", _nodes),
    )
}
FIRST = "chain"


def view_named(name: str) -> View:
    """The view of this name; the first one where there is none."""
    return VIEWS.get(name, VIEWS[FIRST])
