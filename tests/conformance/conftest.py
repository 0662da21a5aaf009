"""The sessions, played once for all test processes."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import kubectls
from tests.browser.server import ROOT

PATIENCE = 600
"""Seconds until a session must have come to its end, the last time that it is played."""
RECORDED_WITH = "kubectl.1.32"


class Sessions:
    """All of them, on their way in a process that began with the first question."""

    def __init__(self, folder: Path, kubectl: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        try:
            folder.mkdir()
        except FileExistsError:
            return
        self._process = subprocess.Popen([sys.executable, "-m", "tests.conformance", folder, kubectl], cwd=ROOT)

    def seen(self, name: str) -> list[dict[str, Any]]:
        """The records of a session, once it has been played as often as it needs to."""
        path, deadline = self.folder / f"{name}.json", time.monotonic() + PATIENCE
        while not path.exists():
            assert time.monotonic() < deadline, f"{name} did not end within {PATIENCE} s"
            assert self._process is None or self._process.poll() is None or path.exists(), "the players have failed"
            time.sleep(0.2)
        records: list[dict[str, Any]] = json.loads(path.read_text())
        return records

    def end(self) -> None:
        """Wait for the players, if they were ours."""
        if self._process is not None:
            assert self._process.wait(PATIENCE) == 0


@pytest.fixture(scope="session")
def sessions(tmp_path_factory):
    """Of several test processes the first lets the sessions be played, and all read what came of them."""
    found = kubectls.found()
    if not found:
        pytest.skip(kubectls.NONE)
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    played = Sessions(shared / "sessions", found.get(RECORDED_WITH) or list(found.values())[-1])
    yield played
    played.end()
