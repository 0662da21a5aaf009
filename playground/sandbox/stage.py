"""The stage: the ways to look at one cluster, of which a page shows one at a time."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from cluster import store
from cluster.core.state import State
from playground.sandbox import picture, places, tables
from playground.sandbox.picture import captions


def _nothing_told(_rows: Sequence[store.Entry]) -> dict[str, Any]:
    return {}


class View(NamedTuple):
    """One way to look: its `title` on the tab, the fragment that draws it, and what that fragment is given.

    The fragment's root is `<div id="picture" hx-swap-oob="morph" data-revision="...">`, whichever view it draws.
    A view that tells of what happened is given the newest `rows` of the log as well, by `told`; one that tells of the
    clients of Services has them as `requests`. One whose template
    marks its parts (parts.py) has only those sent that differ. Where something can be chosen in a view, `chosen` makes
    the view of a choice out of the words that follow its name: `table:pods`.
    """

    name: str
    title: str
    template: str
    draw: Callable[[State], dict[str, Any]]
    rows: int = 0
    told: Callable[[Sequence[store.Entry]], dict[str, Any]] = _nothing_told
    has_parts: bool = False
    has_clients: bool = False
    chosen: Callable[["View", str], "View"] | None = None

    @property
    def tab(self) -> str:
        """The name without what is chosen: `table` for `table:pods`."""
        return self.name.partition(":")[0]


def _chain(state: State) -> dict[str, Any]:
    return {"picture": picture.draw(state)}


def _chain_told(rows: Sequence[store.Entry]) -> dict[str, Any]:
    return {"captions": captions.captions(rows)}


CHAIN = View(
    "chain",
    "Who owns whom",
    "sandbox/_view_chain.html",
    _chain,
    captions.ROWS,
    _chain_told,
    has_parts=True,
    has_clients=True,
)


def _nodes(state: State) -> dict[str, Any]:
    return {"places": places.draw(state)}


def _tables(state: State, choice: tables.Choice) -> dict[str, Any]:
    return {"tables": tables.draw(state, choice)}


def _chosen_tables(view: View, words: str) -> View:
    choice = tables.parse(words)
    return view._replace(name=tables.word(choice), draw=partial(_tables, choice=choice))


_usual_tables = partial(_tables, choice=tables.Choice())
TABLE = View("table", "As a table", "sandbox/_view_table.html", _usual_tables, chosen=_chosen_tables)


def _drawn_by_script(state: State) -> dict[str, Any]:
    return {"revision": state.revision, "now": state.now, "summary": picture.draw(state).summary}


VIEWS = {
    view.name: view
    for view in (
        CHAIN,
        View("nodes", "Where it runs", "sandbox/_view_nodes.html", _nodes, has_parts=True),
        TABLE,
        View("relay", "Who did what", "sandbox/_view_relay.html", _drawn_by_script),
        View("timeline", "Over time", "sandbox/_view_timeline.html", _drawn_by_script),
    )
}
FIRST = "chain"


def view_named(name: str) -> View:
    """The view of this name, with what is chosen in it (`table:pods`); the first one where there is none."""
    tab, _, words = name.partition(":")
    view = VIEWS.get(tab, VIEWS[FIRST])
    return view.chosen(view, words) if view.chosen is not None and words else view
