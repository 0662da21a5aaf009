"""What a shell can do by itself."""

from cluster.core.shell import sums
from cluster.core.shell.files import is_directory
from cluster.core.shell.process import Command, Endless, Exit, Leave, Process

BACKSLASHES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", "\\\\": "\\", "\\e": "\x1b", "\\033": "\x1b", "\\a": "\a"}


def unescaped(text: str) -> str:
    """`a\\nb` in two lines."""
    out, at = "", 0
    while at < len(text):
        sign = next((name for name in BACKSLASHES if text.startswith(name, at)), "")
        out += BACKSLASHES[sign] if sign else text[at]
        at += len(sign) or 1
    return out


def echo(process: Process) -> int:
    """Words, and a line end unless `-n`."""
    args, options = list(process.args), ""
    while args and args[0].startswith("-") and len(args[0]) > 1 and set(args[0][1:]) <= set("neE"):
        options += args.pop(0)[1:]
    text = " ".join(args)
    # dash interprets backslashes always, the others only when asked.
    if "e" in options or (process.machine.family.base == "debian" and process.shell.name == "sh"):
        text = unescaped(text)
    process.out.append(text if "n" in options else f"{text}\n")
    return 0


def printf(process: Process) -> int:
    """A format with `%s` and `%d`, repeated until all words are used."""
    if not process.args:
        return process.fail("usage: printf FORMAT [ARGUMENT...]")
    form, args = unescaped(process.args[0]), process.args[1:]
    while True:
        parts, rest = form.replace("%%", "\0").split("%"), list(args)
        out = parts[0]
        for part in parts[1:]:
            letter = next((i for i, char in enumerate(part) if char.isalpha()), 0)
            word = rest.pop(0) if rest else ""
            out += (word or "0" if part[letter : letter + 1] in "di" else word) + part[letter + 1 :]
        process.out.append(out.replace("\0", "%"))
        if not rest or len(rest) == len(args):
            return 0
        args = rest


def true(_process: Process) -> int:
    """0."""
    return 0


def false(_process: Process) -> int:
    """1."""
    return 1


def exit_(process: Process) -> int:
    """The shell ends."""
    code = process.args[0] if process.args else ""
    raise Exit(int(code) % 256 if code.isdecimal() else process.shell.status)


def break_(_process: Process) -> int:
    """The loop ends."""
    raise Leave(again=False)


def continue_(_process: Process) -> int:
    """The next round of the loop."""
    raise Leave(again=True)


def cd(process: Process) -> int:
    """Another directory."""
    wanted = process.args[0] if process.args else process.shell.env.get("HOME", "/root")
    path = process.machine.path(wanted)
    if path != "/" and not is_directory(process.machine.files, path):
        return process.fail(f"can't cd to {wanted}", 2)
    process.machine.cwd = path
    return 0


def pwd(process: Process) -> int:
    """The present directory."""
    return process.say(process.machine.cwd)


def export(process: Process) -> int:
    """Variables for commands; here all are."""
    for arg in process.args:
        name, equals, value = arg.partition("=")
        if equals:
            process.shell.env[name] = value
    return 0


def set_(process: Process) -> int:
    """Without options, all variables."""
    if not process.args:
        process.say(*(f"{name}='{value}'" for name, value in sorted(process.shell.env.items())))
    return 0


def unset(process: Process) -> int:
    """Forget variables."""
    for name in process.args:
        process.shell.env.pop(name, None)
    return 0


def read(process: Process) -> int:
    """A line into variables; the last takes the rest."""
    names = [arg for arg in process.args if not arg.startswith("-")] or ["REPLY"]
    line = process.stdin.line()
    words = (line or "").split(None, len(names) - 1)
    process.shell.env |= dict(zip(names, [*words, *[""] * len(names)], strict=False))
    return int(line is None)


def shift(process: Process) -> int:
    """The first argument goes."""
    process.shell.arguments = process.shell.arguments[1:]
    return 0


def test(process: Process) -> int:
    """`[ -f /tmp/ok ]`, `[ "$a" = b ]`, `[ 1 -lt 2 ]`."""
    args = [arg for arg in process.args if arg != "]"] if process.name == "[" else list(process.args)
    negated = args[:1] == ["!"]
    args = args[1:] if negated else args
    for operator, combine in (("-o", any), ("-a", all)):
        if operator in args and len(args) > 3:
            at = args.index(operator)
            return int(combine((_holds(process, args[:at]), _holds(process, args[at + 1 :]))) == negated)
    return int(_holds(process, args) == negated)


def _holds(process: Process, args: list[str]) -> bool:
    files = process.machine.files
    if len(args) == 1:
        return bool(args[0])
    if len(args) == 2:
        flag, value = args
        path = process.machine.path(value)
        return {
            "-z": not value,
            "-n": bool(value),
            "-d": is_directory(files, path),
            "-s": bool(files.get(path)),
            "-f": path in files and not path.endswith("/"),
        }.get(flag, path in files or is_directory(files, path))
    return _compares(args) if len(args) == 3 else False


def _compares(args: list[str]) -> bool:
    a, operator, b = args
    if operator in {"=", "=="}:
        return a == b
    if operator == "!=":
        return a != b
    try:
        x, y = int(a), int(b)
    except ValueError:
        return False
    return {"-eq": x == y, "-ne": x != y, "-lt": x < y, "-le": x <= y, "-gt": x > y, "-ge": x >= y}.get(operator, False)


def sleep(process: Process) -> int:
    """Time passes."""
    total = 0
    for arg in process.args:
        if arg.startswith("inf"):
            raise Endless
        ms = sums.milliseconds(arg)
        if ms is None:
            return process.fail(f"invalid number '{arg}'")
        total += ms
    process.shell.spend(total)
    return 0


def wait(process: Process) -> int:
    """Jobs in the background count as done."""
    del process
    return 0


COMMANDS: dict[str, Command] = {
    "echo": echo, "printf": printf, "true": true, ":": true, "false": false, "exit": exit_, "return": exit_,
    "break": break_, "continue": continue_, "cd": cd, "pwd": pwd, "export": export, "set": set_, "unset": unset,
    "read": read, "shift": shift, "test": test, "[": test, "sleep": sleep, "wait": wait, "trap": true, "umask": true,
}  # fmt: skip
