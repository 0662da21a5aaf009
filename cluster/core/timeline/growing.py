"""A timeline that grows with the log.

A pod becomes available by the passing of time alone (minReadySeconds after it is ready). Its bar says at once from when
on it will be; whatever comes between takes that back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush

from cluster.core import deployments, times
from cluster.core.kinds import Object
from cluster.core.logged import Logged
from cluster.core.objects import controller_of
from cluster.core.pods import available_at, node_of
from cluster.core.timeline.marks import Mark, marks_of
from cluster.core.timeline.phases import PHASES, phase_at
from cluster.core.timeline.values import ALONE, NOTHING, Bar, Count, Segment, Standing, Version, Workload

ORDER = {"Deployment": 0, "ReplicaSet": 1, "Pod": 2, "Node": 3}
"""Kinds that are looked into, owners before what they own."""


@dataclass(slots=True)
class Timeline:
    """What was seen so far; rows come in ascending order, none at an earlier moment than the one before."""

    revision: int = 0
    now: int = 0
    bars: dict[str, Bar] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    workloads: dict[str, Workload] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    _before: dict[str, Object] = field(default_factory=dict)
    _counted: dict[str, tuple[str, str, Standing]] = field(default_factory=dict)
    _ripening: list[tuple[int, str]] = field(default_factory=list)
    _touched: set[str] = field(default_factory=set)

    def begin(self, objects: Iterable[Object], now: int, revision: int) -> None:
        """Begin with what is there at a revision, where the log begins later than the cluster."""
        self.now, self.revision = now, revision
        for obj in sorted(objects, key=lambda one: ORDER.get(one["kind"], 9)):
            if obj["kind"] in ORDER:
                self._take(obj, gone=False)
        self._count()

    def see(self, row: Logged) -> None:
        """Take one row of the log in. Its object is read only where it is of a kind that matters."""
        self.pass_to(row.now)
        self.revision = row.revision
        obj = row.object if row.kind in ORDER else {}
        before = self._before.get(obj["metadata"]["uid"]) if obj else None
        if obj:
            self._take(obj, gone=row.verb == "delete")
        self.marks += marks_of(row, before, obj, self._workload_of(obj))
        self._count()

    def leap(self, row: Logged) -> None:
        """Going back in time, of which one row says all: everything is as it was at the last row before."""
        self.pass_to(row.now)
        self.revision = row.revision
        self.marks.append(Mark(row.revision, row.now, "leap", "", row.reason))

    def pass_to(self, now: int) -> None:
        """Let time pass: pods become available by it, and each such moment has its count."""
        while self._ripening and self._ripening[0][0] <= now:
            self.now, uid = heappop(self._ripening)
            self._tell(self.bars[uid])
            if not self._ripening or self._ripening[0][0] > self.now:
                self._count()
        self.now = max(self.now, now)

    def _take(self, obj: Object, *, gone: bool) -> None:
        match obj["kind"]:
            case "Deployment":
                self._bound(obj, gone=gone)
            case "ReplicaSet":
                self._version(obj)
            case "Pod":
                self._pod(obj, gone=gone)
        if gone:
            self._before.pop(obj["metadata"]["uid"], None)
        else:
            self._before[obj["metadata"]["uid"]] = obj

    def _bound(self, deployment: Object, *, gone: bool) -> None:
        metadata = deployment["metadata"]
        workload = self._workload(metadata["uid"], "Deployment", metadata["namespace"], metadata["name"])
        wanted = 0 if gone else deployments.desired_replicas(deployment)
        most = None if gone else wanted + deployments.max_surge(deployment)
        fewest = None if gone else deployments.min_available(deployment)
        if (wanted, most, fewest) != (workload.wanted, workload.most, workload.fewest):
            workload.wanted, workload.most, workload.fewest = wanted, most, fewest
            self._touched.add(workload.uid)

    def _version(self, replica_set: Object) -> None:
        metadata, spec = replica_set["metadata"], replica_set["spec"]
        owner = controller_of(replica_set) or {**metadata, "kind": "ReplicaSet"}
        workload = self._workload(owner["uid"], owner["kind"], metadata["namespace"], owner["name"]).uid
        version = self.versions.get(metadata["uid"]) or Version(
            metadata["uid"],
            metadata["name"],
            workload,
            place=sum(1 for one in self.versions.values() if one.workload == workload),
            images=", ".join(c.get("image", "") for c in spec["template"]["spec"]["containers"]),
        )
        self.versions[version.uid] = version
        version.revision = (metadata.get("annotations") or {}).get(deployments.REVISION, "")
        ripe = int(spec.get("minReadySeconds") or 0)
        if (workload, ripe) != (version.workload, version.min_ready):
            version.workload, version.min_ready = workload, ripe
            for bar in [one for one in self.bars.values() if one.version == version.uid and one.end is None]:
                self._pod(self._before[bar.uid], gone=False)

    def _workload(self, uid: str, kind: str, namespace: str, name: str) -> Workload:
        if uid not in self.workloads:
            self.workloads[uid] = Workload(uid, kind, namespace, name)
        return self.workloads[uid]

    def _version_of(self, pod: Object) -> Version:
        owner = controller_of(pod) or {"uid": ALONE, "kind": "", "name": "Pods on their own"}
        if owner["uid"] not in self.versions:
            workload = self._workload(owner["uid"], owner["kind"], pod["metadata"]["namespace"], owner["name"])
            self.versions[owner["uid"]] = Version(owner["uid"], owner["name"], workload.uid)
        return self.versions[owner["uid"]]

    def _workload_of(self, obj: Object) -> str:
        """The workload that an object belongs to, '' where it belongs to none or to all."""
        uid = obj["metadata"]["uid"] if obj else ""
        version = self.bars[uid].version if uid in self.bars else uid
        return self.versions[version].workload if version in self.versions else version if uid in self.workloads else ""

    def _pod(self, pod: Object, *, gone: bool) -> None:
        """One row of a pod. Of one that came and went before the log began only the end may be there."""
        uid, version = pod["metadata"]["uid"], self._version_of(pod)
        if gone and uid not in self.bars:
            return
        bar = self.bars.get(uid) or Bar(uid, pod["metadata"]["name"])
        self.bars[uid] = bar
        bar.version, bar.node, bar.changed = version.uid, node_of(pod), self.revision
        while bar.segments and bar.segments[-1].start > self.now:
            bar.segments.pop()
        if gone:
            bar.end = self.now
        else:
            self._proceed(bar, pod, version.min_ready)
        self._tell(bar)

    def _proceed(self, bar: Bar, pod: Object, min_ready: int) -> None:
        phase = phase_at(pod)
        ripe = available_at(pod, min_ready) if phase == "ready" else None
        if ripe is not None and ripe <= self.now:
            phase = "available"
        if not bar.segments:
            self._be_born(bar, phase, times.to_ms(pod["metadata"]["creationTimestamp"]))
        if bar.segments[-1].phase != phase:
            bar.segments.append(Segment(phase, self.now, self.revision))
        if ripe is not None and ripe > self.now:
            bar.segments.append(Segment("available", ripe, self.revision))
            heappush(self._ripening, (ripe, bar.uid))

    def _be_born(self, bar: Bar, phase: str, created: int) -> None:
        """A pod's first segment; of one older than the log it is only known when it was created."""
        is_older = created < self.now - times.SECOND
        first = ("starting", created) if is_older and phase != "pending" else (phase, self.now)
        bar.segments.append(Segment(*first, self.revision))

    def _tell(self, bar: Bar) -> None:
        """Count a pod as what it is now, no longer as what it was."""
        workload, standing = self.versions[bar.version].workload, PHASES[bar.phase(self.now)]
        known = self._counted.get(bar.uid)
        if known == (workload, bar.version, standing):
            return
        if known is not None:
            self._add(known[0], known[1], tuple(-one for one in known[2]))
        self._add(workload, bar.version, standing)
        self._counted[bar.uid] = workload, bar.version, standing

    def _add(self, workload: str, version: str, standing: tuple[int, ...]) -> None:
        tally = self.workloads[workload].tally
        a, b, c, d = (old + new for old, new in zip(tally.get(version, NOTHING), standing, strict=True))
        tally[version] = a, b, c, d
        self._touched.add(workload)

    def _count(self) -> None:
        for uid in sorted(self._touched):
            one = self.workloads[uid]
            versions = tuple((version, standing) for version, standing in one.tally.items() if any(standing))
            self.counts.append(Count(self.revision, self.now, uid, one.wanted, one.most, one.fewest, versions))
        self._touched.clear()
