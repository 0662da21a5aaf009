"""`--help`, in kubectl's layout; what it says is our own.

Upstream: `kubectl/pkg/util/templates` (templater.go, templates.go).
"""

from inspect import cleandoc

from cluster.kubectl.commands.command import Command
from cluster.kubectl.flags import Flag

OPTIONS = 'Use "kubectl options" for a list of global command-line options (applies to all commands).\n'


def of(command: Command, path: str) -> str:
    """The help of a command."""
    parts = [cleandoc(command.about) if command.about else command.short + "."]
    if command.examples:
        parts.append("Examples:\n" + _indented(cleandoc(command.examples)))
    parts += _listed(command)
    flags = [flag for flag in command.flags if not flag.hidden and not flag.deprecated]
    if flags:
        parts.append("Options:\n" + "\n\n".join(_option(flag) for flag in sorted(flags, key=lambda flag: flag.name)))
    parts.append("Usage:\n  " + _usage(command, path))
    if command.subcommands:
        parts.append(f'Use "{path} <command> --help" for more information about a given command.')
    return "\n\n".join(parts) + "\n" + OPTIONS.join(("\n" if not command.subcommands else "", ""))


def _usage(command: Command, path: str) -> str:
    parents = path.rsplit(" ", 1)[0] if " " in path else ""
    line = f"{parents} {command.use}" if parents else f"{path} {command.use}"
    return line if "[options]" in line else f"{line} [options]"


def _listed(command: Command) -> list[str]:
    """Subcommands under their headings."""
    groups: dict[str, list[Command]] = {}
    for sub in command.subcommands:
        if not sub.hidden:
            groups.setdefault(sub.group if command.name == "kubectl" else "Available Commands", []).append(sub)
    width = max((len(sub.name) for subs in groups.values() for sub in subs), default=0)
    return [
        f"{heading}:\n" + "\n".join(f"  {sub.name.ljust(width)}   {sub.short}" for sub in subs)
        for heading, subs in groups.items()
    ]


def _option(flag: Flag) -> str:
    names = f"-{flag.short}, --{flag.name}" if flag.short else f"--{flag.name}"
    return f"    {names}={_default(flag)}:\n\t{flag.help[:1].upper()}{flag.help[1:]}"


def _default(flag: Flag) -> str:
    if flag.type == "bool":
        return str(flag.default).lower()
    if flag.type in {"slice", "array", "map"}:
        return f"[{','.join(flag.default)}]"
    if flag.type == "duration":
        return _duration(flag.default)
    return f"'{flag.default}'" if flag.type == "string" else str(flag.default)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return (
        f"{minutes // 60}h{minutes % 60}m{rest}s" if minutes >= 60 else f"{minutes}m{rest}s" if minutes else f"{rest}s"
    )


def options(flags: tuple[Flag, ...]) -> str:
    """`kubectl options`."""
    return (
        "The following options can be passed to any command:\n\n" + "\n\n".join(_option(flag) for flag in flags) + "\n"
    )


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
