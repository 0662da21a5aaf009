"""The kubectls of this machine: `kubectl` and `kubectl.1.NN`, on the PATH or beside what the former is a link to."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

NAME = re.compile(r"kubectl\.1\.\d+")
NONE = "no kubectl was found on this machine, so the real one was not tried"


@cache
def found() -> dict[str, Path]:
    """Each kubectl by its name."""
    plain = shutil.which("kubectl")
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += [Path(plain).resolve().parent] if plain else []
    versions = {path.name: path for folder in folders if folder.is_dir() for path in folder.iterdir() if _is_one(path)}
    return dict(sorted(versions.items())) or ({"kubectl": Path(plain)} if plain else {})


def _is_one(path: Path) -> bool:
    return bool(NAME.fullmatch(path.name)) and os.access(path, os.X_OK)


each = pytest.mark.parametrize(
    "kubectl",
    [pytest.param(path, id=name) for name, path in found().items()]
    or [pytest.param(None, id="none", marks=pytest.mark.skip(reason=NONE))],
)
"""Runs a test with every kubectl; skips it, and says so, when there is none."""


def run(kubectl: Path, kubeconfig: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run it as a learner does; what it caches stays beside the kubeconfig."""
    home = kubeconfig.parent / kubectl.name
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "KUBECONFIG": str(kubeconfig), "LANG": "C.UTF-8"}
    return subprocess.run([kubectl, *words], env=environment, capture_output=True, text=True, timeout=60, check=False)
