"""One flag: its names, its type and what its text means. Upstream: `github.com/spf13/pflag`."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cluster.core.go_text import quote


class FlagError(Exception):
    """Words that cannot be taken apart; the text is pflag's."""


@dataclass(frozen=True, slots=True)
class Flag:
    """`type` is a key of TYPES; `bare` is the text that it has when it stands alone (`--dry-run`), '' if it cannot.

    `help` is one sentence for people; `shown` replaces the default in the help.
    """

    name: str
    type: str = "string"
    default: Any = ""
    short: str = ""
    bare: str = ""
    help: str = ""
    hidden: bool = False
    deprecated: str = ""

    @property
    def stands_alone(self) -> bool:
        """Whether it needs no value."""
        return bool(self.bare) or self.type == "bool"

    def value(self, text: str, before: Any, given: bool) -> Any:
        """The value after this text; lists grow with each. Raises FlagError."""
        try:
            found = TYPES[self.type](text)
        except ValueError as fault:
            names = f"-{self.short}, --{self.name}" if self.short else f"--{self.name}"
            raise FlagError(f"invalid argument {quote(text)} for {quote(names)} flag: {fault}") from None
        return (*before, *found) if isinstance(found, tuple) and given else found


def boolean(text: str) -> bool:
    """`strconv.ParseBool`."""
    if text in {"1", "t", "T", "true", "TRUE", "True"}:
        return True
    if text in {"0", "f", "F", "false", "FALSE", "False"}:
        return False
    raise ValueError(f"strconv.ParseBool: parsing {quote(text)}: invalid syntax")


INTEGER = re.compile(r"[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]*|[1-9][0-9_]*)\Z")


def integer(bits: int) -> Callable[[str], int]:
    """`strconv.ParseInt(text, 0, bits)`."""

    def read(text: str) -> int:
        if not INTEGER.match(text) or text.endswith("_"):
            raise ValueError(f"strconv.ParseInt: parsing {quote(text)}: invalid syntax")
        plain = re.sub(r"^([-+]?)0([0-7_]+)$", r"\g<1>0o\2", text)
        try:
            value = int(plain, 0)
        except ValueError:
            raise ValueError(f"strconv.ParseInt: parsing {quote(text)}: invalid syntax") from None
        if not -(1 << (bits - 1)) <= value < 1 << (bits - 1):
            raise ValueError(f"strconv.ParseInt: parsing {quote(text)}: value out of range")
        return value

    return read


UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
PART = re.compile(r"([0-9]*\.?[0-9]*)([^0-9.]*)")


def duration(text: str) -> float:
    """`time.ParseDuration`, in seconds: `1h30m`, `-1s`, `0`."""
    rest = text[1:] if text[:1] in {"-", "+"} else text
    if rest == "0":
        return 0.0
    seconds = 0.0
    if not rest:
        raise ValueError(f"time: invalid duration {quote(text)}")
    while rest:
        found = PART.match(rest)
        number, unit = found.groups() if found else ("", "")
        if not number or number == ".":
            raise ValueError(f"time: invalid duration {quote(text)}")
        if not unit:
            raise ValueError(f"time: missing unit in duration {quote(text)}")
        if unit not in UNITS:
            raise ValueError(f"time: unknown unit {quote(unit)} in duration {quote(text)}")
        seconds += float(number) * UNITS[unit]
        rest = rest[len(number) + len(unit) :]
    return -seconds if text[0] == "-" else seconds


def _slice(text: str) -> tuple[str, ...]:
    """A stringSlice: comma-separated, with quotes as in CSV."""
    try:
        return tuple(next(csv.reader([text], strict=True), [])) if text else ()
    except csv.Error:
        raise ValueError('parse error on line 1, column 1: bare " in non-quoted-field') from None


def _map(text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for part in _slice(text):
        name, equals, value = part.partition("=")
        if not equals:
            raise ValueError(f"{part} must be formatted as key=value")
        pairs.append((name, value))
    return tuple(pairs)


TYPES: dict[str, Callable[[str], Any]] = {
    "string": str,
    "bool": boolean,
    "int": integer(64),
    "int32": integer(32),
    "int64": integer(64),
    "duration": duration,
    "slice": _slice,
    "array": lambda text: (text,),
    "map": _map,
}
"""pflag's types by our names; values of the last three are tuples."""
