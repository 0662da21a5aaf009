"""The ReplicationController controller: the ReplicaSet's elder, run by the same code.

Upstream does the same, through a conversion (`pkg/controller/replication/conversion.go`): the plain map of labels
becomes a label selector on the way in, and status fields that only ReplicaSets have are dropped on the way out.
"""

from collections.abc import Iterable, Iterator

from cluster.core.controllers.controller import Controller
from cluster.core.controllers.replicaset import watches
from cluster.core.controllers.replicaset.sync import sync
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change, Move, Put
from cluster.core.state import State

NAME, KIND = "replication-controller", "ReplicationController"


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Brings the number of active pods to `spec.replicas` and the status up to date."""
    rc = state.at(key)
    if rc is None:
        return
    for move in sync(state, like_replica_set(rc)):
        if isinstance(move, Put) and move.object["kind"] == KIND:
            obj = _with_status_of(rc, move.object)
            if obj != rc:
                yield move._replace(object=obj)
        else:
            yield move


def like_replica_set(rc: Object) -> Object:
    """The ReplicationController with a LabelSelector; it keeps its kind, which owner references and events name."""
    return {**rc, "spec": {**rc["spec"], "selector": _selector(rc)}}


def _selector(rc: Object) -> Object:
    return {"matchLabels": rc["spec"].get("selector") or {}}


def _with_status_of(rc: Object, changed: Object) -> Object:
    status = {name: value for name, value in changed["status"].items() if name != "terminatingReplicas"}
    return {**changed, "spec": rc["spec"], "status": status}


def changed(_state: State, change: Change) -> Iterable[Key]:
    """The object itself, except when the controller has only written its status."""
    if change.actor == NAME and change.before is not None and change.before["spec"] is change.object["spec"]:
        return ()
    return (change.key,)


def pod_changed(state: State, change: Change) -> Iterable[Key]:
    """Whose pod it is now or was before; for one without controller those whose selector matches."""
    if not state.count(KIND, change.key[1]):
        return ()
    return watches.concerned(state, change, KIND, _selector)


def pod_fared(_state: State, change: Change) -> Iterable[Key]:
    """As for ReplicaSets: a pod that only became ready or came to its end."""
    return watches.fared(change, KIND)


CONTROLLER = Controller(
    name=NAME, reconcile=reconcile, watches={KIND: changed, "Pod": pod_changed}, slow_watches={"Pod": pod_fared}
)
