"""A sandbox taken elsewhere: duplicated beside itself, exported into one file, made again from such a file."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from cluster import store
from playground.access import get_own_sandbox
from playground.sandbox import parcel
from playground.sandbox.keeping import TooMany, make_room, refused, settle_in


@require_POST
def duplicate(request: HttpRequest, name: str) -> HttpResponse:
    """Another sandbox of the same owner, with the same objects, files, time and history."""
    sandbox = get_own_sandbox(request, name)
    try:
        make_room(request)
    except TooMany as fault:
        return refused(request, fault)

    def settle(cluster: store.Cluster) -> None:
        twin = settle_in(request, cluster, title=f"{str(sandbox)[:72].rstrip()} (copy)")
        parcel.give_files(twin, parcel.files_of(sandbox))

    return redirect("sandbox:workspace", store.copy(sandbox.cluster_id, settle=settle).name)


@require_GET
def export(request: HttpRequest, name: str) -> HttpResponse:
    """The whole sandbox as one JSON file: its title, its files, and its cluster with every act."""
    sandbox = get_own_sandbox(request, name)
    response = HttpResponse(parcel.packed(sandbox), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{sandbox.name}.json"'
    return response


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """A new sandbox from an exported file; a file that is none, or was changed, is refused in one sentence."""
    uploaded = request.FILES.get("file")
    try:
        make_room(request)
        if uploaded is None or (uploaded.size or 0) > parcel.LARGEST:
            raise ValueError(f"Choose an exported file of at most {parcel.LARGEST >> 20} MB.")
        got = parcel.unpacked(uploaded.read())
        cluster = store.import_file(got.cluster, settle=partial(_settle, request, got))
    except (TooMany, ValueError) as fault:
        return refused(request, fault)
    return redirect("sandbox:workspace", cluster.name)


def _settle(request: HttpRequest, got: parcel.Parcel, cluster: store.Cluster) -> None:
    parcel.give_files(settle_in(request, cluster, title=got.title), got.files)
