"""`python -m tests.conformance FOLDER KUBECTL [SCENARIO …]`: play scenarios against a server of its own, many at once.

For each of them FOLDER/NAME.json is written: a list of records, one of each time that it was played, or
`{"failed": why}` in its place. Several test processes can share that.
"""

import json
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from tests.browser.server import ROOT, Server
from tests.conformance import SCENARIOS
from tests.conformance.comparing import unexpected
from tests.conformance.playing import Scenario, Shell, play

AT_ONCE = 24
AGAIN = 3
"""A busy machine may type too slowly to see what lasts a second only, so what differs is played again so often at most,
and beside no other session."""


class Players:
    """They share a server."""

    def __init__(self, folder: Path, kubectl: Path) -> None:
        self.server = Server(folder, collected=False)
        self.folder, self.kubectl = folder, kubectl

    def play_all(self, scenarios: list[Scenario]) -> None:
        """All at once, then once more those that differ; the server ends with the last of them."""
        self.server.start()
        try:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                plays = list(pool.map(self._first, scenarios))
            for scenario, records in zip(scenarios, plays, strict=True):
                self._again(scenario, records)
        finally:
            self.server.end()

    def _first(self, scenario: Scenario) -> list[dict[str, Any]]:
        records = [self._record(scenario, 0)]
        if not unexpected(scenario["name"], records):
            self._write(scenario, records)
        return records

    def _again(self, scenario: Scenario, records: list[dict[str, Any]]) -> None:
        while len(records) <= AGAIN and unexpected(scenario["name"], records):
            records.append(self._record(scenario, len(records)))
        self._write(scenario, records)

    def _record(self, scenario: Scenario, attempt: int) -> dict[str, Any]:
        sandbox = f"{scenario['name']}-{attempt}"
        kubeconfig = self.folder / f"{sandbox}.kubeconfig"
        try:
            words = (sandbox, f"--server={self.server.url}", f"--kubeconfig={kubeconfig}")
            command = [sys.executable, "manage.py", "sandbox", "create", *words]
            place = {"cwd": ROOT, "env": self.server.environment}
            made = subprocess.run(command, **place, capture_output=True, text=True, check=False)
            assert made.returncode == 0, made.stderr
            shell = Shell(self.folder / "played" / sandbox, self.kubectl, kubeconfig, scenario["name"])
            return play(scenario, shell)
        except Exception:
            return {"failed": f"{traceback.format_exc()}\n{self.server.said()}"}

    def _write(self, scenario: Scenario, records: list[dict[str, Any]]) -> None:
        unfinished = self.folder / f"{scenario['name']}.unfinished"
        unfinished.write_text(json.dumps(records, indent=1, sort_keys=True))
        unfinished.rename(self.folder / f"{scenario['name']}.json")


def read(path: Path) -> Scenario:
    """A scenario."""
    scenario: Scenario = yaml.safe_load(path.read_text())
    return scenario


def main(folder: Path, kubectl: Path, paths: list[Path]) -> None:
    """Play them, the longest first."""
    scenarios = sorted(map(read, paths), key=lambda scenario: -len(scenario["steps"]))
    Players(folder, kubectl).play_all(scenarios)


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[3:]]
    main(Path(sys.argv[1]), Path(sys.argv[2]), given or sorted(SCENARIOS.glob("*.yaml")))
