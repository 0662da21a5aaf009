"""Lists in chunks: a chunk is cut from the state of the first one, which an opaque token names.

The token holds the revision and the last name given out. States are immutable and share what they have in common, so
the ones that chunked lists were begun on are simply kept for a while; an older one is read back from the log.
Upstream: `apiserver/pkg/storage/continue.go`.
"""

import base64
import binascii
from collections import OrderedDict
from threading import Lock
from typing import Any, NamedTuple

import orjson

from cluster import store
from cluster.core.errors import BadRequest, Gone
from cluster.core.state import State

KEPT = 64
"""States kept of lists begun in this process."""
TOO_OLD = (
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without "
    "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
    "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or "
    "deleted between the time the first chunk was returned and now may show up in the list."
)
COMPACTED = "The resourceVersion for the provided list is too old."

_lock = Lock()
_kept: OrderedDict[tuple[int, int, str], State] = OrderedDict()


class Cursor(NamedTuple):
    """Where to go on: after the place `after` (namespace, name), at a revision; -1: at the newest."""

    revision: int
    after: tuple[str, str]


def encode(cursor: Cursor) -> str:
    """The token of a cursor."""
    body = {"v": "meta.k8s.io/v1", "rv": cursor.revision, "start": "/".join(cursor.after) + "\0"}
    return base64.urlsafe_b64encode(orjson.dumps(body)).decode().rstrip("=")


def decode(token: str) -> Cursor:
    """The cursor of a token. Raises BadRequest."""
    try:
        body: Any = orjson.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        namespace, _, name = str(body["start"]).rstrip("\0").partition("/")
        return Cursor(int(body["rv"]), (namespace, name))
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise BadRequest("continue key is not valid: the token was not made by this server") from None


def keep(cluster_id: int, state: State) -> None:
    """A chunked list began on this state."""
    with _lock:
        _kept[cluster_id, state.revision, state.seed] = state
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def state_at(cluster_id: int, newest: State, revision: int, token: str = "") -> State:
    """The state as it was at a revision. Raises Gone when it is no longer known."""
    if revision == newest.revision:
        return newest
    with _lock:
        kept = _kept.get((cluster_id, revision, newest.seed))
    if kept is not None:
        return kept
    try:
        return store.state_at(cluster_id, revision)
    except LookupError:
        raise _gone(token) from None


class Expired(Gone):
    """410 with a token by which the rest can be had, as it is now."""

    def __init__(self, token: str) -> None:
        super().__init__(TOO_OLD)
        self.token = token

    def status(self) -> dict[str, Any]:
        """The `Status`, with the token in its metadata."""
        return {**super().status(), "metadata": {"continue": self.token}}


def _gone(token: str) -> Gone:
    if not token:
        return Gone(COMPACTED)
    return Expired(encode(decode(token)._replace(revision=-1)))
