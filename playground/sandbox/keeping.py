"""A sandbox's life: made, named, duplicated, taken along in a file, emptied, thrown away and brought back."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cluster import store
from cluster.core.nodes import VERSION
from playground.access import get_own_sandbox, greet, sandboxes_of, visitor_of
from playground.sandbox.models import Sandbox

SANDBOXES_PER_VISITOR = 20
REGRET = timedelta(hours=1)
"""For so long a deleted sandbox can be brought back."""
SWEPT = 10
"""Sandboxes removed for good at one go, some 20 ms each and 100 ms for 10,000 changes, in short pieces."""
THROWN_AWAY = "thrown-away"


class TooMany(Exception):
    """This visitor has as many sandboxes as one browser may have."""

    def __init__(self) -> None:
        text = f"You have {SANDBOXES_PER_VISITOR} sandboxes, as many as one browser may have."
        super().__init__(f"{text} Delete one of them first.")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The front page: one button, and the visitor's own sandboxes."""
    sweep()
    thrown_away = _thrown_away(request, request.session.pop(THROWN_AWAY, ""))
    context = {"sandboxes": sandboxes_of(request.session), "version": VERSION, "thrown_away": thrown_away}
    return render(request, "home.html", context)


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """A new sandbox for this visitor."""
    try:
        make_room(request)
    except TooMany as fault:
        return refused(request, fault)
    return redirect("sandbox:workspace", settle_in(request, store.create_cluster()).name)


@require_POST
def rename(request: HttpRequest, name: str) -> HttpResponse:
    """Another title; the address stays, for links and kubeconfigs hold it."""
    sandbox = get_own_sandbox(request, name)
    title = " ".join(request.POST.get("title", "").replace("\0", "").split())
    sandbox.title = title[: Sandbox._meta.get_field("title").max_length]
    sandbox.save(update_fields=["title"])
    return redirect("sandbox:workspace", sandbox.name)


@require_POST
def reset(request: HttpRequest, name: str) -> HttpResponse:
    """Everything gone, an empty cluster in the same place; `undo` brings all of it back."""
    sandbox = get_own_sandbox(request, name)
    store.reset(sandbox.cluster_id)
    return redirect("sandbox:workspace", sandbox.name)


@require_POST
def delete(request: HttpRequest, name: str) -> HttpResponse:
    """The sandbox is out of sight and stands still; for a while it can be brought back."""
    sandbox = get_own_sandbox(request, name)
    store.pause(sandbox.cluster_id)
    store.credentials.revoke(sandbox.cluster_id)
    sandbox.deleted_at = timezone.now()
    sandbox.save(update_fields=["deleted_at"])
    request.session[THROWN_AWAY] = sandbox.name
    return redirect("home")


@require_POST
def restore(request: HttpRequest, name: str) -> HttpResponse:
    """A deleted sandbox is back, paused as it was left."""
    sandbox = _thrown_away(request, name)
    if sandbox is None:
        raise Http404("There is no such sandbox to bring back.")
    try:
        make_room(request)
    except TooMany as fault:
        return refused(request, fault)
    sandbox.deleted_at = None
    sandbox.save(update_fields=["deleted_at"])
    return redirect("sandbox:workspace", sandbox.name)


def make_room(request: HttpRequest) -> None:
    """Raises TooMany when this visitor may not have another sandbox."""
    if len(sandboxes_of(request.session)) >= SANDBOXES_PER_VISITOR:
        raise TooMany


def settle_in(request: HttpRequest, cluster: store.Cluster, title: str = "") -> Sandbox:
    """A cluster just made becomes a sandbox of this visitor."""
    owner = greet(request.session)
    return Sandbox.objects.create(cluster_id=cluster.pk, name=cluster.name, owner=owner, title=title)


def refused(request: HttpRequest, fault: Exception) -> HttpResponse:
    """A page that says in a sentence why something was not done."""
    return render(request, "refused.html", {"text": str(fault)}, status=403)


def sweep() -> None:
    """Remove for good what was thrown away long enough ago, and what was never finished."""
    for sandbox in Sandbox.objects.filter(deleted_at__lt=timezone.now() - REGRET)[:SWEPT]:
        store.delete(sandbox.cluster_id, sandbox.delete)
    store.sweep()


def _thrown_away(request: HttpRequest, name: str) -> Sandbox | None:
    owner = visitor_of(request.session)
    return Sandbox.objects.filter(owner=owner, name=name).exclude(deleted_at=None).first() if owner and name else None
