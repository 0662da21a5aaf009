"""Which changes lead to the present: the log is one line, on which leaps go back and leave what came between.

After a leap at 302 to 413 (its own changes), which made everything as it was after 250, the lineage of 500 is
`((1, 250), (302, 500))`: it reads as one story, with the leap as the step between.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from cluster.core.actors import COMPONENTS, SETUP, is_act
from cluster.models import Change, Cluster, Leap
from cluster.store.log import Compacted, Ranges

ROLLS_OUT = "deployment-controller"
ROLLOUT = re.compile(r"Deployment .*\bnow rollout revision (\d+)")
"""What `story` says of a Deployment that begins another rollout revision."""


MANY = 5
"""Changes. An act that made more of them is told by its reason: which object happened to come first says nothing."""

Row = tuple[Any, ...]
"""(step, revision, now, actor, quiet, what, reason)."""


class StepMark(NamedTuple):
    """One step of the story. `revision` is that of its last change, `now` in milliseconds; `what` and `reason` are
    those of its first change worth telling; a leap says in `back_to` after which revision the story went on; where a
    Deployment's rollout revision began, `rollout` is its number. No act is `quiet`."""

    revision: int
    now: int
    actor: str
    is_act: bool
    quiet: bool
    what: str
    reason: str
    back_to: int | None
    rollout: int | None


def tell_act(what: str, reason: str, changes: int) -> str:
    """What a person did in a step of so many changes, of which the first one worth telling has this `what`."""
    return reason.removeprefix("you ") if changes > MANY and reason else what


class Act(NamedTuple):
    """What a person did in one step; `step` is the revision of its first change."""

    step: int
    now: int
    what: str


def lineage(cluster_id: int, until: int | None = None) -> Ranges:
    """The revisions that lead to `until` (without: to the present), as far as the log still has them."""
    compacted, newest = Cluster.objects.values_list("compacted", "revision").get(pk=cluster_id)
    return _ranges(leaps(cluster_id), compacted, newest if until is None else min(until, newest))


def leaps(cluster_id: int) -> list[Leap]:
    """All leaps of a cluster, oldest first."""
    return list(Leap.objects.filter(cluster_id=cluster_id).order_by("first"))


def _ranges(leaps: list[Leap], compacted: int, top: int) -> Ranges:
    found = []
    for leap in reversed(leaps):
        if leap.first <= top:
            found.append((leap.first, top))
            top = leap.target
    found.append((1, top))
    return tuple((max(first, compacted + 1), last) for first, last in reversed(found) if last > compacted)


def steps_after(cluster_id: int, revision: int, limit: int, until: int | None = None) -> list[StepMark]:
    """The next steps on the lineage of `until` (without: of the present) whose last change comes after a revision."""
    known = leaps(cluster_id)
    compacted, newest = Cluster.objects.values_list("compacted", "revision").get(pk=cluster_id)
    ranges = _ranges(known, compacted, newest if until is None else min(until, newest))
    targets = {leap.first: leap.target for leap in known}
    pieces = (_rows(cluster_id, max(first, revision + 1), last) for first, last in ranges if last > revision)
    marks: list[StepMark] = []
    for step, rows in groupby(_with_set_ups(chain.from_iterable(pieces)), key=lambda row: row[0]):
        if len(marks) == limit:
            break
        marks.append(_mark(list(rows), targets.get(step)))
    return marks


def _with_set_ups(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with what sets a cluster up again as part of the reset before it."""
    step = 0
    for row in rows:
        step = step if row[3] == SETUP and step else row[0]
        yield (step, *row[1:])


def _rows(cluster_id: int, first: int, last: int) -> Iterator[Row]:
    rows = Change.objects.filter(cluster_id=cluster_id, revision__gte=first, revision__lte=last).order_by("revision")
    columns = rows.values_list("step", "revision", "now", "actor", "quiet", "what", "reason")
    yield from columns.iterator(chunk_size=2000)


def _mark(rows: list[Row], back_to: int | None) -> StepMark:
    _, _, now, actor, quiet, what, reason = next((row for row in rows if not row[4]), rows[0])
    acted = is_act(actor)
    told = actor == SETUP or (quiet and not acted)
    what = tell_act(what, reason, len(rows)) if acted else what
    rollout = _rollout(rows) if actor == ROLLS_OUT and back_to is None else None
    return StepMark(rows[-1][1], now, actor, acted, told, what, reason, back_to, rollout)


def _rollout(rows: list[Row]) -> int | None:
    begun = (ROLLOUT.match(row[5]) for row in rows)
    return next((int(match[1]) for match in begun if match), None)


def last_act(cluster_id: int, ranges: Iterable[tuple[int, int]]) -> Act | None:
    """The newest step of a person in these ranges; going back does not count."""
    after_leap = {leap.first: leap.last + 1 for leap in leaps(cluster_id)}
    for first, last in sorted(ranges, reverse=True):
        acts = _of_people(Change.objects.filter(cluster_id=cluster_id, revision__lte=last))
        newest = acts.filter(revision__gte=after_leap.get(first, first)).order_by("-revision").first()
        if newest is not None:
            rows = Change.objects.filter(cluster_id=cluster_id, revision__gte=newest.step, revision__lte=last)
            made = rows.filter(step=newest.step).order_by("quiet", "revision")
            step, now, what, reason = made.values_list("step", "now", "what", "reason")[0]
            return Act(step, now, tell_act(what, reason, made.count()))
    return None


def _of_people(rows: "QuerySet[Change]") -> "QuerySet[Change]":
    """Those changes whose actor `is_act`."""
    hosted = Q()
    for component in COMPONENTS:
        hosted |= Q(actor__startswith=f"{component}/")
    return rows.exclude(actor__in=COMPONENTS).exclude(hosted)


def end_of_step(cluster_id: int, revision: int) -> int:
    """The revision of the last change of the step that a revision belongs to. Raises Compacted, LookupError.

    The revision up to which the log is compacted is the end of a step, though its change is gone.
    """
    compacted, newest = Cluster.objects.values_list("compacted", "revision").get(pk=cluster_id)
    if revision < compacted:
        raise Compacted(compacted)
    if revision == compacted > 0:
        return revision
    rows = Change.objects.filter(cluster_id=cluster_id)
    step = rows.filter(revision=revision).values_list("step", flat=True).first()
    if step is None:
        raise LookupError(revision)
    # A reset is two steps in the log, but nobody wants to stand between them, in a cluster without anything.
    later = rows.filter(revision__gt=revision).exclude(step=step).exclude(actor=SETUP).order_by("revision")
    following = later.values_list("revision", flat=True).first()
    return newest if following is None else following - 1
