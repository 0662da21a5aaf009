"""Commands that run another one: `exec`, `env`, `timeout`."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from cluster.core.shell import sums
from cluster.core.shell.process import Chunk, Endless, Exit, Stdin

if TYPE_CHECKING:
    from cluster.core.shell.interpreter import Interpreter

Output = Generator[Chunk, None, int]


def _exec(shell: "Interpreter", args: list[str], stdin: Stdin) -> Output:
    if not args:
        return 0
    raise Exit((yield from shell.command(args, stdin)))


def _wrapped(shell: "Interpreter", args: list[str], stdin: Stdin) -> Output:
    return (yield from shell.command(args, stdin)) if args else 0


def _env(shell: "Interpreter", args: list[str], stdin: Stdin) -> Output:
    rest = list(args)
    values: dict[str, str] = {}
    while rest and "=" in rest[0]:
        name, _, value = rest.pop(0).partition("=")
        values[name] = value
    if rest and not rest[0].startswith("-"):
        kept, shell.env = shell.env, {**shell.env, **values}
        code = yield from shell.command(rest, stdin)
        shell.env = kept
        return code
    for name, value in {**shell.env, **values}.items():
        yield Chunk(shell.elapsed, 1, f"{name}={value}\n")
    return 0


def _timeout(shell: "Interpreter", args: list[str], stdin: Stdin) -> Output:
    rest = [arg for arg in args if not arg.startswith("-")]
    if len(rest) < 2:
        return 1
    begun, limit = shell.elapsed, sums.milliseconds(rest[0]) or 0
    kept, shell.until = shell.until, min(shell.until, begun + limit)
    try:
        return (yield from shell.command(rest[1:], stdin))
    except Endless:
        if kept <= begun + limit:
            raise
        shell.elapsed = begun + limit
        return 124 if shell.machine.family.base == "debian" else 143
    finally:
        shell.until = kept


def _command(shell: "Interpreter", args: list[str], stdin: Stdin) -> Output:
    if args[:1] in (["-v"], ["-V"]):
        return (yield from shell.command(["which", *args[1:]], stdin))
    return (yield from _wrapped(shell, args, stdin))


def _eval(shell: "Interpreter", args: list[str], stdin: Stdin) -> Output:
    return (yield from shell.script(" ".join(args), stdin))


WRAPPERS: dict[str, Callable[["Interpreter", list[str], Stdin], Output]] = {
    "exec": _exec,
    "nohup": _wrapped,
    "time": _wrapped,
    "command": _command,
    "env": _env,
    "timeout": _timeout,
    "eval": _eval,
}
"""By name."""
