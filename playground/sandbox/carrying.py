"""A sandbox taken elsewhere: duplicated beside itself, exported into one file, made again from such a file."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from cluster import store
from cluster.terminal import Refused
from playground.access import get_own_sandbox
from playground.sandbox.files import MOST_FILES, judge
from playground.sandbox.keeping import TooMany, make_room, refused, settle_in
from playground.sandbox.models import Sandbox, SandboxFile

FORMAT = "playground.sandbox/1"
LARGEST = 32 << 20
"""Bytes of a file to import: it holds acts and objects, and 5,000 pods have some 20 MB."""


@require_POST
def duplicate(request: HttpRequest, name: str) -> HttpResponse:
    """Another sandbox of the same owner, with the same objects, files, time and history."""
    sandbox = get_own_sandbox(request, name)
    try:
        make_room(request)
    except TooMany as fault:
        return refused(request, fault)
    twin = settle_in(request, store.copy(sandbox.cluster_id), title=f"{sandbox} (copy)"[:80])
    _give_files(twin, _files_of(sandbox))
    return redirect("sandbox:workspace", twin.name)


@require_GET
def export(request: HttpRequest, name: str) -> HttpResponse:
    """The whole sandbox as one JSON file: its title, its files, and its cluster with every act."""
    sandbox = get_own_sandbox(request, name)
    data = {
        "format": FORMAT,
        "title": str(sandbox),
        "files": _files_of(sandbox),
        "cluster": orjson.Fragment(store.export_file(sandbox.cluster_id)),
    }
    response = HttpResponse(orjson.dumps(data), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{sandbox.name}.json"'
    return response


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """A new sandbox from an exported file; a file that is none, or was changed, is refused in one sentence."""
    uploaded = request.FILES.get("file")
    try:
        make_room(request)
        if uploaded is None or (uploaded.size or 0) > LARGEST:
            raise ValueError(f"Choose an exported file of at most {LARGEST >> 20} MB.")
        data = _read(uploaded.read())
        sandbox = settle_in(request, store.import_file(orjson.dumps(data["cluster"])), title=data["title"])
    except (TooMany, ValueError) as fault:
        return refused(request, fault)
    _give_files(sandbox, data["files"])
    return redirect("sandbox:workspace", sandbox.name)


def _read(body: bytes) -> dict[str, Any]:
    """The parts of an exported file, each of its type. Raises ValueError with one sentence."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise ValueError("This file is not an exported sandbox: it is no JSON.") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("cluster"), dict):
        raise ValueError(f"This file is not an exported sandbox: its format is not {FORMAT!r}.")
    files = data.get("files")
    if not isinstance(files, dict) or not all(isinstance(text, str) for text in files.values()):
        raise ValueError("This file is not an exported sandbox: its files are not texts by path.")
    if len(files) > MOST_FILES:
        raise ValueError(f"A sandbox holds {MOST_FILES} files; this one would have {len(files)}.")
    for path, text in files.items():
        try:
            judge(path, text)
        except Refused as fault:
            raise ValueError(f"One of its files cannot be kept: {fault}") from None
    title = str(data.get("title") or "").replace("\0", "")[:80]
    return {"title": title, "files": files, "cluster": data["cluster"]}


def _files_of(sandbox: Sandbox) -> dict[str, str]:
    return dict(SandboxFile.objects.filter(sandbox=sandbox).values_list("path", "text"))


def _give_files(sandbox: Sandbox, files: dict[str, str]) -> None:
    SandboxFile.objects.bulk_create(
        [SandboxFile(sandbox=sandbox, path=path, text=text) for path, text in files.items()]
    )
