"""What bash does by itself with text, variables and tests."""

import re
from typing import TYPE_CHECKING

from cluster.core.shell.commands.builtins import unescaped
from cluster.terminal.commands.options import Command, Usage, builtins, flags, guarded, table
from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

_FORMAT = re.compile(r"%([-+0 #]*)(\d*)(?:\.(\d+))?([sdiuxXofcbq%])")
_COMPARE = {
    "-eq": lambda a, b: a == b, "-ne": lambda a, b: a != b, "-lt": lambda a, b: a < b, "-le": lambda a, b: a <= b,
    "-gt": lambda a, b: a > b, "-ge": lambda a, b: a >= b,
}  # fmt: skip
MOST_WIDTH = 1000


def echo(_shell: "Shell", args: list[str], io: Io) -> int:
    """Words, and a line end unless `-n`."""
    options = ""
    while args and len(args[0]) > 1 and args[0][0] == "-" and set(args[0][1:]) <= set("neE"):
        options, args = options + args[0][1:], args[1:]
    text = " ".join(args)
    io.out((unescaped(text) if "e" in options else text) + ("" if "n" in options else "\n"))
    return 0


def printf(_shell: "Shell", args: list[str], io: Io) -> int:
    """A format, repeated until all words are used."""
    if not args:
        raise Usage("usage: printf [-v var] format [arguments]", 2)
    form, rest = unescaped(args[0]), args[1:]
    code = 0
    while True:
        count = len(rest)

        def filled(match: re.Match[str]) -> str:
            nonlocal code
            if match.group(4) == "%":
                return "%"
            word = rest.pop(0) if rest else ""
            try:
                return _formatted(match, word)
            except ValueError:
                io.err(f"bash: printf: {word}: invalid number\n")
                code = 1
                return "0"

        io.out(_FORMAT.sub(filled, form))
        if not rest or len(rest) == count:
            return code


def _formatted(match: re.Match[str], word: str) -> str:
    option, width, precision, letter = match.groups()
    width = str(min(int(width), MOST_WIDTH)) if width else ""
    form = f"%{option}{width}" + (f".{min(int(precision), MOST_WIDTH)}" if precision else "")
    if letter in "diuxXo":
        return (form + ("d" if letter in "iu" else letter)) % int(word or "0", 0)
    if letter == "f":
        return (form + "f") % float(word or "0")
    text = word[:1] if letter == "c" else unescaped(word) if letter == "b" else word
    return (form + "s") % (f"'{text}'" if letter == "q" else text)


def true(_shell: "Shell", _args: list[str], _io: Io) -> int:
    """0."""
    return 0


def false(_shell: "Shell", _args: list[str], _io: Io) -> int:
    """1."""
    return 1


def cd(shell: "Shell", args: list[str], io: Io) -> int:
    """Another directory; `-` is the former one."""
    wanted = args[0] if args else shell.env.get("HOME", "~")
    name = shell.env.get("OLDPWD", shell.folder.cwd) if wanted == "-" else wanted
    if not shell.folder.is_folder(name):
        told = "Not a directory" if shell.folder.exists(name) else "No such file or directory"
        io.err(f"bash: cd: {wanted}: {told}\n")
        return 1
    shell.env["OLDPWD"], shell.folder.cwd = shell.folder.cwd, shell.folder.path(name)
    shell.env["PWD"] = shell.folder.cwd
    if wanted == "-":
        io.out(shell.folder.cwd + "\n")
    return 0


def pwd(shell: "Shell", _args: list[str], io: Io) -> int:
    """The present directory."""
    io.out(shell.folder.cwd + "\n")
    return 0


def export(shell: "Shell", args: list[str], io: Io) -> int:
    """Variables for commands; here all are."""
    code = 0
    for arg in args:
        name, equals, value = arg.partition("=")
        if not name.isidentifier():
            io.err(f"bash: export: `{arg}': not a valid identifier\n")
            code = 1
        elif equals:
            shell.env[name] = value
    if not args:
        io.out("".join(f'declare -x {name}="{value}"\n' for name, value in sorted(shell.env.items())))
    return code


