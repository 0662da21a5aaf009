"""A sandbox's files: those that the page's editor and its terminals read and write. A new home holds the examples.

Whoever writes says which version they have seen, so that nobody overwrites unawares what a terminal or another tab
wrote. Pages that are open hear of every change (`changed`).
"""

import io
import re
import zipfile
from typing import NamedTuple

from django.db import transaction

from cluster import store
from cluster.terminal import Folder, Refused
from playground.sandbox import examples
from playground.sandbox.models import Sandbox, SandboxFile

MOST_FILES = 200
MOST_CHARACTERS = 1 << 20
LONGEST_PATH = 255
_PART = re.compile(r"[^/\x00-\x1f\x7f]{1,100}")


class SandboxStore:
    """The files of one sandbox, for `cluster.terminal.Folder`. Paths are read once and then kept up to date."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        furnish(sandbox)

    def paths(self) -> list[str]:
        """All paths; other terminals of the sandbox write too, so they are asked for anew."""
        return list(SandboxFile.objects.filter(sandbox=self.sandbox).values_list("path", flat=True))

    def read(self, path: str) -> str:
        """The text of a file that is there."""
        return SandboxFile.objects.filter(sandbox=self.sandbox, path=path).values_list("text", flat=True)[0]

    def write(self, path: str, text: str) -> None:
        """Make or replace a file. Raises Refused."""
        _write(self.sandbox, path, text)
        changed(self.sandbox)

    def remove(self, path: str) -> None:
        """Forget a file."""
        SandboxFile.objects.filter(sandbox=self.sandbox, path=path).delete()
        changed(self.sandbox)


class Kept(NamedTuple):
    """A file as it is kept; its `version` is another one after each write."""

    path: str
    text: str
    version: str


class Changed(Exception):
    """The file is not what the writer has seen: `kept` is what it is now, None when it is gone."""

    def __init__(self, kept: Kept | None) -> None:
        super().__init__("the file was changed meanwhile")
        self.kept = kept


def listing(sandbox: Sandbox) -> list[tuple[str, str]]:
    """(path, version) of each file, sorted; empty folders end with a slash."""
    found = SandboxFile.objects.filter(sandbox=sandbox).values_list("path", "updated_at")
    return sorted((path, _version(moment)) for path, moment in found)


def read(sandbox: Sandbox, path: str) -> Kept | None:
    """A file, or None."""
    # PostgreSQL cannot even be asked for a text with a zero byte.
    if "\0" in path:
        return None
    found = SandboxFile.objects.filter(sandbox=sandbox, path=path).first()
    return Kept(found.path, found.text, _version(found.updated_at)) if found else None


def save(sandbox: Sandbox, path: str, text: str, seen: str | None) -> Kept:
    """Write a file whose version `seen` the writer knows: '' for one that is not there yet, None to write anyway.

    Raises Changed when it is another one by now, Refused.
    """
    judge(path, text)
    with transaction.atomic():
        now = read(sandbox, path)
        if now is not None and now.text == text:
            return now
        if seen is not None and seen != (now.version if now else ""):
            raise Changed(now)
        _judge_place(sandbox, path)
        _write(sandbox, path, text)
        kept = read(sandbox, path)
    assert kept is not None
    changed(sandbox)
    return kept


def make_folder(sandbox: Sandbox, path: str) -> None:
    """An empty folder. Raises Refused."""
    judge(path, "")
    if any((one + "/").startswith(path.rstrip("/") + "/") for one, _ in listing(sandbox)):
        raise Refused("File exists", path)
    _judge_place(sandbox, path.rstrip("/") + "/.")
    _write(sandbox, path.rstrip("/") + "/", "")
    changed(sandbox)


def remove(sandbox: Sandbox, path: str) -> None:
    """A file, or a folder with all that is in it, is gone. Raises OSError."""
    Folder(SandboxStore(sandbox)).remove(path.rstrip("/"))


def move(sandbox: Sandbox, old: str, new: str) -> None:
    """Another path for a file, or for a folder and all that is in it. Raises Refused, FileNotFoundError."""
    old, new = old.rstrip("/"), new.strip("/")
    with transaction.atomic():
        paths = [path for path, _ in listing(sandbox)]
        moved = [path for path in paths if path == old or path.startswith(old + "/")]
        if not moved:
            raise FileNotFoundError(2, "No such file or directory", old)
        if any(path == new or path.startswith(new + "/") for path in paths) or (new + "/").startswith(old + "/"):
            raise Refused("File exists" if new != old else "That is its name already", new)
        judge(new, "")
        _judge_place(sandbox, new)
        for path in moved:
            target = new + path[len(old) :]
            judge(target, "")
            SandboxFile.objects.filter(sandbox=sandbox, path=path).update(path=target)
        _forget_markers(sandbox, new)
    changed(sandbox)


def add_example(sandbox: Sandbox, example: examples.Example) -> Kept:
    """The example as a file: the one that is there if nobody changed it, else a copy beside it. Raises Refused."""
    for number in range(1, MOST_FILES):
        path = f"deploy/{example.slug}{f'-{number}' if number > 1 else ''}.yml"
        now = read(sandbox, path)
        if now is None or now.text == example.text:
            return save(sandbox, path, example.text, None)
    raise Refused(f"No space left on device (a sandbox holds {MOST_FILES} files)", example.slug)


def zipped(sandbox: Sandbox) -> bytes:
    """All files as one ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in SandboxFile.objects.filter(sandbox=sandbox).values_list("path", "text"):
            archive.writestr(path, text)
    return buffer.getvalue()


