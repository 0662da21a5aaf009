"""The playground as `make run` serves it, in a process of its own on a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.patient import PATIENCE

ROOT = Path(__file__).resolve().parent.parent.parent


class Server:
    """A server with its data under `folder`; it may be started again after it ended, on the same port."""

    def __init__(self, folder: Path, collected: bool = True) -> None:
        self.folder = folder
        self.environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": "", "LOG_LEVEL": "WARNING"}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._manage("migrate", "--verbosity=0")
        if collected:
            self._manage("collectstatic", "--noinput", "--verbosity=0")

    def start(self) -> None:
        """Serve, and wait until it does."""
        self.log = (self.folder / "server.log").open("a")
        command = [sys.executable, "manage.py", "serve", f"--port={self.port}"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)
        started = time.monotonic()
        while not self._answers():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - started < PATIENCE, f"no answer after {PATIENCE} s: {self.said()}"
            time.sleep(0.05)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, and wait until it has ended."""
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        self.log.close()

    def said(self) -> str:
        """What it wrote."""
        return (self.folder / "server.log").read_text("utf-8")

    def _manage(self, *words: str) -> None:
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False
