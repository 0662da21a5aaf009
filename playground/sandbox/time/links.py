"""Links to a moment: signed, so that nothing need be stored. Who opens one may look at that moment and what led to it,
and take a copy; nothing else."""

from functools import partial

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from cluster import store
from playground.access import own_sandbox
from playground.sandbox import keeping
from playground.sandbox.models import Sandbox
from playground.sandbox.moment import get_moment, grant

SALT = "playground.sandbox.time.links"


def token_of(sandbox: Sandbox, revision: int) -> str:
    """What stands in the link to a sandbox at a revision."""
    return signing.dumps([sandbox.pk, revision], salt=SALT)


@require_GET
def link(request: HttpRequest, name: str) -> HttpResponse:
    """The address of the moment that is looked at, for the page to copy."""
    moment = get_moment(request, name)
    address = reverse("sandbox:linked", args=[token_of(moment.sandbox, moment.revision)])
    return HttpResponse(request.build_absolute_uri(address), content_type="text/plain; charset=utf-8")


@require_GET
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the moment; a browser that does not own the sandbox is let in as a guest."""
    sandbox, revision = _read(token)
    if own_sandbox(request.session, sandbox.name) is None:
        grant(request.session, sandbox, revision)
    return redirect(reverse("sandbox:workspace", args=[sandbox.name]) + f"?at={revision}")


@require_POST
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """A sandbox of one's own that begins as the linked one was."""
    sandbox, revision = _read(token)
    try:
        keeping.make_room(request)
        copied = store.copy(sandbox.cluster_id, revision, settle=partial(keeping.settle_in, request))
    except keeping.TooMany as fault:
        return keeping.refused(request, fault)
    except LookupError:
        raise Http404("This moment is no longer kept.") from None
    return redirect("sandbox:workspace", copied.name)


def _read(token: str) -> tuple[Sandbox, int]:
    try:
        pk, revision = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Http404("There is no such link.") from None
    sandbox = Sandbox.objects.filter(pk=pk, deleted_at=None).first()
    if sandbox is None:
        raise Http404("There is no such sandbox any more.")
    return sandbox, revision
