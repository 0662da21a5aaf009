"""The service account controller: every active namespace has a ServiceAccount `default`, for pods need one.

Upstream: `pkg/controller/serviceaccount/serviceaccounts_controller.go`.
"""

from collections.abc import Iterable, Iterator

from cluster.core.controllers.controller import Controller, itself
from cluster.core.kinds import Key
from cluster.core.moves import Change, Move, Put
from cluster.core.namespaces import SERVICE_ACCOUNT, default_service_account, is_active
from cluster.core.state import State


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Makes the ServiceAccount if the namespace of this key is active and has none."""
    namespace, name = state.at(key), key[2]
    if namespace is not None and is_active(namespace) and state.get("ServiceAccount", name, SERVICE_ACCOUNT) is None:
        reason = f"namespace {name} has no ServiceAccount {SERVICE_ACCOUNT}; pods that name none run as this one"
        yield Put(default_service_account(name), reason)


def deleted(_state: State, change: Change) -> Iterable[Key]:
    """The namespace whose default ServiceAccount went."""
    lost = change.verb == "delete" and change.key[2] == SERVICE_ACCOUNT
    return (("Namespace", "", change.key[1]),) if lost else ()


CONTROLLER = Controller("serviceaccount-controller", reconcile, {"Namespace": itself, "ServiceAccount": deleted})
