"""The tables of simulated clusters: each cluster, its objects by kind, its log, its waiting work.

Only `cluster.store` writes them; the rest of the site reads. Objects are kept as JSON *text*, not as JSON columns, for
PostgreSQL's jsonb sorts keys, and a replayed log must equal the stored one byte for byte. Columns beside the text are
what the admin searches and filters by. There are as few indexes as possible, because every change pays for each.
"""

from typing import ClassVar

from django.db import models

from cluster.core.clock import Clock
from cluster.models.kinds import KIND_MODELS as KIND_MODELS
from cluster.models.kinds import ConfigMap as ConfigMap
from cluster.models.kinds import Event as Event
from cluster.models.kinds import KubernetesObject as KubernetesObject
from cluster.models.kinds import Pod as Pod
from cluster.models.kinds import ReplicaSet as ReplicaSet


class WholeClusters(models.Manager["Cluster"]):
    """Those that are all there: what is just being made, or removed, is nobody's business yet, or any more."""

    def get_queryset(self) -> models.QuerySet["Cluster"]:
        """All but the unfinished."""
        return super().get_queryset().filter(unfinished=False)


class Cluster(models.Model):
    """One simulated cluster: its clock, and how far its log and its simulation have come.

    Moments of the simulation and of the wall are whole milliseconds since the Unix epoch.
    """

    name = models.CharField(max_length=63, unique=True, help_text="as in its address")
    seed = models.CharField(max_length=64, help_text="uids and generated names are made of it")
    now = models.BigIntegerField(help_text="the simulated moment at which the stored objects stand")
    revision = models.BigIntegerField(default=0, help_text="the changes so far; the newest resourceVersion")
    speed = models.FloatField(default=1.0, help_text="simulated time per real time")
    paused = models.BooleanField(default=False)
    anchor_now = models.BigIntegerField(help_text="the simulated moment that was at anchor_wall")
    anchor_wall = models.BigIntegerField(help_text="the real moment that anchor_now belongs to")
    wake_at = models.BigIntegerField(null=True, help_text="the real moment at which a worker is needed; none: at rest")
    holder = models.BigIntegerField(default=0, help_text="the worker that advanced it last")
    error = models.TextField(blank=True, help_text="why the simulation could not go on, if it could not")
    # A random number of each commit, compared by compare-and-set and by caches. Not a counter: after a rollback or a
    # restored backup the same count would come again and mean something else.
    stamp = models.BigIntegerField(default=0)
    compacted = models.BigIntegerField(default=0, help_text="changes up to this revision are no longer in the log")
    snapshot_at = models.BigIntegerField(default=0, help_text="the revision of the newest snapshot")
    queued = models.IntegerField(default=0, help_text="entries in the waiting rows, outdated ones included")
    unfinished = models.BooleanField(default=False, help_text="it is being made, or removed, piece by piece")
    created_at = models.BigIntegerField()
    committed_at = models.BigIntegerField()

    objects = WholeClusters()
    every: "models.Manager[Cluster]" = models.Manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["wake_at"], condition=models.Q(wake_at__isnull=False), name="cluster_due"),
            models.Index(fields=["committed_at"], name="cluster_committed"),
            models.Index(fields=["id"], condition=models.Q(unfinished=True), name="cluster_unfinished"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def clock(self) -> Clock:
        """How simulated time follows from the wall's."""
        return Clock(self.anchor_now, self.anchor_wall, self.speed, self.paused)


class Change(models.Model):
    """One object created, modified or deleted: one row of the log. `object` is what it became, or was last."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, db_index=False)
    revision = models.BigIntegerField()
    step = models.BigIntegerField(help_text="the revision of the first change of the same step")
    now = models.BigIntegerField(help_text="the simulated moment, in milliseconds")
    actor = models.CharField(max_length=300)
    reason = models.TextField()
    what = models.TextField(help_text="the change in words")
    quiet = models.BooleanField(default=False, help_text="bookkeeping that a first reader may skip")
    verb = models.CharField(max_length=6)
    kind = models.CharField(max_length=63)
    namespace = models.CharField(max_length=63, blank=True)
    name = models.CharField(max_length=253)
    object = models.TextField()

    class Meta:
        ordering: ClassVar = ["cluster_id", "revision"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["cluster", "revision"], name="change_revision")]

    def __str__(self) -> str:
        return f"{self.revision}: {self.verb} {self.kind} {self.name}"


class Snapshot(models.Model):
    """A state at one revision, so that time travel need not begin at the beginning: compressed JSON.

    One that is not `whole` has the waiting work alone; the objects follow from the whole one before it, and the log.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, db_index=False)
    revision = models.BigIntegerField()
    now = models.BigIntegerField()
    state = models.BinaryField()
    whole = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["cluster", "revision"], name="snapshot_revision")]

    def __str__(self) -> str:
        return f"{self.cluster_id}@{self.revision}"


class Leap(models.Model):
    """One going back, or returning: the changes `first` to `last` made the cluster what it was after `target`."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, db_index=False)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    target = models.BigIntegerField()
    left_now = models.BigIntegerField(help_text="the simulated moment that was left")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["cluster", "first"], name="leap_first")]

    def __str__(self) -> str:
        return f"{self.cluster_id}: {self.first} back to {self.target}"


class Branch(models.Model):
    """A name for one course of events. All are in the one log; a leap begins a branch, or goes on with one."""

    cluster = models.ForeignKey(Cluster, models.CASCADE)
    name = models.CharField(max_length=63)
    begun = models.BigIntegerField(default=0, help_text="the first revision of the leap that began it")
    forked_at = models.BigIntegerField(default=0, help_text="the revision gone back to when it began")
    head = models.BigIntegerField(null=True, help_text="the revision at which it was left; none: it is the present")
    head_now = models.BigIntegerField(null=True, help_text="the simulated moment at which it was left")
    created_at = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.cluster_id}: {self.name}"


class Waiting(models.Model):
    """A part of a cluster's work queue; the parts in order of id make the whole, see `store.waiting`."""

    cluster = models.ForeignKey(Cluster, models.CASCADE)
    entries = models.TextField()

    def __str__(self) -> str:
        return f"waiting work of {self.cluster_id}"


class Credential(models.Model):
    """What lets a program in, beside the browser: a secret in a kubeconfig, of which only the hash is kept."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=20, help_text="who made it: the page or the command")
    hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret")
    created_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True, help_text="the last use, to the hour")
    revoked_at = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} credential {self.pk} of {self.cluster_id}"
