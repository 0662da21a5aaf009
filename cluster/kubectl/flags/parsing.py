"""Words into flags and arguments.

Upstream: `github.com/spf13/pflag/flag.go` (parseArgs, parseLongArg, parseSingleShortArg).
"""

from collections.abc import Iterable
from typing import Any

from cluster.core.go_text import quote
from cluster.kubectl.flags.flag import Flag, FlagError


class Values:
    """The values of a command's flags: `values["output"]`, and what was not a flag.

    `dash` is the number of arguments before `--`, None without it.
    """

    def __init__(self, flags: Iterable[Flag]) -> None:
        self.flags = {flag.name: flag for flag in flags}
        self._values: dict[str, Any] = {flag.name: flag.default for flag in self.flags.values()}
        self._changed: set[str] = set()
        self.given: list[tuple[str, str]] = []
        """Flags with their texts, in the order in which they were given."""
        self.arguments: list[str] = []
        self.dash: int | None = None

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a flag that the command may not have."""
        return self._values.get(name, default)

    def changed(self, name: str) -> bool:
        """Whether the user gave it."""
        return name in self._changed

    def set(self, name: str, text: str) -> None:
        """Give a flag a text. Raises FlagError."""
        flag = self.flags[name]
        self._values[name] = flag.value(text, self._values[name], name in self._changed)
        self._changed.add(name)
        self.given.append((name, text))

    def force(self, name: str, value: Any) -> None:
        """Give a flag a value that the user did not."""
        self._values[name] = value


def parse(flags: Iterable[Flag], words: list[str]) -> Values:
    """Take words apart. Raises FlagError; `--help` and `-h` are flags like others."""
    values = Values(flags)
    short = {flag.short: flag for flag in values.flags.values() if flag.short}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            values.dash = len(values.arguments)
            values.arguments += rest
            break
        if word.startswith("--"):
            _long(values, word, rest)
        elif word.startswith("-") and len(word) > 1:
            _short(values, short, word, rest)
        else:
            values.arguments.append(word)
    return values


def _long(values: Values, word: str, rest: list[str]) -> None:
    name, equals, text = word[2:].partition("=")
    if not name or name.startswith("-"):
        raise FlagError(f"bad flag syntax: {word}")
    flag = values.flags.get(name)
    if flag is None:
        raise FlagError(f"unknown flag: --{name}")
    if equals:
        values.set(name, text)
    elif flag.stands_alone:
        values.set(name, flag.bare or "true")
    elif rest:
        values.set(name, rest.pop(0))
    else:
        raise FlagError(f"flag needs an argument: --{name}")


def _short(values: Values, short: dict[str, Flag], word: str, rest: list[str]) -> None:
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        flag = short.get(letter)
        if flag is None:
            raise FlagError(f"unknown shorthand flag: {quote(letter)[1:-1]!r} in -{letter}{letters}")
        if letters.startswith("=") and len(letters) > 1:
            values.set(flag.name, letters[1:])
            return
        if flag.stands_alone:
            values.set(flag.name, flag.bare or "true")
        elif letters:
            values.set(flag.name, letters)
            return
        elif rest:
            values.set(flag.name, rest.pop(0))
        else:
            raise FlagError(f"flag needs an argument: {letter!r} in -{letter}")
