"""Files and folders."""

import fnmatch
from itertools import pairwise
from typing import TYPE_CHECKING

from cluster.terminal.commands.options import Command, Usage, flags, table
from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

BLUE, PLAIN = "\x1b[1;34m", "\x1b[0m"


def ls(shell: "Shell", args: list[str], io: Io) -> int:
    """Names; `-l` with sizes, `-R` with what is below."""
    options, names = flags(args, "la1RhtrAdFS", long={"all": "a", "recursive": "R"})
    code, folders, files = 0, list[str](), list[str]()
    for name in names or ["."]:
        if shell.folder.is_folder(name) and "d" not in options:
            folders.append(name)
        elif shell.folder.exists(name):
            files.append(name)
        else:
            io.err(f"ls: cannot access '{name}': No such file or directory\n")
            code = 2
    _show(shell, "", files, "l" in options, io)
    for position, name in enumerate(folders):
        _list(shell, name, options, io, len(names) > 1 or "R" in options, position > 0 or bool(files))
    return code


def _list(shell: "Shell", name: str, options: dict[str, str], io: Io, titled: bool, after: bool) -> None:
    io.stop.check()
    if titled:
        io.out(("\n" if after else "") + f"{name}:\n")
    names = [one for one in shell.folder.names(name) if not one.startswith(".") or {"a", "A"} & set(options)]
    inner = [".", "..", *names] if "a" in options else names
    _show(shell, name.rstrip("/") + "/", inner, "l" in options, io, total="l" in options)
    if "R" in options:
        for one in names:
            if shell.folder.is_folder(f"{name}/{one}"):
                _list(shell, f"{name.rstrip('/')}/{one}", options, io, True, True)


def _show(shell: "Shell", base: str, names: list[str], long: bool, io: Io, total: bool = False) -> None:
    if total:
        io.out(f"total {4 * len(names)}\n")
    lines = []
    for name in names:
        folder = shell.folder.is_folder(base + name)
        shown = f"{BLUE}{name}{PLAIN}" if folder and io.tty else name
        if long:
            size = 4096 if folder else len(shell.folder.read(base + name).encode())
            shown = f"{'drwxr-xr-x' if folder else '-rw-r--r--'} 1 learner learner {size:7} {shown}"
        lines.append(shown)
    if lines:
        io.out(("\n" if long or not io.tty else "  ").join(lines) + "\n")


def rm(shell: "Shell", args: list[str], io: Io) -> int:
    """Files and, with `-r`, folders go."""
    options, names = flags(args, "rRfiv", long={"recursive": "r", "force": "f"})
    if not names and "f" not in options:
        raise Usage("missing operand")
    code = 0
    for name in names:
        told = ""
        if shell.folder.is_folder(name) and not {"r", "R"} & set(options):
            told = "Is a directory"
        elif not shell.folder.exists(name):
            told = "" if "f" in options else "No such file or directory"
        else:
            try:
                shell.folder.remove(name)
            except OSError as fault:
                told = fault.strerror or ""
        if told:
            io.err(f"rm: cannot remove '{name}': {told}\n")
            code = 1
    return code


def rmdir(shell: "Shell", args: list[str], io: Io) -> int:
    """Empty folders go."""
    code = 0
    for name in args:
        told = "" if shell.folder.is_folder(name) else "No such file or directory"
        told = told or ("Directory not empty" if shell.folder.names(name) else "")
        if told:
            io.err(f"rmdir: failed to remove '{name}': {told}\n")
            code = 1
        else:
            shell.folder.remove(name)
    return code


def mkdir(shell: "Shell", args: list[str], io: Io) -> int:
    """Folders; `-p` with those above."""
    options, names = flags(args, "pv", "m", {"parents": "p"})
    if not names:
        raise Usage("missing operand")
    code = 0
    for name in names:
        try:
            _make(shell, name, "p" in options)
        except OSError as fault:
            io.err(f"mkdir: cannot create directory '{name}': {fault.strerror}\n")
            code = 1
    return code


def _make(shell: "Shell", name: str, parents: bool) -> None:
    if not parents:
        shell.folder.make_folder(name)
        return
    parts = shell.folder.path(name).split("/")[1:]
    for count in range(1, len(parts) + 1):
        path = "/" + "/".join(parts[:count])
        if not shell.folder.is_folder(path):
            shell.folder.make_folder(path)


