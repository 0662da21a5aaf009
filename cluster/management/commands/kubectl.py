"""`manage.py kubectl --sandbox NAME -- get pods`: one command of the playground's kubectl."""

import os
import shlex
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cluster import kubectl, store

POLL = 0.05
"""Seconds between two looks at the cluster."""


class Folder:
    """The current directory as the files of a session."""

    def read(self, name: str) -> str:
        """The text of a file. Raises OSError."""
        return Path(name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        """Make or replace a file. Raises OSError."""
        Path(name).write_text(text, "utf-8")

    def is_folder(self, name: str) -> bool:
        """Whether it is a folder."""
        return Path(name).is_dir()

    def exists(self, name: str) -> bool:
        """Whether there is one."""
        return Path(name).exists()

    def names(self, folder: str) -> Iterable[str]:
        """What is in a folder. Raises OSError."""
        return os.listdir(folder)

    def absolute(self, name: str) -> str:
        """The whole path."""
        return str(Path(name).absolute())


class Command(BaseCommand):
    """Reads its own words up to `--`, and leaves the rest to kubectl."""

    help = "Runs one kubectl command in a sandbox: manage.py kubectl --sandbox NAME -- get pods"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sandbox", required=True, metavar="NAME", help="the sandbox's name")
        parser.add_argument("words", nargs="*", metavar="WORD", help="what would follow `kubectl`")

    def run_from_argv(self, argv: list[str]) -> None:
        """Words after the first `--` are kubectl's, whatever they look like."""
        place = argv.index("--") if "--" in argv else len(argv)
        self._words = argv[place + 1 :]
        super().run_from_argv(argv[:place])

    def handle(self, *args: Any, sandbox: str, words: list[str], **options: Any) -> None:
        cluster = store.Cluster.objects.filter(name=sandbox).first()
        if cluster is None:
            raise CommandError(f"There is no sandbox {sandbox!r}.")
        session = session_of(cluster.pk, sandbox)
        try:
            code = kubectl.run([*words, *getattr(self, "_words", [])], session)
        except KeyboardInterrupt:
            code = 130
        if code:
            sys.exit(code)


def session_of(cluster_id: int, name: str) -> kubectl.Session:
    """A session with this process's files, streams and environment."""
    session = kubectl.Session(
        cluster_id,
        _kubeconfig(name),
        out=_write(sys.stdout),
        err=_write(sys.stderr),
        files=Folder(),
        environment=os.environ,
        user=f"sandbox:{name}",
        stdin=sys.stdin.read,
        edit=_edit,
        diff=_diff,
    )

    def news(seconds: float) -> None:
        store.advance(cluster_id)
        session.stopped.wait(min(seconds, POLL))

    session.news = news
    store.advance(cluster_id)
    return session


def _write(stream: Any) -> Any:
    def write(text: str) -> None:
        stream.write(text)
        stream.flush()

    return write


def _kubeconfig(name: str) -> kubectl.Kubeconfig:
    """The file of KUBECONFIG if it is this sandbox's, else one of our own."""
    given = os.environ.get("KUBECONFIG", "")
    for path in (Path(given) if given else None, Path(settings.BASE_DIR) / "var" / "kubectl" / f"{name}.yaml"):
        config = _read(path) if path else None
        if path is not None and config is not None and f"/k8s/{name}" in str(config.get("clusters")):
            return kubectl.Kubeconfig(config, lambda changed, path=path: _save(path, changed))  # type: ignore[misc]
    return kubectl.Kubeconfig.of(name, f"http://localhost:8000/k8s/{name}", lambda changed: _save(path, changed))


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    return found if isinstance(found, dict) else None


def _save(path: Path | None, config: dict[str, Any]) -> None:
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yaml.safe_dump(config, file, sort_keys=False)


def _edit(name: str, text: str) -> str:
    editor = os.environ.get("KUBE_EDITOR") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, "utf-8")
        shown = shlex.quote(str(path))
        code = subprocess.run(
            [os.environ.get("SHELL") or "/bin/bash", "-c", f"{editor} {shown}"], check=False
        ).returncode
        if code:
            raise kubectl.EditorFailed(editor, code)
        return path.read_text("utf-8")


def _diff(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[int, str] | None:
    program = os.environ.get("KUBECTL_EXTERNAL_DIFF")
    if not program:
        return None
    with tempfile.TemporaryDirectory(prefix="LIVE-") as live, tempfile.TemporaryDirectory(prefix="MERGED-") as merged:
        for folder, texts in ((live, before), (merged, after)):
            for name, text in texts.items():
                (Path(folder) / name).write_text(text, "utf-8")
        done = subprocess.run([*shlex.split(program), live, merged], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout
