"""What a request looks at: the present of a sandbox, or one moment of its past.

The owner sees every moment that is kept. A guest, to whom the owner gave a link, sees the linked moment and those
before it, and can change nothing.
"""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest

from cluster import store
from cluster.core.state import State
from playground import access
from playground.sandbox.models import Sandbox

GRANTS = "moments"


class Moment(NamedTuple):
    """A sandbox at one revision. `can_act`: who looks is the owner, and an act from here begins a branch."""

    sandbox: Sandbox
    state: State
    is_past: bool
    can_act: bool

    @property
    def revision(self) -> int:
        """The revision that is looked at."""
        return self.state.revision


def get_moment(request: HttpRequest, name: str) -> Moment:
    """The moment that `?at=REVISION` asks for, else the newest one to be seen. Raises Http404."""
    own = access.own_sandbox(request.session, name)
    asked = revision_in(request.GET.get("at", ""))
    if own is not None:
        present = store.load(own.cluster_id)
        if asked is None or asked >= present.revision:
            return Moment(own, present, is_past=False, can_act=True)
        return Moment(own, _state_at(own, asked), is_past=True, can_act=True)
    sandbox, granted = _granted(request.session, name)
    return Moment(sandbox, _state_at(sandbox, min(asked or granted, granted)), is_past=True, can_act=False)


def act_here(request: HttpRequest, sandbox: Sandbox) -> None:
    """Go back to the moment from which the owner acts (`at=REVISION` in the form), if it is past. Raises Http404."""
    asked = revision_in(request.POST.get("at", ""))
    if asked is None:
        return
    try:
        store.fork_at(sandbox.cluster_id, asked)
    except LookupError:
        raise Http404("This moment is no longer kept.") from None


def grant(session: Any, name: str, revision: int) -> None:
    """Let the holder of a session see a sandbox up to a revision."""
    granted: dict[str, int] = session.get(GRANTS, {})
    session[GRANTS] = granted | {name: max(revision, granted.get(name, 0))}


def revision_in(text: str) -> int | None:
    """The revision that a parameter names; None where it names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _granted(session: Any, name: str) -> tuple[Sandbox, int]:
    revision = session.get(GRANTS, {}).get(name)
    sandbox = Sandbox.objects.filter(name=name, deleted_at=None).first() if revision is not None else None
    if sandbox is None:
        raise Http404("There is no such sandbox, or it belongs to another browser.")
    return sandbox, revision


def _state_at(sandbox: Sandbox, revision: int) -> State:
    try:
        return store.state_at(sandbox.cluster_id, revision)
    except LookupError:
        raise Http404("This moment is no longer kept.") from None
