"""What holds for the code as a whole: who imports whom, and how big things may grow."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "cluster" / "core"
LINES = {"*.py": 250, "*.html": 120, "*.js": 150, "*.css": 200}
FUNCTION_LINES = 40
TEST_LINES = 25

# Modules of the standard library that bring in a clock, chance, or the world outside.
# fmt: off
IMPURE = {
    "asyncio", "concurrent", "ftplib", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random",
    "secrets", "select", "shelve", "shutil", "signal", "smtplib", "socket", "sqlite3", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib",
}
# fmt: on
# `kubernetes_validate` is not here: schema.py reads its data by name, through importlib.resources.
PURE = sys.stdlib_module_names - IMPURE | {"immutables", "yaml"}
IMPURE_CALLS = {"open", "print", "input", "now", "utcnow", "today", "uuid1", "uuid4", "getnode"}


def files(pattern: str) -> list[Path]:
    """The project's own files of that kind, without vendored, generated and installed ones."""
    rooms = [ROOT / name for name in (".ci", "benchmarks", "cluster", "playground", "static", "templates", "tests")]
    found = [path for room in rooms for path in room.rglob(pattern)]
    return [path for path in found if not {"vendor", "migrations", "data"} & set(path.relative_to(ROOT).parts)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """All modules that a module of the core imports, by full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "" if not node.level else f"cluster.core.{node.module or ''}"


def called(tree: ast.Module) -> Iterator[str]:
    """The last names of all that is called: `datetime.now(...)` is `now`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def is_pure(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in PURE or module == "cluster.core" or module.startswith("cluster.core.")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of each function in the file."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


core_modules = pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=name_of)


@core_modules
def test_it_imports_nothing_impure_into_the_core(path):
    assert [module for module in imported(parse(path)) if not is_pure(module)] == []


@core_modules
def test_it_asks_no_clock_and_no_chance_in_the_core(path):
    assert IMPURE_CALLS.isdisjoint(called(parse(path)))


@pytest.mark.parametrize(
    "line",
    ["import time", "from os import path", "import django.db", "from cluster import store", "import cluster.store"],
)
def test_it_sees_an_impure_import(line):
    assert not all(is_pure(module) for module in imported(ast.parse(line)))


def test_it_keeps_who_may_import_whom():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


@pytest.mark.parametrize("pattern", LINES)
def test_it_keeps_files_short(pattern):
    sizes = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(pattern)}
    assert {name: size for name, size in sizes.items() if size > LINES[pattern]} == {}


def test_it_keeps_functions_short():
    too_long = {
        f"{name_of(path)}:{name}": size
        for path in files("*.py")
        for name, size in functions(path)
        if size > (TEST_LINES if name.startswith("test_") else FUNCTION_LINES)
    }
    assert too_long == {}


def test_it_finds_the_files_that_it_measures():
    assert {"playground/settings.py", "tests/test_architecture.py"} <= {name_of(path) for path in files("*.py")}
