"""Sandboxes made outside a browser: how they begin, and how a browser comes to own one."""

from django.core import signing
from django.db import transaction

from cluster import store
from playground.sandbox import parcel
from playground.sandbox.models import Sandbox

NOBODY = ""
SALT = "playground.sandbox.claim"


def create_unowned(name: str, nodes: int = 3, speed: float = 1.0) -> Sandbox:
    """A new sandbox that no browser owns yet. Raises IntegrityError when the name is taken."""
    with transaction.atomic():
        cluster = store.create_cluster(name=name, nodes=nodes, speed=speed)
        return Sandbox.objects.create(cluster_id=cluster.pk, name=name, owner=NOBODY)


def unpack_unowned(body: bytes, name: str) -> Sandbox:
    """A sandbox from an exported file. Raises ValueError with one sentence; IntegrityError when the name is taken."""
    got = parcel.unpacked(body)

    def settle(cluster: store.Cluster) -> None:
        sandbox = Sandbox.objects.create(cluster_id=cluster.pk, name=cluster.name, owner=NOBODY, title=got.title)
        parcel.give_files(sandbox, got.files)

    cluster = store.import_file(got.cluster, name, settle)
    return Sandbox.objects.get(cluster_id=cluster.pk)


def claim_key(sandbox: Sandbox) -> str:
    """What lets one browser take a sandbox; signed, so that it need not be stored."""
    return signing.dumps(sandbox.pk, salt=SALT)


def claim(name: str, key: str, visitor: str) -> Sandbox | None:
    """The sandbox of this name as the visitor's own, if the key fits and nobody else was faster; else None."""
    try:
        pk = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    Sandbox.objects.filter(pk=pk, name=name, owner=NOBODY).update(owner=visitor)
    return Sandbox.objects.filter(pk=pk, name=name, owner=visitor).first()
