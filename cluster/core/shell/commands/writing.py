"""Files and directories. What is written lasts as long as the command (or the session) runs."""

from cluster.core.shell.files import is_directory, listed
from cluster.core.shell.process import Command, Process


def ls(process: Process) -> int:
    """Names; `-l` with more."""
    options, paths = process.flags()
    files, code = process.machine.files, 0
    for given in paths or ["."]:
        path = process.machine.path(given)
        if path in files:
            names, parent = [given], path.rsplit("/", 1)[0]
        elif path == "/" or is_directory(files, path):
            names, parent = listed(files, path), path
        else:
            code = (
                process.fail(f"cannot access '{given}': No such file or directory", 2)
                if (process.machine.family.base == "debian")
                else process.fail(f"{given}: No such file or directory")
            )
            continue
        if "a" in options:
            names = [".", "..", *names]
        if len(paths) > 1 and path not in files:
            process.say(f"{given}:")
        process.say(*(_line(process, parent, name) for name in names) if "l" in options else names)
    return code


def _line(process: Process, parent: str, name: str) -> str:
    path = process.machine.path(f"{parent}/{name.rsplit('/', 1)[-1]}")
    directory = is_directory(process.machine.files, path)
    size = 4096 if directory else len(process.machine.files.get(path, ""))
    return f"{'drwxr-xr-x' if directory else '-rw-r--r--'}    1 root     root     {size:9} Jan  1 00:00 {name}"


def touch(process: Process) -> int:
    """Empty files."""
    for path in process.flags()[1]:
        process.machine.files.setdefault(process.machine.path(path), "")
    return 0


def rm(process: Process) -> int:
    """Files and, with `-r`, directories go."""
    options, paths = process.flags()
    files = process.machine.files
    for given in paths:
        path = process.machine.path(given)
        below = [name for name in files if name.startswith(f"{path}/")] if {"r", "R"} & set(options) else []
        if path in files or below:
            for name in (path, *below):
                files.pop(name, None)
        elif "f" not in options:
            return process.fail(f"cannot remove '{given}': No such file or directory")
    return 0


def mkdir(process: Process) -> int:
    """Directories."""
    for path in process.flags("m")[1]:
        process.machine.files[process.machine.path(path) + "/"] = ""
    return 0


def copy(process: Process) -> int:
    """One file, or several into a directory; `mv` takes the old ones away."""
    paths = process.flags()[1]
    files = process.machine.files
    if len(paths) < 2:
        return process.fail("missing file operand")
    target = process.machine.path(paths[-1])
    for given in paths[:-1]:
        text = process.read(given)
        if text is None:
            return 1
        into = f"{target}/{given.rsplit('/', 1)[-1]}" if is_directory(files, target) else target
        files[into] = text
        if process.name == "mv":
            files.pop(process.machine.path(given), None)
    return 0


def tee(process: Process) -> int:
    """The input, to the output and into files."""
    options, paths = process.flags()
    text = process.stdin.so_far()
    process.out.append(text)
    process.stdin.end()
    for path in map(process.machine.path, paths):
        process.machine.files[path] = (process.machine.files.get(path, "") if "a" in options else "") + text
    return 0


def basename(process: Process) -> int:
    """The last part of a path; `dirname`: all but it."""
    path = process.args[0] if process.args else ""
    parent, _, last = path.rstrip("/").rpartition("/")
    return process.say(last if process.name == "basename" else parent or ("/" if path.startswith("/") else "."))


def nothing(_process: Process) -> int:
    """Modes and owners are not kept."""
    return 0


def find(process: Process) -> int:
    """Paths below a directory, by `-name`."""
    import fnmatch  # noqa: PLC0415

    base = process.machine.path(process.args[0] if process.args and not process.args[0].startswith("-") else ".")
    pattern = process.args[process.args.index("-name") + 1] if "-name" in process.args[:-1] else "*"
    names = sorted(name.rstrip("/") for name in process.machine.files if name.startswith(base.rstrip("/") + "/"))
    return process.say(*(name for name in names if fnmatch.fnmatchcase(name.rsplit("/", 1)[-1], pattern)))


COMMANDS: dict[str, Command] = {
    "ls": ls, "touch": touch, "rm": rm, "mkdir": mkdir, "rmdir": rm, "cp": copy, "mv": copy, "tee": tee,
    "basename": basename, "dirname": basename, "chmod": nothing, "chown": nothing, "sync": nothing, "ln": nothing,
    "find": find,
}  # fmt: skip
