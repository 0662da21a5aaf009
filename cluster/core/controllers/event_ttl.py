"""Events go an hour after they last happened (`kube-apiserver --event-ttl`; in reality a lease in etcd).

One key stands for all Events. The first look comes an hour after the first Event, further ones five minutes apart at
most, and none once the last Event is gone.
"""

from collections.abc import Iterable, Iterator

from cluster.core import times
from cluster.core.controllers.controller import Controller
from cluster.core.events import TTL, last_seen
from cluster.core.kinds import Key, key_of
from cluster.core.moves import Change, Delete, Move, Wake
from cluster.core.state import State

NAME = "event-ttl"
BATCH = 5 * times.MINUTE
ALL: Key = ("Event", "", "")
REASON = "an hour has passed since it last happened; Kubernetes keeps events no longer"


def reconcile(state: State, _key: Key) -> Iterator[Move]:
    """Remove all Events whose hour is over, oldest first."""
    seen = sorted((last_seen(event), key_of(event)) for event in state.of_kind("Event"))
    for moment, key in seen:
        if moment + TTL > state.now:
            yield Wake(max(moment + TTL, state.now + BATCH))
            return
        yield Delete(key, REASON)


def all_events(_state: State, change: Change) -> Iterable[Key]:
    """A watch: any Event that is new or has happened again."""
    return (ALL,) if change.verb != "delete" else ()


CONTROLLER = Controller(NAME, reconcile, {"Event": all_events}, delay=TTL)
