"""One open terminal: its shell, the lines that were typed, the thread in which they are carried out."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connections

from cluster import kubectl, store
from cluster.core.shell.process import Exit
from cluster.terminal import Folder, Input, Io, Shell, Stop, completion, hints, is_complete
from cluster.terminal.streams import POLL
from playground.sandbox.files import SandboxStore
from playground.sandbox.models import Sandbox
from playground.sandbox.terminal.commands import Commands
from playground.sandbox.terminal.typed import MOST_TYPED, Typed

Tell = Callable[[dict[str, Any]], None]
MOST_RUNNING = 100
"""Threads of all terminals of this process together."""
MOST_REMEMBERED, LONGEST_REMEMBERED = 1000, 1 << 14
"""Commands of a terminal's history, and characters of each."""
_running = threading.BoundedSemaphore(MOST_RUNNING)


class TerminalSession:
    """Lines in, messages out through `tell`, which any thread may call. Nothing here raises to its caller."""

    def __init__(self, sandbox: Sandbox, tell: Tell) -> None:
        self.sandbox, self.tell = sandbox, tell
        self.typed, self.pending = Typed(), ""
        self.lock = threading.Lock()
        self.busy = self.closed = False
        self.hints = True
        self.news = threading.Event()
        self.commands = Commands(sandbox, tell, self._wait)
        self.shell = Shell(
            Folder(SandboxStore(sandbox)),
            externals=self.commands.table(),
            now=lambda: self.commands.state().now,
            hint=lambda shell, words, code, told: hints.of(shell, words, code, told) if self.hints else "",
        )
        self.shell.env |= {"TERM": "xterm-256color", "PWD": self.shell.folder.cwd, "SANDBOX": sandbox.name}

    def line(self, text: str) -> None:
        """A typed line."""
        with self.lock:
            self.typed.put(text + "\n")
            if self.busy or self.closed:
                return
            if not _running.acquire(blocking=False):
                self.typed.clear()
                self.out("bash: fork: retry: Resource temporarily unavailable (too many terminals are at work)\n")
                self.prompt()
                return
            self.busy = True
        threading.Thread(target=self._work, daemon=True, name=f"terminal-{self.sandbox.name}").start()

    def remember(self, text: str) -> None:
        """A command for `history`."""
        self.shell.history.append(text[:LONGEST_REMEMBERED])
        del self.shell.history[:-MOST_REMEMBERED]

    def end_of_file(self) -> None:
        """Ctrl-D while a command reads."""
        self.typed.put("")

    def interrupt(self) -> None:
        """Ctrl-C."""
        with self.lock:
            self.typed.clear()
            self.typed.stop.set()
            self.pending = ""
            if not self.busy:
                self._interrupted()

    def _interrupted(self) -> None:
        self.shell.status = 130
        self.prompt()

    def close(self) -> None:
        """The page has gone."""
        with self.lock:
            self.closed = True
            self.typed.clear()
            self.typed.stop.set()

    def _work(self) -> None:
        close_old_connections()
        try:
            while self._one():
                pass
        except BaseException:
            self.busy = False
            raise
        finally:
            _running.release()
            connections.close_all()

    def _one(self) -> bool:
        """Carry out the next line; whether there is another one. The prompt and the rest after it come as one."""
        with self.lock:
            line = self.typed.take()
            self.typed.stop = Stop()
        if line is not None:
            self._carry_out(line.removesuffix("\n"))
        with self.lock:
            if self.closed:
                return False
            self.busy = another = self.typed.waits
            # Ctrl-C may have come while an unfinished line was looked at: it is not to be gone on with.
            if line is None or (self.pending and self.typed.stop.event.is_set()):
                self.pending = ""
                self._interrupted()
            else:
                self.prompt()
        return another

    def _carry_out(self, line: str) -> None:
        text = f"{self.pending}\n{line}" if self.pending else line
        self.pending = ""
        if len(text) <= MOST_TYPED and not is_complete(text):
            self.pending = text
        elif text.strip():
            self.remember(text)
            self._run(text)

    def _run(self, text: str) -> None:
        if self.closed:
            return
        try:
            self.shell.run(text, Io(self.typed, self.out, self.out, self.typed.stop, tty=True))
        except Exit as end:
            self.shell.status = end.code
            self.tell({"type": "exit"})
        except store.Cluster.DoesNotExist:
            self.out("bash: this sandbox is gone\n")

    def out(self, text: str) -> None:
        """Text for the screen."""
        if text:
            self.tell({"type": "out", "text": text})

    def look(self, revision: int | None) -> None:
        """Look at a moment of the past, or (None) at the present: what commands show is what was so then."""
        vantage = self.commands.vantage
        try:
            vantage.go(revision)
        except (LookupError, store.Cluster.DoesNotExist):
            vantage.go(None)
        with self.lock:
            if not self.busy:
                self.prompt()

    def prompt(self) -> None:
        """The shell waits for a line; `more`: for the rest of one; `past`: it looks at the past."""
        self.tell({
            "type": "prompt", "cwd": self.shell.folder.shown(), "status": self.shell.status,
            "more": bool(self.pending), "past": self.commands.vantage.is_past,
        })  # fmt: skip

    def complete(self, line: str) -> tuple[int, list[str]]:
        """Where the word to be completed starts in a line, and what it may become."""
        session = self.commands.session(self.shell, Io(Input(), _nowhere, _nowhere, Stop()))
        return completion.complete(self.shell, line, lambda words: kubectl.complete(words, session))

    def _wait(self, seconds: float, stop: Stop) -> None:
        """Until something happens in the cluster; in small steps, so that Ctrl-C is heard."""
        end = time.monotonic() + seconds
        while not stop.event.is_set() and (left := end - time.monotonic()) > 0:
            if self.news.wait(min(left, POLL)):
                self.news.clear()
                return


def _nowhere(_text: str) -> None:
    """Output that nobody wants."""
