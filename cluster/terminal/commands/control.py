"""What bash does by itself with commands: aliases, history, loops, waiting, help."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cluster.core.shell import sums
from cluster.core.shell.process import Exit, Leave
from cluster.terminal.commands.options import Command, Usage, builtins, flags, table, told
from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
HELP = """\
This is a small shell for your sandbox. Its files are your own, and every command runs inside the simulation.

  kubectl (or k)   everything that the real one does with this cluster; try: kubectl get all
  docker           containers by hand, on a node of your choice; try: docker --help
  undo             takes back the last thing that was done to the cluster, here or on the page
  files            ls cat rm mkdir cp mv touch cd pwd tree find, > >> < and here-documents; vi, nano, edit FILE
  text             grep head tail wc sort uniq cut tr sed awk jq base64 diff tee xargs
  the rest         echo printf export env alias history watch sleep date seq test, ; && || | $(...) for while if
                   case functions

Ctrl-C ends a command, Tab completes words, Up and Ctrl-R find former lines.
"""


def exit_(shell: "Shell", args: list[str], _io: Io) -> int:
    """The shell ends."""
    raise Exit(int(args[0]) % 256 if args and args[0].isdecimal() and len(args[0]) < 10 else shell.status)


def leave(again: bool) -> Command:
    """`break` or `continue`."""

    def run(_shell: "Shell", _args: list[str], _io: Io) -> int:
        raise Leave(again)

    return run


def sleep(_shell: "Shell", args: list[str], io: Io) -> int:
    """Time passes."""
    if not args:
        raise Usage("missing operand")
    for arg in args:
        ms = sums.milliseconds(arg)
        if ms is None or ms < 0:
            raise Usage(f"invalid time interval '{arg}'")
        io.stop.wait(min(ms / 1000, 86400))
    return 0


def watch(shell: "Shell", args: list[str], io: Io) -> int:
    """A command again and again, each time on a clear screen."""
    seconds = 2.0
    while args and args[0].startswith("-"):
        if args[0] in {"-n", "--interval"} and len(args) > 1:
            seconds, args = (sums.milliseconds(args[1]) or 2000) / 1000, args[2:]
        else:
            args = args[1:]
    if not args:
        raise Usage("no command given\nUsage: watch [-n SECONDS] COMMAND")
    text = " ".join(args)
    while True:
        parts: list[str] = []
        shell.clone().carry_out(text, io.to(out=parts.append, err=parts.append, tty=False))
        head = f"Every {seconds:.1f}s: {text}"
        io.out(f"{CLEAR}{head}\n\n{''.join(parts)}" if io.tty else f"{head}\n\n{''.join(parts)}")
        shell.step(io)
        io.stop.wait(max(seconds, 0.1))


def date(shell: "Shell", args: list[str], io: Io) -> int:
    """The simulated time."""
    options, rest = flags(args, "uR", "d", {"utc": "u"})
    del options
    moment = datetime.fromtimestamp(shell.now() / 1000, UTC)
    form = rest[0][1:] if rest and rest[0].startswith("+") else "%a %b %e %H:%M:%S UTC %Y"
    known = {"s": str(int(moment.timestamp())), "N": f"{moment.microsecond:06d}000", "e": f"{moment.day:2}"}
    for letter, value in known.items():
        form = form.replace(f"%{letter}", value)
    io.out(moment.strftime(form.encode("utf-8", "replace").decode()) + "\n")
    return 0


def alias(shell: "Shell", args: list[str], io: Io) -> int:
    """Short names: `alias k=kubectl`."""
    code = 0
    for arg in args or sorted(shell.aliases):
        name, equals, value = arg.partition("=")
        if equals:
            shell.aliases[name] = value
        elif name in shell.aliases:
            io.out(f"alias {name}='{shell.aliases[name]}'\n")
        else:
            io.err(f"bash: alias: {name}: not found\n")
            code = 1
    return code


def unalias(shell: "Shell", args: list[str], _io: Io) -> int:
    """Forget short names."""
    for name in args:
        if shell.aliases.pop(name, None) is None:
            raise Usage(f"{name}: not found")
    return 0


def history(shell: "Shell", args: list[str], io: Io) -> int:
    """The lines typed so far; `-c` forgets them."""
    if args[:1] == ["-c"]:
        shell.history.clear()
        return 0
    count = int(args[0]) if args and args[0].isdecimal() and len(args[0]) < 9 else len(shell.history)
    first = max(len(shell.history) - count, 0)
    io.out("".join(f"{number:5}  {line}\n" for number, line in enumerate(shell.history[first:], first + 1)))
    return 0


def clear(_shell: "Shell", _args: list[str], io: Io) -> int:
    """An empty screen."""
    io.out(CLEAR)
    return 0


def help_(_shell: "Shell", _args: list[str], io: Io) -> int:
    """What there is."""
    io.out(HELP)
    return 0


def which(shell: "Shell", args: list[str], io: Io) -> int:
    """Where a command is."""
    from cluster.terminal.commands import COMMANDS  # noqa: PLC0415  # this module is a part of it

    missing = [name for name in args if name not in COMMANDS and name not in shell.externals]
    io.out("".join(f"/usr/bin/{name}\n" for name in args if name not in missing))
    return int(bool(missing))


def command(shell: "Shell", args: list[str], io: Io) -> int:
    """A command, whatever aliases say; `-v` tells where it is."""
    if args[:1] in (["-v"], ["-V"]):
        return which(shell, args[1:], io)
    return shell.command(args, io) if args else 0


COMMANDS: dict[str, Command] = {
    **builtins(
        exit=exit_, logout=exit_, break_=leave(False), continue_=leave(True), alias=alias,
        unalias=unalias, history=history, help=help_, command=command,
        exec=command, time=command, wait=told(""), trap=told(""), shopt=told(""), ulimit=told(""), umask=told(""),
    ),
    **table(
        sleep=sleep, watch=watch, date=date, clear=clear, reset=clear, which=which, nohup=command,
        sudo=command, whoami=told("learner\n"), hostname=told("playground\n"), uname=told("Linux\n"),
    ),
}  # fmt: skip
