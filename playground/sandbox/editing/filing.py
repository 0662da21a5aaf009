"""Views of the files, in JSON for the page's scripts.

A refusal is `{"error": "one sentence"}` with status 200, so that the browser's console stays quiet: it is no fault of
the page.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from playground.access import get_own_sandbox
from playground.sandbox import examples, files
from playground.sandbox.editing.tree import tree_html
from playground.sandbox.models import Sandbox


def _refused(fault: OSError) -> JsonResponse:
    return JsonResponse({"error": f"{fault.filename or 'File'}: {fault.strerror}"})


def _open(kept: files.Kept, **more: Any) -> JsonResponse:
    return JsonResponse({**kept._asdict(), **more})


def _done(sandbox: Sandbox, **more: Any) -> JsonResponse:
    return JsonResponse({"tree": tree_html(sandbox), **more})


@require_GET
def show_tree(request: HttpRequest, name: str) -> HttpResponse:
    """The tree alone, for a page that missed a push."""
    return HttpResponse(tree_html(get_own_sandbox(request, name)))


@require_GET
def read(request: HttpRequest, name: str) -> HttpResponse:
    """One file: path, text, version."""
    path = request.GET.get("path", "")
    kept = files.read(get_own_sandbox(request, name), path)
    return _open(kept) if kept else JsonResponse({"error": f"{path}: No such file or directory"})


@require_POST
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what was typed; `seen` is the version that was opened. `conflict`: it is another one by now."""
    sandbox = get_own_sandbox(request, name)
    path, text = request.POST.get("path", ""), _unix(request.POST.get("text", ""))
    try:
        kept = files.save(sandbox, path, text, request.POST.get("seen"))
    except files.Changed as changed:
        theirs = changed.kept._asdict() if changed.kept else None
        return JsonResponse({"conflict": True, "theirs": theirs})
    except OSError as fault:
        return _refused(fault)
    return JsonResponse({"path": kept.path, "version": kept.version})


@require_POST
def make(request: HttpRequest, name: str) -> HttpResponse:
    """A new file with a text, or a folder where the path ends with a slash."""
    sandbox = get_own_sandbox(request, name)
    path = request.POST.get("path", "").strip().lstrip("/")
    try:
        if path.endswith("/"):
            files.make_folder(sandbox, path)
            return _done(sandbox, path=path)
        kept = files.save(sandbox, path, _unix(request.POST.get("text", "")), "")
    except files.Changed:
        return JsonResponse({"error": f"{path}: File exists", "exists": True})
    except OSError as fault:
        return _refused(fault)
    return _open(kept, tree=tree_html(sandbox))


@require_POST
def move(request: HttpRequest, name: str) -> HttpResponse:
    """Another path for a file or a folder."""
    sandbox = get_own_sandbox(request, name)
    old, new = request.POST.get("path", ""), request.POST.get("to", "").strip()
    try:
        files.move(sandbox, old, new)
    except OSError as fault:
        return _refused(fault)
    return _done(sandbox, path=new)


@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """A file or a folder is gone; a file's text goes back to the page, which can make it again."""
    sandbox, path = get_own_sandbox(request, name), request.POST.get("path", "")
    kept = files.read(sandbox, path)
    try:
        files.remove(sandbox, path)
    except OSError as fault:
        return _refused(fault)
    return _done(sandbox, path=path, text=kept.text if kept else None)


@require_POST
def take_example(request: HttpRequest, name: str) -> HttpResponse:
    """An example as a file of one's own."""
    sandbox = get_own_sandbox(request, name)
    found = examples.find(request.POST.get("example", ""))
    if found is None:
        return JsonResponse({"error": "There is no such example."})
    try:
        kept = files.add_example(sandbox, found)
    except OSError as fault:
        return _refused(fault)
    return _open(kept, tree=tree_html(sandbox))


@require_GET
def download(request: HttpRequest, name: str) -> HttpResponse:
    """One file, or without a path all of them as an archive."""
    sandbox, path = get_own_sandbox(request, name), request.GET.get("path")
    if path is None:
        return _attached(files.zipped(sandbox), f"{sandbox.name}.zip", "application/zip")
    kept = files.read(sandbox, path)
    if kept is None:
        raise Http404("There is no such file.")
    return _attached(kept.text.encode(), path.rpartition("/")[2], "text/plain; charset=utf-8")


def _attached(data: bytes, file_name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    quoted = file_name.replace("\\", "_").replace('"', "_").encode("ascii", "replace").decode()
    response["Content-Disposition"] = f'attachment; filename="{quoted}"'
    return response


def _unix(text: str) -> str:
    """Forms send line ends as CRLF."""
    return text.replace("\r\n", "\n")
