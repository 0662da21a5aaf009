"""A sandbox's files: those that the terminal shows and kubectl reads. A new home holds the examples, in `deploy/`."""

import re

from django.db import transaction

from cluster.terminal import Refused
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
        judge(path, text)
        files = SandboxFile.objects.filter(sandbox=self.sandbox)
        with transaction.atomic():
            if not files.filter(path=path).exists() and files.count() >= MOST_FILES:
                raise Refused(f"No space left on device (a sandbox holds {MOST_FILES} files)", path)
            text = text.encode(errors="replace").decode().replace("\0", "")
            SandboxFile.objects.update_or_create(sandbox=self.sandbox, path=path, defaults={"text": text})

    def remove(self, path: str) -> None:
        """Forget a file."""
        SandboxFile.objects.filter(sandbox=self.sandbox, path=path).delete()


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