def touch(shell: "Shell", args: list[str], io: Io) -> int:
    """Empty files."""
    code = 0
    for name in flags(args, "acm")[1]:
        try:
            if not shell.folder.exists(name):
                shell.folder.write(name, "")
        except OSError as fault:
            io.err(f"touch: cannot touch '{name}': {fault.strerror}\n")
            code = 1
    return code


def copying(moves: bool) -> Command:
    """`cp` and `mv`."""

    def run(shell: "Shell", args: list[str], io: Io) -> int:
        options, names = flags(args, "rRafivn")
        if len(names) < 2:
            told = f"missing destination file operand after '{names[0]}'" if names else "missing file operand"
            raise Usage(told)
        *sources, target = names
        into = shell.folder.is_folder(target)
        if len(sources) > 1 and not into:
            raise Usage(f"target '{target}' is not a directory")
        recursive = moves or bool({"r", "R", "a"} & set(options))
        return max([_copy(shell, one, target, into, recursive, moves, io) for one in sources])

    return run


def _copy(shell: "Shell", name: str, target: str, into: bool, recursive: bool, moves: bool, io: Io) -> int:  # noqa: PLR0913, PLR0917
    folder, verb = shell.folder, "mv" if moves else "cp"
    if not folder.exists(name):
        io.err(f"{verb}: cannot stat '{name}': No such file or directory\n")
        return 1
    place = f"{target.rstrip('/')}/{folder.path(name).rsplit('/', 1)[-1]}" if into else target
    if (folder.path(place) + "/").startswith(folder.path(name) + "/"):
        same = folder.path(place) == folder.path(name)
        told = f"'{name}' and '{place}' are the same file" if same else f"cannot copy '{name}' into itself, '{place}'"
        io.err(f"{verb}: {told}\n")
        return 1
    if folder.is_folder(name):
        if not recursive:
            io.err(f"cp: -r not specified; omitting directory '{name}'\n")
            return 1
        _make(shell, place, True)
        for path in folder.below(name):
            _make(shell, f"{place}/{path}".rpartition("/")[0], True)
            folder.write(f"{place}/{path}", folder.read(f"{name}/{path}"))
    else:
        folder.write(place, folder.read(name))
    if moves:
        folder.remove(name)
    return 0


def find(shell: "Shell", args: list[str], io: Io) -> int:
    """Paths below a folder, by `-name` and `-type`."""
    base = args[0] if args and not args[0].startswith("-") else "."
    tests = dict(pairwise(args))
    if not shell.folder.exists(base):
        raise Usage(f"'{base}': No such file or directory")
    names = [base]
    for path in shell.folder.below(base):
        parts = path.split("/")
        names += [f"{base.rstrip('/')}/{'/'.join(parts[:count])}" for count in range(1, len(parts) + 1)]
    for name in dict.fromkeys(names):
        matches = fnmatch.fnmatchcase(name.rsplit("/", 1)[-1], tests.get("-name", "*"))
        if matches and tests.get("-type", "") in {"", "d" if shell.folder.is_folder(name) else "f"}:
            io.out(name + "\n")
    return 0


def tree(shell: "Shell", args: list[str], io: Io) -> int:
    """A folder with all that is in it."""
    base = args[0] if args else "."

    def branch(folder: str, indent: str) -> None:
        names = shell.folder.names(folder)
        for position, name in enumerate(names, 1):
            last = position == len(names)
            io.out(f"{indent}{'└── ' if last else '├── '}{name}\n")
            if shell.folder.is_folder(f"{folder}/{name}"):
                branch(f"{folder}/{name}", indent + ("    " if last else "│   "))

    io.out(base + "\n")
    branch(base, "")
    return 0


def basename(shell: "Shell", args: list[str], io: Io) -> int:
    """The last part of a path, without a suffix if one is given."""
    del shell
    name = args[0].rstrip("/").rsplit("/", 1)[-1] if args else ""
    io.out((name.removesuffix(args[1]) if len(args) > 1 else name) + "\n")
    return 0


def dirname(_shell: "Shell", args: list[str], io: Io) -> int:
    """A path without its last part."""
    parent = args[0].rstrip("/").rpartition("/")[0] if args else ""
    io.out((parent or ("/" if args and args[0].startswith("/") else ".")) + "\n")
    return 0


COMMANDS: dict[str, Command] = {
    **table(2, ls=ls, find=find),
    **table(
        rm=rm, rmdir=rmdir, mkdir=mkdir, touch=touch, cp=copying(False), mv=copying(True), tree=tree,
        basename=basename, dirname=dirname, chmod=lambda *_: 0,
    ),
}  # fmt: skip
