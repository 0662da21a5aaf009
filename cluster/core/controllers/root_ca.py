"""The publisher of the cluster's root certificate: every active namespace has the ConfigMap that pods mount.

Upstream: `pkg/controller/certificates/rootcacertpublisher/publisher.go`.
"""

from collections.abc import Iterable, Iterator

from cluster.core.controllers.controller import Controller, itself
from cluster.core.kinds import Key
from cluster.core.moves import Change, Move, Put
from cluster.core.namespaces import ROOT_CA, is_active, root_ca
from cluster.core.objects import annotations_of, with_metadata
from cluster.core.state import State

DESCRIPTION = "kubernetes.io/description"


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Makes or mends the ConfigMap if the namespace of this key is active."""
    namespace, name = state.at(key), key[2]
    if namespace is None or not is_active(namespace):
        return
    wanted = root_ca(name)
    known = state.get("ConfigMap", name, ROOT_CA)
    if known is None:
        yield Put(wanted, f"namespace {name} has no ConfigMap {ROOT_CA}, with which pods verify the API server")
    elif known.get("data") != wanted["data"] or not annotations_of(known).get(DESCRIPTION):
        annotations = {**annotations_of(known), **annotations_of(wanted)}
        mended = with_metadata({**known, "data": wanted["data"]}, annotations=annotations)
        yield Put(mended, f"ConfigMap {ROOT_CA} of namespace {name} no longer held the cluster's certificate")


def changed(_state: State, change: Change) -> Iterable[Key]:
    """The namespace whose certificate bundle went or was altered."""
    touched = change.before is not None and change.key[2] == ROOT_CA
    return (("Namespace", "", change.key[1]),) if touched else ()


CONTROLLER = Controller("root-ca-certificate-publisher", reconcile, {"Namespace": itself, "ConfigMap": changed})
