"""One open terminal: its shell, the lines that were typed, the thread in which they are carried out."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connections

from cluster import kubectl, store
from cluster.core.moves import Move
from cluster.core.shell.process import Exit
from cluster.core.state import State
from cluster.terminal import Folder, Input, Io, Shell, Stop, Stopped, completion, hints, is_complete
from cluster.terminal.docker import Docker
from cluster.terminal.streams import POLL
from playground.sandbox.files import SandboxStore
from playground.sandbox.models import Sandbox

Tell = Callable[[dict[str, Any]], None]
MOST_RUNNING = 100
"""Threads of all terminals of this process together."""
MOST_TYPED = 1 << 20
_running = threading.BoundedSemaphore(MOST_RUNNING)


class Typed(Input):
    """What was typed and not read yet: by a command that reads its input, or else by the shell as its next line."""

    def __init__(self) -> None:
        self.rest = ""
        self.lines_: deque[str] = deque()
        self.size = 0
        self.stop = Stop()
        self.changed = threading.Condition()

    def put(self, line: str) -> None:
        """A line with its end; '' for Ctrl-D. What is too much falls under the table."""
        with self.changed:
            if self.size + len(line) <= MOST_TYPED:
                self.lines_.append(line)
                self.size += len(line)
                self.changed.notify_all()

    def take(self) -> str | None:
        """The next line if there is one."""
        with self.changed:
            if self.rest:
                line, end, self.rest = self.rest.partition("\n")
                return line + end
            return self._pop() if self.lines_ else None

    def chunk(self) -> str:
        with self.changed:
            while not self.lines_:
                self.changed.wait(POLL)
                self.stop.check()
            return self._pop()

    def clear(self) -> None:
        """Forget it all."""
        with self.changed:
            self.lines_.clear()
            self.size, self.rest = 0, ""

    def _pop(self) -> str:
        line = self.lines_.popleft()
        self.size -= len(line)
        return line


class TerminalSession:
    """Lines in, messages out through `tell`, which any thread may call. Nothing here raises to its caller."""

    def __init__(self, sandbox: Sandbox, tell: Tell) -> None:
        self.sandbox, self.tell = sandbox, tell
        self.typed, self.pending = Typed(), ""
        self.lock = threading.Lock()
        self.busy = self.closed = False
        self.hints = True
        self.news = threading.Event()
        self.edited: deque[tuple[str, str | None]] = deque()
        self.kubeconfig = kubectl.Kubeconfig.of(sandbox.name)
        self.shell = Shell(
            Folder(SandboxStore(sandbox)),
            externals={
                "kubectl": self.run_kubectl,
                "docker": Docker(self._state, self._act),
                "vi": self.vi,
                "vim": self.vi,
                "nano": self.vi,
                "edit": self.vi,
            },
            now=lambda: self._state().now,
            hint=lambda shell, words, code, told: hints.of(shell, words, code, told) if self.hints else "",
        )
        self.shell.env |= {"TERM": "xterm-256color", "PWD": self.shell.folder.cwd, "SANDBOX": sandbox.name}

    def _state(self) -> State:
        return store.advance(self.sandbox.cluster_id)

    def _act(self, decide: Callable[[State], list[Move]]) -> State:
        return store.act(self.sandbox.cluster_id, decide)

    def line(self, text: str) -> None:
        """A typed line."""
        self.typed.put(text + "\n")
        with self.lock:
            if self.busy or self.closed:
                return
            if not _running.acquire(blocking=False):
                self.typed.clear()
                self.out("bash: fork: retry: Resource temporarily unavailable (too many terminals are at work)\n")
                self.prompt()
                return
            self.busy = True
        threading.Thread(target=self._work, daemon=True, name=f"terminal-{self.sandbox.name}").start()

    def end_of_file(self) -> None:
        """Ctrl-D while a command reads."""
        self.typed.put("")

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.typed.clear()
        self.typed.stop.set()
        self.pending = ""
        if not self.busy:
            self.shell.status = 130
            self.prompt()

    def close(self) -> None:
        """The page has gone."""
        self.closed = True
        self.typed.clear()
        self.typed.stop.set()

    def _work(self) -> None:
        close_old_connections()
        try:
            while not self.closed:
                line = self.typed.take()
                if line is None:
                    with self.lock:
                        if not self.typed.lines_:
                            self.busy = False
                            break
                    continue
                self._one(line.removesuffix("\n"))
        finally:
            self.busy = False
            _running.release()
            connections.close_all()

    def _one(self, line: str) -> None:
        text = f"{self.pending}\n{line}" if self.pending else line
        self.pending = ""
        if len(text) <= MOST_TYPED and not is_complete(text):
            self.pending = text
        elif text.strip():
            self.shell.history.append(text)
            del self.shell.history[:-1000]
            self._run(text)
        self.prompt()

    def _run(self, text: str) -> None:
        stop = self.typed.stop = Stop()
        if self.closed:
            return
        try:
            self.shell.run(text, Io(self.typed, self.out, self.out, stop, tty=True))
        except Exit as end:
            self.shell.status = end.code
            self.tell({"type": "exit"})
        except store.Cluster.DoesNotExist:
            self.out("bash: this sandbox is gone\n")

    def out(self, text: str) -> None:
        """Text for the screen."""
        if text:
            self.tell({"type": "out", "text": text})

    def prompt(self) -> None:
        """The shell waits for a line; `more`: for the rest of one."""
        self.tell({
            "type": "prompt", "cwd": self.shell.folder.shown(), "status": self.shell.status,
            "more": bool(self.pending),
        })  # fmt: skip

    def complete(self, line: str) -> tuple[int, list[str]]:
        """Where the word to be completed starts in a line, and what it may become."""
        session = self._session(Io(Input(), _nowhere, _nowhere, Stop()))
        return completion.complete(self.shell, line, lambda words: kubectl.complete(words, session))

    def run_kubectl(self, shell: Shell, args: list[str], io: Io) -> int:
        """kubectl, in this process."""
        return kubectl.run(args, self._session(io, shell))

    def _session(self, io: Io, shell: Shell | None = None) -> kubectl.Session:
        shell = shell or self.shell
        return kubectl.Session(
            cluster_id=self.sandbox.cluster_id, kubeconfig=self.kubeconfig, out=io.out, err=io.err,
            files=shell.folder, environment=shell.env, stdin=io.stdin.read, stopped=io.stop.event,
            edit=lambda name, text: self.edit(name, text, io.stop) or text,
            news=lambda seconds: self._wait(seconds, io.stop),
        )  # fmt: skip

    def _wait(self, seconds: float, stop: Stop) -> None:
        """Until something happens in the cluster; in small steps, so that Ctrl-C is heard."""
        end = time.monotonic() + seconds
        while not stop.event.is_set() and (left := end - time.monotonic()) > 0:
            if self.news.wait(min(left, POLL)):
                self.news.clear()
                return

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
        return self.edited.popleft()[1]


def _nowhere(_text: str) -> None:
    """Output that nobody wants."""
