"""jq basics: the command; the language is in `cluster.terminal.jq`."""

import json
from math import isnan
from typing import TYPE_CHECKING, Any

from cluster.terminal.commands.options import Command, Usage, flags, inputs, table
from cluster.terminal.commands.reading import Complaints
from cluster.terminal.jq import JqError, compiled, results
from cluster.terminal.jq.evaluate import measure
from cluster.terminal.jq.work import WORK
from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

LONG = {
    "raw-output": "r",
    "compact-output": "c",
    "slurp": "s",
    "null-input": "n",
    "exit-status": "e",
    "sort-keys": "S",
    "join-output": "j",
}


def jq(shell: "Shell", args: list[str], io: Io) -> int:
    """A filter for each JSON text of the input."""
    args, variables = _variables(args)
    options, rest = flags(args, "rcsneSjMC", "", LONG)
    complain = Complaints("jq", io)
    try:
        filter_ = compiled(rest[0] if rest else ".")
    except (JqError, RecursionError) as fault:
        io.err(f"jq: error: {fault}\njq: 1 compile error\n")
        return 3
    last: Any = None
    WORK.begin(variables)
    try:
        for value in _values(shell, rest[1:], io, options, complain):
            for last in results(filter_, value):
                io.stop.check()
                io.out(_printed(last, options))
    except JqError as fault:
        io.err(f"jq: error (at <stdin>:0): {fault}\n")
        return 5
    except (json.JSONDecodeError, RecursionError) as fault:
        io.err(f"jq: parse error: Invalid JSON text: {fault}\n")
        return 2
    return 2 if complain else int("e" in options and last in (None, False))


def _variables(args: list[str]) -> tuple[list[str], dict[str, Any]]:
    """The words without `--arg NAME TEXT` and `--argjson NAME JSON`, and what these say."""
    rest: list[str] = []
    found: dict[str, Any] = {}
    while args:
        if args[0] in {"--arg", "--argjson"} and len(args) > 2:
            try:
                found[args[1]] = json.loads(args[2]) if args[0] == "--argjson" else args[2]
            except (ValueError, RecursionError):
                raise Usage("Invalid JSON text passed to --argjson", 2) from None
            args = args[3:]
        else:
            rest.append(args[0])
            args = args[1:]
    return rest, found


def _values(shell: "Shell", names: list[str], io: Io, options: dict[str, str], complain: Complaints) -> Any:
    if "n" in options:
        yield None
        return
    found = []
    for _, source in inputs(shell, names, io, complain):
        text, decoder, at = source.read(), json.JSONDecoder(), 0
        while at < len(text):
            if text[at].isspace():
                at += 1
                continue
            value, at = decoder.raw_decode(text, at)
            if "s" in options:
                found.append(value)
            else:
                yield value
    if "s" in options:
        yield found


def _printed(value: Any, options: dict[str, str]) -> str:
    end = "" if "j" in options else "\n"
    if isinstance(value, str) and {"r", "j"} & set(options):
        return value + end
    separators = (",", ":") if "c" in options else None
    indent = None if "c" in options else 2
    measure(value)
    whole = _whole(value)
    return json.dumps(whole, indent=indent, separators=separators, ensure_ascii=False, sort_keys="S" in options) + end


def _whole(value: Any) -> Any:
    """Numbers without a fraction as jq writes them."""
    if isinstance(value, float):
        return None if isnan(value) else int(value) if value == value // 1 and abs(value) < 1e17 else value
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list) else value


COMMANDS: dict[str, Command] = table(jq=jq)
