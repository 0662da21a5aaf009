"""What functions use: return, local; and numbers: let, expr. And what there is nothing of: jobs."""

from typing import TYPE_CHECKING

from cluster.core.shell import sums
from cluster.terminal import conditions
from cluster.terminal.commands.options import Command, Usage, builtins, table
from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell


class Return(Exception):
    """`return`: a function ends with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def return_(shell: "Shell", args: list[str], _io: Io) -> int:
    """A function ends."""
    if not shell.scopes:
        raise Usage("can only `return' from a function or sourced script")
    raise Return(int(args[0]) % 256 if args and args[0].isdecimal() and len(args[0]) < 10 else shell.status)


def local(shell: "Shell", args: list[str], _io: Io) -> int:
    """Variables that a function forgets."""
    if not shell.scopes:
        raise Usage("can only be used in a function")
    for arg in args:
        name, _, value = arg.partition("=")
        if not name.startswith("-"):
            shell.scopes[-1].setdefault(name, shell.env.get(name))
            shell.env[name] = value
    return 0


def declare(shell: "Shell", args: list[str], _io: Io) -> int:
    """Variables; their attributes mean nothing here."""
    for arg in args:
        if arg.startswith("-") and set(arg) & set("aA"):
            raise Usage("arrays are not available here")
        name, equals, value = arg.partition("=")
        if equals:
            shell.env[name] = value
    return 0


def let(shell: "Shell", args: list[str], _io: Io) -> int:
    """Sums; 1 when the last one is 0."""
    if not args:
        raise Usage("expression expected")
    return int(not [conditions.evaluate(arg, shell.env) for arg in args][-1])


def expr(_shell: "Shell", args: list[str], io: Io) -> int:
    """A sum of its arguments."""
    if not args:
        raise Usage("missing operand", 2)
    found = sums.value(" ".join(args), {})
    io.out(f"{found}\n")
    return int(not found)


def jobs(_shell: "Shell", _args: list[str], _io: Io) -> int:
    """Nothing goes on in the background."""
    return 0


def kill(_shell: "Shell", args: list[str], _io: Io) -> int:
    """There are no processes."""
    targets = [arg for arg in args if not arg.startswith("-")]
    if not targets:
        raise Usage("usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]", 2)
    if targets[0].startswith("%"):
        raise Usage(f"{targets[0]}: no such job")
    raise Usage(f"({targets[0]}) - No such process")


COMMANDS: dict[str, Command] = {
    **builtins(return_=return_, local=local, declare=declare, typeset=declare, readonly=declare, let=let, jobs=jobs,
               kill=kill),
    **table(expr=expr),
}  # fmt: skip
