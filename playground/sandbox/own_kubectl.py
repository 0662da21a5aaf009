"""The learner's own kubectl: a kubeconfig to download, and a browser that takes a sandbox made in a terminal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cluster import store
from playground.access import get_own_sandbox, greet
from playground.sandbox.kubeconfig import kubeconfig
from playground.sandbox.owning import claim

KIND = "page"


@require_POST
def download(request: HttpRequest, name: str) -> HttpResponse:
    """A new kubeconfig as a file; the one that the page gave out before is invalid from now on."""
    sandbox = get_own_sandbox(request, name)
    store.credentials.revoke(sandbox.cluster_id, KIND)
    server = f"{request.scheme}://{request.get_host()}"
    text = kubeconfig(sandbox.name, store.credentials.issue(sandbox.cluster_id, KIND), server)
    response = HttpResponse(text, content_type="application/yaml")
    response.headers["Content-Disposition"] = f'attachment; filename="{sandbox.name}.yaml"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request: HttpRequest, name: str) -> HttpResponse:
    """No kubeconfig of this sandbox is valid any more, those made by the command included."""
    sandbox = get_own_sandbox(request, name)
    count = store.credentials.revoke(sandbox.cluster_id)
    return render(request, "sandbox/_kubeconfig.html", {"sandbox": sandbox, "revoked": count})


@require_GET
def take(request: HttpRequest, name: str) -> HttpResponse:
    """The link that `manage.py sandbox create` prints: this browser owns the sandbox from now on."""
    sandbox = claim(name, request.GET.get("key", ""), greet(request.session))
    if sandbox is None:
        raise Http404("This link has been used by another browser, or was cut short.")
    return redirect("sandbox:workspace", sandbox.name)
