"""A server of its own for measuring: `manage.py serve` on a free port, and the least of a client."""

import base64
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Door(NamedTuple):
    """Where a sandbox is served and what opens it."""

    port: int
    name: str
    secret: str

    @property
    def headers(self) -> dict[str, str]:
        """What comes with every request."""
        return {"Authorization": "Basic " + base64.b64encode(f"sandbox:{self.secret}".encode()).decode()}


class Client:
    """One connection that stays open, as kubectl's and every operator's does."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self._connection = HTTPConnection("127.0.0.1", door.port, timeout=30)

    def ask(self, path: str, accept: str = "application/json", method: str = "GET", body: bytes = b"") -> bytes:
        """The body of an answer. Raises RuntimeError for any other than 200."""
        headers = {**self.door.headers, "Accept": accept}
        if body:
            headers["Content-Type"] = "application/merge-patch+json"
        self._connection.request(method, f"/k8s/{self.door.name}/{path}", body or None, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return content

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """(port, process id) of a server on the database of this process."""
    port = free_port()
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            if "playground" not in process.stdout.readline():
                raise RuntimeError("the server did not start")
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)


def cpu_seconds(pid: int) -> float:
    """CPU seconds of a process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid: int) -> int:
    """Memory of a process (Linux)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