def env(shell: "Shell", args: list[str], io: Io) -> int:
    """All variables, or a command with more of them."""
    values = {}
    while args and "=" in args[0]:
        name, _, value = args[0].partition("=")
        values[name], args = value, args[1:]
    if args:
        return shell.with_variables(values, args, io)
    io.out("".join(f"{name}={value}\n" for name, value in {**shell.env, **values}.items()))
    return 0


def set_(shell: "Shell", args: list[str], io: Io) -> int:
    """All variables; options such as `-e` change nothing here."""
    if not args:
        io.out("".join(f"{name}={value}\n" for name, value in sorted(shell.env.items())))
    return 0


def unset(shell: "Shell", args: list[str], _io: Io) -> int:
    """Forget variables."""
    for name in args:
        shell.env.pop(name, None)
    return 0


def printenv(shell: "Shell", args: list[str], io: Io) -> int:
    """All variables, or the values of some."""
    if not args:
        return env(shell, args, io)
    io.out("".join(f"{shell.env[name]}\n" for name in args if name in shell.env))
    return int(any(name not in shell.env for name in args))


def read(shell: "Shell", args: list[str], io: Io) -> int:
    """A line into variables; the last takes the rest."""
    options, names = flags(args, "rse", "pntdu")
    names = names or ["REPLY"]
    if "p" in options and io.tty:
        io.err(options["p"])
    line = io.stdin.line()
    separators = shell.env.get("IFS", "").strip(" \t\n")
    words = (line or "").strip("\n").split(separators[:1] or None, len(names) - 1)
    shell.env |= dict(zip(names, [*words, *[""] * len(names)], strict=False))
    return int(line is None)


def test(shell: "Shell", args: list[str], _io: Io) -> int:
    """`[ -f file ]`, `[ "$a" = b ]`, `[ 1 -lt 2 ]`, with `!`, `-a`, `-o`."""
    return int(not _any(shell, args))


def bracket(shell: "Shell", args: list[str], io: Io) -> int:
    """`test` with a `]` at its end."""
    if args[-1:] != ["]"]:
        raise Usage("missing `]'", 2)
    return test(shell, args[:-1], io)


def condition(shell: "Shell", args: list[str]) -> bool:
    """Whether what `test` is asked holds. Raises Usage."""
    return _any(shell, args)


def _any(shell: "Shell", args: list[str]) -> bool:
    for operator, combine in (("-o", any), ("-a", all)):
        if operator in args[1:-1]:
            at = args.index(operator, 1)
            return combine([_any(shell, args[:at]), _any(shell, args[at + 1 :])])
    if args[:1] == ["!"] and len(args) > 1:
        return not _any(shell, args[1:])
    return _holds(shell, args)


def _holds(shell: "Shell", args: list[str]) -> bool:
    if len(args) < 2:
        return bool(args and args[0])
    if len(args) == 2:
        return _unary(shell, *args)
    if len(args) > 3:
        raise Usage("too many arguments", 2)
    left, operator, right = args
    if operator in {"=", "==", "!="}:
        return (left == right) == (operator != "!=")
    if operator not in _COMPARE:
        raise Usage(f"{operator}: binary operator expected", 2)
    for word in (left, right):
        if not word.strip().removeprefix("-").isdecimal() or len(word) > 20:
            raise Usage(f"{word}: integer expression expected", 2)
    return _COMPARE[operator](int(left), int(right))


def _unary(shell: "Shell", operator: str, word: str) -> bool:
    folder = shell.folder
    match operator:
        case "-z" | "-n":
            return bool(word) == (operator == "-n")
        case "-f" | "-r" | "-w":
            return folder.is_file(word)
        case "-d":
            return folder.is_folder(word)
        case "-e":
            return folder.exists(word)
        case "-s":
            return folder.is_file(word) and bool(folder.read(word))
    raise Usage(f"{operator}: unary operator expected", 2)


COMMANDS: dict[str, Command] = {
    **builtins(
        echo=echo, printf=printf, true=true, false=false, cd=cd, pwd=pwd, export=export, set=set_, unset=unset,
        read=read, test=test,
    ),
    **{name: guarded(f"bash: {name}", command) for name, command in ((":", true), ("[", bracket))},
    **table(env=env, printenv=printenv),
}  # fmt: skip
