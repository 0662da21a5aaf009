"""What Tab offers: commands, files, variables; what kubectl's words may become is asked of kubectl."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from cluster.terminal.commands import COMMANDS

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

Ask = Callable[[list[str]], list[str]]
_SEPARATOR = re.compile(r"&&|\|\||[;|(]|\$\(|\n")
_BLANK = re.compile(r"\s")
_FILE_FLAGS = frozenset({"-f", "--filename", "--patch-file", "--from-file", "--from-env-file", "-k", "--kustomize"})


def complete(shell: "Shell", line: str, kubectl: Ask) -> tuple[int, list[str]]:
    """Where the last word of a line starts, and what it may become; folders end with `/`, other words with a blank."""
    command = _SEPARATOR.split(line)[-1]
    words = command.split()
    last = words.pop() if words and not _BLANK.match(command[-1:] or " ") else ""
    start = len(line) - len(last)
    while words and re.fullmatch(r"\w+=\S*|sudo|time|watch|xargs|do|then|else|!", words[0]):
        words.pop(0)
    if last.startswith("$"):
        return start, [f"${name}" for name in sorted(shell.env) if name.startswith(last[1:])]
    if re.search(r"(^|[^2&])>>?\s*$", command[: len(command) - len(last)]):
        return start, files(shell, last)
    if not words:
        names = {*COMMANDS, *shell.externals, *shell.aliases, "for", "while", "if"}
        found = [f"{name} " for name in sorted(names) if name.startswith(last)]
        return start, files(shell, last) if "/" in last or not found else found
    words = [*(shell.aliases.get(words[0]) or words[0]).split(), *words[1:]]
    if words[0] != "kubectl":
        return start, files(shell, last)
    return _kubectl(shell, words, last, start, kubectl)


def _kubectl(shell: "Shell", words: list[str], last: str, start: int, kubectl: Ask) -> tuple[int, list[str]]:
    flag, equals, value = last.partition("=")
    if equals and flag in _FILE_FLAGS:
        return start + len(flag) + 1, files(shell, value)
    if words[-1] in _FILE_FLAGS:
        return start, files(shell, last)
    found = [word for word in kubectl([*words[1:], last]) if word.startswith(last)]
    return start, [word if word.endswith(("=", "/", " ")) else f"{word} " for word in found] or files(shell, last)


def files(shell: "Shell", start: str) -> list[str]:
    """Names of files and folders."""
    folder, slash, name = start.rpartition("/")
    base = folder + slash
    if not shell.folder.is_folder(base or "."):
        return []
    names = [one for one in shell.folder.names(base or ".") if one.startswith(name) and (name or one[0] != ".")]
    return [f"{base}{one}/" if shell.folder.is_folder(base + one) else f"{base}{one} " for one in names]
