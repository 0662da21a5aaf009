"""The commands of a terminal that need more than its shell: kubectl, docker, the page's editor, undo."""

import posixpath
from collections import deque
from collections.abc import Callable
from typing import Any

import yaml

from cluster import kubectl, store
from cluster.core.moves import Move
from cluster.core.state import State
from cluster.kubectl.errors import KubectlError
from cluster.terminal import Io, Shell, Stop, Stopped
from cluster.terminal.docker import Docker
from cluster.terminal.streams import POLL
from playground.sandbox.models import Sandbox

Tell = Callable[[dict[str, Any]], None]
KUBECONFIG = "~/.kube/config"
BRANCHED = "\x1b[2m[you were looking at the past: a new branch begins here]\x1b[22m\n"
IN_THE_PAST = "undo: this is the past: whatever you change here begins a new branch, and nothing else is lost\n"


class Commands:
    """What one terminal of a sandbox runs. `tell` sends to its page; `wait` waits for news of the cluster."""

    def __init__(self, sandbox: Sandbox, tell: Tell, wait: Callable[[float, Stop], None]) -> None:
        self.sandbox, self.tell, self.wait = sandbox, tell, wait
        self.vantage = kubectl.Vantage(sandbox.cluster_id, self._left)
        self.edited: deque[str | None] = deque(maxlen=1)

    def table(self) -> dict[str, Callable[[Shell, list[str], Io], int]]:
        """The commands by name."""
        docker = Docker(self.state, self._act)
        editors = dict.fromkeys(("vi", "vim", "nano", "edit"), self.vi)
        return {"kubectl": self.run_kubectl, "docker": docker, "undo": self.undo, **editors}

    def state(self) -> State:
        """The cluster as it is looked at."""
        return self.vantage.held().state if self.vantage.is_past else store.advance(self.sandbox.cluster_id)

    def _act(self, decide: Callable[[State], list[Move]]) -> State:
        return self.vantage.act(decide, "you")

    def _left(self, _revision: int) -> None:
        self.tell({"type": "out", "text": BRANCHED})
        self.tell({"type": "present"})

    def run_kubectl(self, shell: Shell, args: list[str], io: Io) -> int:
        """kubectl, in this process."""
        return kubectl.run(args, self.session(shell, io))

    def session(self, shell: Shell, io: Io) -> kubectl.Session:
        """What one kubectl command is given."""
        return kubectl.Session(
            cluster_id=self.sandbox.cluster_id, kubeconfig=self._kubeconfig(shell), out=io.out, err=io.err,
            files=shell.folder, environment=shell.env, stdin=io.stdin.read, lines=io.stdin.lines, tty=io.tty,
            stopped=io.stop.event, edit=lambda name, text: self.edit(name, text, io.stop) or text,
            news=lambda seconds: self.wait(seconds, io.stop), seen_from=self.vantage,
        )  # fmt: skip

    def _kubeconfig(self, shell: Shell) -> kubectl.Kubeconfig:
        """The one of the sandbox's files, so that all terminals share it; a new one until it is changed."""
        folder, path = shell.folder, shell.env.get("KUBECONFIG") or KUBECONFIG

        def save(config: dict[str, Any]) -> None:
            above = posixpath.dirname(path)
            try:
                if above and not folder.exists(above):
                    folder.make_folder(above)
                folder.write(path, yaml.safe_dump(config, sort_keys=False))
            except OSError as fault:
                raise KubectlError(f"open {folder.path(path)}: {fault.strerror}") from None

        try:
            found = yaml.safe_load(folder.read(path)) if folder.is_file(path) else None
        except yaml.YAMLError:
            found = None
        if isinstance(found, dict):
            return kubectl.Kubeconfig(found, save)
        return kubectl.Kubeconfig.of(self.sandbox.name, save=save)

    def undo(self, _shell: Shell, _args: list[str], io: Io) -> int:
        """Take back the last thing that a person did to the cluster, here or on the page."""
        if self.vantage.is_past:
            io.err(IN_THE_PAST)
            return 1
        try:
            undone = store.undo(self.sandbox.cluster_id)
        except store.NothingToUndo as nothing:
            io.err(f"undo: {nothing}\n")
            return 1
        io.out(f"taken back: {undone.what}\n")
        return 0

    def vi(self, shell: Shell, args: list[str], io: Io) -> int:
        """A file in the page's editor."""
        names = [arg for arg in args if not arg.startswith(("-", "+"))]
        if not names:
            io.err("Which file? For example: edit deploy/nginx.yml\n")
            return 1
        try:
            text = shell.folder.read(names[0]) if shell.folder.exists(names[0]) else ""
            made = self.edit(names[0], text, io.stop)
            if made is not None and made != text:
                shell.folder.write(names[0], made)
                io.out(f'"{names[0]}" {made.count(chr(10))}L, {len(made.encode())}B written\n')
        except OSError as fault:
            io.err(f'"{names[0]}": {fault.strerror}\n')
            return 1
        return 0

    def edit(self, name: str, text: str, stop: Stop) -> str | None:
        """The text as the user left it in the page's editor; None if they gave up. Raises Stopped."""
        self.edited.clear()
        self.tell({"type": "edit", "name": name, "text": text})
        try:
            while not self.edited:
                stop.wait(POLL)
        except Stopped:
            self.tell({"type": "edit-end"})
            raise
        return self.edited.popleft()