def group(sandbox_id: int) -> str:
    """The group of pages that want to know when a file of a sandbox changes."""
    return f"files.{sandbox_id}"


def changed(sandbox: Sandbox) -> None:
    """Tell the pages of a sandbox that a file is another one."""
    transaction.on_commit(lambda: store.tell(group(sandbox.pk), {"type": "files.changed"}))


def judge(path: str, text: str) -> None:
    """Raises Refused for a path or a text that cannot be kept."""
    parts = path.rstrip("/").split("/")
    if len(path) > LONGEST_PATH or any(len(part) > 100 for part in parts):
        raise Refused("File name too long", path)
    if any(not _PART.fullmatch(part) or part in {".", ".."} for part in parts):
        raise Refused("Invalid argument", path)
    if len(text) > MOST_CHARACTERS:
        raise Refused("File too large (at most 1 MB)", path)


def furnish(sandbox: Sandbox) -> None:
    """The examples as files, in a home that is still empty."""
    if not SandboxFile.objects.filter(sandbox=sandbox).exists():
        SandboxFile.objects.bulk_create(
            [
                SandboxFile(sandbox=sandbox, path=f"deploy/{one.slug}.yml", text=one.text)
                for one in examples.all_examples()
            ],
            ignore_conflicts=True,
        )


def _version(moment: object) -> str:
    return str(round(moment.timestamp() * 1_000_000)) if hasattr(moment, "timestamp") else ""


def _write(sandbox: Sandbox, path: str, text: str) -> None:
    judge(path, text)
    files = SandboxFile.objects.filter(sandbox=sandbox)
    with transaction.atomic():
        if not files.filter(path=path).exists() and files.count() >= MOST_FILES:
            raise Refused(f"No space left on device (a sandbox holds {MOST_FILES} files)", path)
        text = text.encode(errors="replace").decode().replace("\0", "")
        SandboxFile.objects.update_or_create(sandbox=sandbox, path=path, defaults={"text": text})


def _judge_place(sandbox: Sandbox, path: str) -> None:
    """A file cannot be where a folder is, nor in another file. Folders on the way are made by its being there."""
    parts = path.split("/")
    above = ["/".join(parts[:count]) for count in range(1, len(parts))]
    paths = [one for one, _ in listing(sandbox)]
    if any(one.startswith(path + "/") for one in paths):
        raise Refused("Is a directory", path)
    if set(above) & set(paths):
        raise Refused("Not a directory", path)
    _forget_markers(sandbox, path)


def _forget_markers(sandbox: Sandbox, path: str) -> None:
    """A folder in which something is needs no entry of its own."""
    parts = path.split("/")
    markers = ["/".join(parts[:count]) + "/" for count in range(1, len(parts))]
    SandboxFile.objects.filter(sandbox=sandbox, path__in=markers).delete()
