"""What a request looks at: the present of a sandbox, or one moment of its past.

The owner sees every moment that is kept. A guest, to whom the owner gave a link, sees the linked moment and what led
to it, and can change nothing.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest

from cluster import store
from cluster.core import engine
from cluster.core.moves import Move
from cluster.core.state import State
from playground import access
from playground.sandbox.models import Sandbox

GRANTS = "moments"
GRANTS_KEPT = 20
"""Linked moments of one sandbox that a browser may look at."""
WENT_BACK = "playground.went_back"
"""Set in a request's META when it went back in time."""
GONE = "This moment is no longer kept: the record of this sandbox begins later."


class MomentGone(Http404):
    """A moment of a sandbox that may be seen, but is no longer kept; its text says so."""


class Sight(NamedTuple):
    """A sandbox that may be looked at: all of it (`granted` None), or what led to one revision."""

    sandbox: Sandbox
    granted: int | None


class Moment(NamedTuple):
    """A sandbox at one revision. `can_act`: who looks is the owner, and an act from here begins a branch. `newest` is
    the newest revision that may be looked at."""

    sandbox: Sandbox
    state: State
    is_past: bool
    can_act: bool
    newest: int

    @property
    def revision(self) -> int:
        """The revision that is looked at."""
        return self.state.revision


def get_moment(request: HttpRequest, name: str) -> Moment:
    """The moment that `?at=REVISION` asks for, else the newest one to be seen. Raises MomentGone, Http404."""
    asked = revision_in(request.GET.get("at", ""))
    own = access.own_sandbox(request.session, name)
    if own is not None:
        present = store.load(own.cluster_id)
        if asked is None or asked >= present.revision:
            return Moment(own, present, is_past=False, can_act=True, newest=present.revision)
        return Moment(own, _state_at(own, asked), is_past=True, can_act=True, newest=present.revision)
    sandbox, grants = _grants(request.session, name)
    if asked is None or not _is_granted(sandbox, grants, asked):
        asked = grants[-1]
    return Moment(sandbox, _state_at(sandbox, asked), is_past=True, can_act=False, newest=grants[-1])


def get_sight(request: HttpRequest, name: str) -> Sight:
    """The sandbox, and how much of it may be seen. Raises Http404."""
    own = access.own_sandbox(request.session, name)
    if own is not None:
        return Sight(own, None)
    sandbox, grants = _grants(request.session, name)
    return Sight(sandbox, grants[-1])


def act_here(request: HttpRequest, sandbox: Sandbox, attempt: Callable[[State], Iterable[Move]] | None = None) -> None:
    """Go back to the moment from which the owner acts (`at=REVISION` in the form), if it is past. Raises Http404.

    `attempt` is what is to be done there; what it raises (an ApiError) goes on to the caller, and no branch is begun.
    """
    asked = revision_in(request.POST.get("at", ""))
    if asked is None:
        return
    if attempt is not None:
        state = _state_at(sandbox, asked)
        engine.commit(state, attempt(state), "you")
    try:
        began = store.fork_at(sandbox.cluster_id, asked).revision
    except LookupError:
        raise MomentGone(GONE) from None
    if began != asked:
        request.META[WENT_BACK] = asked


def grant(session: Any, sandbox: Sandbox, revision: int) -> None:
    """Let the holder of a session see a sandbox at a revision, and what led to it."""
    granted: dict[str, list[int]] = session.get(GRANTS, {})
    others = [one for one in granted.get(str(sandbox.pk), []) if one != revision]
    session[GRANTS] = granted | {str(sandbox.pk): [*others, revision][-GRANTS_KEPT:]}


def revision_in(text: str) -> int | None:
    """The revision that a parameter names; None where it names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _grants(session: Any, name: str) -> tuple[Sandbox, list[int]]:
    """A sandbox of somebody else, and the moments of it that were shown to this visitor, the newest link last."""
    granted = session.get(GRANTS, {})
    sandbox = Sandbox.objects.filter(name=name, deleted_at=None).first() if granted else None
    if sandbox is None or str(sandbox.pk) not in granted:
        raise Http404("There is no such sandbox, or it belongs to another browser.")
    return sandbox, granted[str(sandbox.pk)]


def _is_granted(sandbox: Sandbox, grants: list[int], revision: int) -> bool:
    lineages = (store.lineage(sandbox.cluster_id, granted) for granted in grants if granted >= revision)
    return any(first <= revision <= last for lineage in lineages for first, last in lineage)


def _state_at(sandbox: Sandbox, revision: int) -> State:
    try:
        return store.state_at(sandbox.cluster_id, revision)
    except LookupError:
        raise MomentGone(GONE) from None
