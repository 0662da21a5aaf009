"""GET of a collection: selected, sorted, in chunks, at a revision."""

from typing import Any

from cluster.api import options, paging
from cluster.api.options import ListOptions
from cluster.api.paging import Cursor
from cluster.api.resource import Answer, Call
from cluster.api.verbs.reading import judge_reached, place, select
from cluster.core.errors import BadRequest
from cluster.core.kinds import Object
from cluster.core.state import State


def list_objects(call: Call) -> Answer:
    """The list. Raises BadRequest, Invalid, Gone (compacted), or TooLargeVersion.

    A plain list shows the newest state, which satisfies "not older than" as well
    (`apiserver/pkg/storage/etcd3/store.go`, GetList).
    """
    asked = options.list_options(call.request)
    cursor = paging.decode(asked.proceed) if asked.proceed else None
    state = _state(call, asked, cursor)
    found = select(call, state, asked.label_selector, asked.field_selector)
    if cursor is not None:
        found = [obj for obj in found if place(obj) > cursor.after]
    meta: dict[str, Any] = {"resourceVersion": str(state.revision)}
    if asked.limit and len(found) > asked.limit:
        paging.keep(call.cluster_id, state)
        meta |= _rest(found, asked, state)
        found = found[: asked.limit]
    return Answer(items=found, list_meta=meta)


def _state(call: Call, asked: ListOptions, cursor: Cursor | None) -> State:
    if asked.limit < 0:
        raise BadRequest(f"limit must be a positive integer, not {asked.limit}")
    judge_reached(call.state, asked.revision)
    if cursor is not None:
        return call.state if cursor.revision < 0 else _earlier(call, cursor.revision, asked.proceed)
    if asked.match == "Exact" and asked.revision:
        return paging.state_at(call.cluster_id, call.state, asked.revision)
    return call.state


def _earlier(call: Call, revision: int, token: str) -> State:
    if revision > call.state.revision:
        raise BadRequest("continue key is not valid: it is of the future")
    return paging.state_at(call.cluster_id, call.state, revision, token)


def _rest(found: list[Object], asked: ListOptions, state: State) -> dict[str, Any]:
    """The token for what follows; how much that is can be told only without selectors."""
    cursor = Cursor(state.revision, place(found[asked.limit - 1]))
    meta: dict[str, Any] = {"continue": paging.encode(cursor)}
    if not (asked.label_selector or asked.field_selector):
        meta["remainingItemCount"] = len(found) - asked.limit
    return meta
