"""What the project stands on is pinned, explained, and carries its licence."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
README = (ROOT / "README.md").read_text()
VENDOR = ROOT / "static" / "vendor"


def plain(name: str) -> str:
    """A package's name as registries compare them: `PyYAML>=6` is `pyyaml`."""
    return re.split(r"[\[<>=~! ]", name)[0].lower().replace("_", "-")


DECLARED = {plain(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]}
PINNED = {plain(line) for line in (ROOT / "constraints.txt").read_text().splitlines()}


def test_it_pins_every_package():
    assert DECLARED <= PINNED
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in (ROOT / "constraints.txt").read_text().splitlines())


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_it_says_why_each_package_is_there(name):
    words = {word.lower() for word in re.findall(r"[\w-]+", README)}
    assert name in words or name.removeprefix("pytest") in words


@pytest.mark.parametrize("folder", sorted(path for path in VENDOR.iterdir() if path.is_dir()), ids=lambda p: p.name)
def test_it_keeps_licence_and_version_beside_each_vendored_library(folder):
    assert (folder / "LICENSE").stat().st_size > 100
    assert folder.name in README
    row = next(line for line in (VENDOR / "VERSIONS.md").read_text().splitlines() if f"`{folder.name}/`" in line)
    assert re.search(r"\| \d+\.\d+\.\d+ \|", row)
