"""Names for the courses that events took. A branch is left when someone goes back, and can be returned to."""

import re
from typing import NamedTuple

from cluster.models import Branch, Cluster
from cluster.store.ancestry import last_act, lineage
from cluster.store.held import wall_now

FIRST = "branch 1"
"""How the course is called that every cluster begins with."""
NUMBERED = re.compile(r"branch (\d{1,9})")
LONGEST = 63
MOST = 50
"""Branches of a cluster; the oldest that nobody gave a name to goes first. Each keeps a whole state, some 50 kB."""


class BranchView(NamedTuple):
    """A branch: up to where it goes (`head`, at the simulated moment `head_now`), and where it began (`forked_at`).

    Moments are milliseconds, `created` of the real time. The first branch has id 0 as long as it is the only one.
    """

    id: int
    name: str
    head: int
    head_now: int
    forked_at: int
    is_current: bool
    created: int


def branches(cluster_id: int) -> list[BranchView]:
    """All branches in the order in which they began; one of them is the present. Raises Cluster.DoesNotExist."""
    cluster = Cluster.objects.get(pk=cluster_id)
    found = Branch.objects.filter(cluster_id=cluster_id).order_by("id")
    only = BranchView(0, FIRST, cluster.revision, cluster.now, 0, True, cluster.created_at)
    return [_view(branch, cluster) for branch in found] or [only]


def _view(branch: Branch, cluster: Cluster) -> BranchView:
    if branch.head is None or branch.head_now is None:
        head, now, is_current = cluster.revision, cluster.now, True
    else:
        head, now, is_current = branch.head, branch.head_now, False
    return BranchView(branch.pk, branch.name, head, now, branch.forked_at, is_current, branch.created_at)


def rename_branch(cluster_id: int, branch_id: int, name: str) -> None:
    """Give a branch another name. Raises LookupError for a branch that is not there, ValueError for a poor name."""
    name = checked(name)
    if branch_id == 0 and not Branch.objects.filter(cluster_id=cluster_id).exists():
        branch_id = present(cluster_id).pk
    if not Branch.objects.filter(cluster_id=cluster_id, pk=branch_id).update(name=name):
        raise LookupError("There is no such branch.")


def checked(name: str) -> str:
    """A name without blanks around it. Raises ValueError."""
    name = " ".join(name.split())
    if not name:
        raise ValueError("A branch needs a name.")
    if len(name) > LONGEST:
        raise ValueError(f"A branch's name has at most {LONGEST} characters; this one has {len(name)}.")
    return name


def present(cluster_id: int) -> Branch:
    """The branch on which events go on; the first one is written down when it is first asked for."""
    found = Branch.objects.filter(cluster_id=cluster_id, head=None).first()
    if found is not None:
        return found
    created = Cluster.objects.values_list("created_at", flat=True).get(pk=cluster_id)
    return Branch.objects.create(cluster_id=cluster_id, name=FIRST, created_at=created)


def leave(cluster_id: int, head: int, head_now: int) -> None:
    """Keep the present branch as it is now; one on which nobody did anything, and that has no name, is let go."""
    branch = present(cluster_id)
    own = [(first, last) for first, last in lineage(cluster_id, head) if first >= branch.begun]
    if branch.begun and NUMBERED.fullmatch(branch.name) and last_act(cluster_id, own) is None:
        branch.delete()
        return
    branch.head, branch.head_now = head, head_now
    branch.save()


def begin(cluster_id: int, name: str, begun: int, forked_at: int) -> None:
    """A new branch is the present one, from the leap at `begun` on."""
    names = Branch.objects.filter(cluster_id=cluster_id).values_list("name", flat=True)
    numbers = [int(match[1]) for match in map(NUMBERED.fullmatch, names) if match]
    name = name or f"branch {max(numbers, default=1) + 1}"
    _make_room(cluster_id)
    Branch.objects.create(cluster_id=cluster_id, name=name, begun=begun, forked_at=forked_at, created_at=wall_now())


def _make_room(cluster_id: int) -> None:
    kept = list(Branch.objects.filter(cluster_id=cluster_id, begun__gt=0).order_by("id"))
    unnamed = [branch for branch in kept if NUMBERED.fullmatch(branch.name)]
    if len(kept) >= MOST:
        (unnamed or kept)[0].delete()


def go_on(branch_id: int) -> None:
    """A branch that was left is the present one again."""
    Branch.objects.filter(pk=branch_id).update(head=None, head_now=None)
