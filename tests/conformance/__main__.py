"""`python -m tests.conformance FOLDER KUBECTL [SCENARIO …]`: play scenarios against a server of its own, all at once.

For each of them FOLDER/NAME.json is written: the record, or `{"failed": why}`. Several test processes can share that.
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
ATTEMPTS = 2
"""A busy machine may type too slowly to see what lasts a second only, so what differs is played once more."""


def main(folder: Path, kubectl: Path, paths: list[Path]) -> None:
    """Play them, the longest first; the server ends with the last of them."""
    scenarios = sorted(map(read, paths), key=lambda scenario: -len(scenario["steps"]))
    server = Server(folder, collected=False)
    server.start()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda scenario: _play(server, folder, kubectl, scenario), scenarios))
    finally:
        server.end()


def read(path: Path) -> Scenario:
    """A scenario."""
    scenario: Scenario = yaml.safe_load(path.read_text())
    return scenario


def _play(server: Server, folder: Path, kubectl: Path, scenario: Scenario) -> None:
    name = scenario["name"]
    record: dict[str, Any] = {}
    for attempt in range(ATTEMPTS):
        sandbox = f"{name}-{attempt}"
        kubeconfig = folder / f"{sandbox}.kubeconfig"
        try:
            words = (sandbox, f"--server={server.url}", f"--kubeconfig={kubeconfig}")
            command = [sys.executable, "manage.py", "sandbox", "create", *words]
            place = {"cwd": ROOT, "env": server.environment}
            made = subprocess.run(command, **place, capture_output=True, text=True, check=False)
            assert made.returncode == 0, made.stderr
            record = play(scenario, Shell(folder / "played" / sandbox, kubectl, kubeconfig, name))
        except Exception:
            record = {"failed": f"{traceback.format_exc()}\n{server.said()}"}
        if "failed" not in record and not unexpected(name, record):
            break
    unfinished = folder / f"{name}.unfinished"
    unfinished.write_text(json.dumps(record, indent=1, sort_keys=True))
    unfinished.rename(folder / f"{name}.json")


if __name__ == "__main__":
    given = [Path(word) for word in sys.argv[3:]]
    main(Path(sys.argv[1]), Path(sys.argv[2]), given or sorted(SCENARIOS.glob("*.yaml")))
