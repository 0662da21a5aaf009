"""Secrets that let programs in: issue, check, revoke.

Only the SHA-256 of a secret is stored. Slow hashes protect what people choose; a secret of 256 random bits cannot be
guessed however fast the hash is, and every request of every client pays for it. Looking the hash up in an index takes
a time that depends on the hash alone: whoever measures it learns nothing about a secret that fits.
"""

import hashlib
import secrets
import time
from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from django.db.models import Q

from cluster.models import Credential
from cluster.store.held import wall_now

BYTES = 32
KEPT_REVOKED = 10
"""Revoked credentials of a cluster that stay in the table, to be read in the admin."""
REMEMBERED_SECONDS = 5.0
"""How long a secret is believed without a look at the table: a revocation made by another process takes as long."""
REMEMBERED = 10_000
USED_EVERY_MS = 3_600_000


class Holder(NamedTuple):
    """What a valid secret opens: one cluster, known by its name."""

    credential_id: int
    cluster_id: int
    cluster_name: str


_lock = Lock()
_known: "OrderedDict[str, tuple[float, Holder]]" = OrderedDict()


def issue(cluster_id: int, kind: str = "command") -> str:
    """A new secret for a cluster; it is told once and never again. `kind` says who made it.

    Raises IntegrityError (at once or at the end of the transaction) when there is no such cluster.
    """
    secret = secrets.token_urlsafe(BYTES)
    Credential.objects.create(cluster_id=cluster_id, kind=kind, hash=hash_of(secret), created_at=wall_now())
    return secret


def hash_of(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def holder_of(secret: str) -> Holder | None:
    """What a secret opens, or None when it is unknown or revoked."""
    digest = hash_of(secret)
    with _lock:
        until, holder = _known.get(digest, (0.0, None))
    if holder is not None and time.monotonic() < until:
        return holder
    return _read(digest)


def check(name: str, secret: str) -> int | None:
    """The id of the cluster `name`, if the secret opens it."""
    holder = holder_of(secret)
    return holder.cluster_id if holder is not None and holder.cluster_name == name else None


def revoke(cluster_id: int, kind: str = "") -> int:
    """Make a cluster's credentials invalid, those of one kind or all; says how many there were."""
    chosen = Credential.objects.filter(cluster_id=cluster_id, revoked_at=None)
    count = (chosen.filter(kind=kind) if kind else chosen).update(revoked_at=wall_now())
    forget(cluster_id)
    _prune(cluster_id)
    return count


def valid(cluster_id: int) -> int:
    """How many credentials of a cluster are valid."""
    return Credential.objects.filter(cluster_id=cluster_id, revoked_at=None).count()


def forget(cluster_id: int) -> None:
    """Believe nothing about a cluster's secrets any more without a look at the table."""
    with _lock:
        for digest in [digest for digest, (_, holder) in _known.items() if holder.cluster_id == cluster_id]:
            del _known[digest]


def _read(digest: str) -> Holder | None:
    rows = Credential.objects.filter(hash=digest, revoked_at=None)
    row = rows.values_list("id", "cluster_id", "cluster__name", "used_at").first()
    if row is None:
        return None
    holder = Holder(*row[:3])
    with _lock:
        _known[digest] = time.monotonic() + REMEMBERED_SECONDS, holder
        _known.move_to_end(digest)
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
    _note_use(holder.credential_id, row[3])
    return holder


def _note_use(credential_id: int, used_at: int | None) -> None:
    now = wall_now()
    if used_at is None or used_at <= now - USED_EVERY_MS:
        # The condition again, so that of many processes one writes.
        stale = Q(used_at=None) | Q(used_at__lte=now - USED_EVERY_MS)
        Credential.objects.filter(stale, pk=credential_id).update(used_at=now)


def _prune(cluster_id: int) -> None:
    revoked = Credential.objects.filter(cluster_id=cluster_id).exclude(revoked_at=None).order_by("-revoked_at", "-id")
    outdated = list(revoked.values_list("id", flat=True)[KEPT_REVOKED:])
    Credential.objects.filter(id__in=outdated).delete()
