"""Scripts within scripts: eval, source, bash; what a word would run; a command with a time limit."""

import threading
from typing import TYPE_CHECKING

from cluster.core.shell import sums
from cluster.core.shell.process import Exit
from cluster.terminal.commands.functions import Return
from cluster.terminal.commands.options import Command, Usage, builtins, guarded, table
from cluster.terminal.streams import Io, Stopped

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell


BUILTINS = frozenset({
    ".", ":", "[", "alias", "break", "cd", "command", "continue", "declare", "echo", "eval", "exec", "exit", "export",
    "false", "help", "history", "jobs", "kill", "let", "local", "logout", "printf", "pwd", "read", "readonly", "return",
    "set", "shopt", "source", "test", "trap", "true", "type", "ulimit", "umask", "unalias", "unset", "wait",
})  # fmt: skip
"""What bash does by itself, as `type` tells."""


def eval_(shell: "Shell", args: list[str], io: Io) -> int:
    """Words as a line."""
    if shell.depth > 20:
        raise Usage("maximum nesting exceeded")
    shell.depth += 1
    try:
        return shell.carry_out(" ".join(args), io)
    finally:
        shell.depth -= 1


def bash(shell: "Shell", args: list[str], io: Io) -> int:
    """`bash -c TEXT`, `bash FILE`, or a script from the input, in a shell of its own."""
    if args[:1] == ["-c"]:
        text, rest = args[1] if len(args) > 1 else "", args[2:]
    else:
        text, rest = (shell.folder.read(args[0]), args[1:]) if args else (io.stdin.read(), [])
    inner = shell.clone()
    inner.arguments = rest[1:] if args[:1] == ["-c"] else rest
    inner.name = rest[0] if args[:1] == ["-c"] and rest else args[0] if args and args[0] != "-c" else "bash"
    try:
        return inner.carry_out(text, io)
    except Exit as end:
        return end.code


def source(shell: "Shell", args: list[str], io: Io) -> int:
    """A file's lines in this shell."""
    if not args:
        raise Usage("filename argument required", 2)
    text, kept = shell.folder.read(args[0]), shell.arguments
    shell.arguments = args[1:] or kept
    shell.scopes.append({})
    try:
        return eval_(shell, [text], io)
    except Return as end:
        return end.code
    finally:
        shell.scopes.pop()
        shell.arguments = kept


def type_(shell: "Shell", args: list[str], io: Io) -> int:
    """What a word would run."""
    from cluster.terminal.commands import COMMANDS  # noqa: PLC0415  # this module is a part of it

    missing = 0
    for name in args:
        if name in shell.aliases:
            io.out(f"{name} is aliased to `{shell.aliases[name]}'\n")
        elif name in shell.functions:
            io.out(f"{name} is a function\n")
        elif name in BUILTINS:
            io.out(f"{name} is a shell builtin\n")
        elif name in COMMANDS or name in shell.externals:
            io.out(f"{name} is /usr/bin/{name}\n")
        else:
            io.err(f"bash: type: {name}: not found\n")
            missing = 1
    return missing


def timeout(shell: "Shell", args: list[str], io: Io) -> int:
    """A command that is ended when it takes longer; 124 then."""
    words = args[1:] if args and not args[0].startswith("-") else args[2:]
    seconds = sums.milliseconds(args[0]) if words else None
    if not words or seconds is None:
        raise Usage("missing operand" if not words else f"invalid time interval '{args[0]}'", 125)
    stop = io.stop.child()
    timer = threading.Timer(min(seconds / 1000, 86400), stop.set)
    timer.daemon = True
    timer.start()
    try:
        return shell.command(words, io.to(stop=stop))
    except Stopped:
        io.stop.check()
        return 124
    finally:
        timer.cancel()


COMMANDS: dict[str, Command] = {
    **builtins(eval=eval_, source=source, type=type_),
    ".": guarded("bash: .", source),
    **table(bash=bash, sh=bash, timeout=timeout),
}
