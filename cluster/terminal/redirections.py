"""Where a command's input comes from and where its output goes: `>`, `>>`, `<`, `<<<`, `2>&1`, `&>`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cluster.core.shell.words import Word
from cluster.terminal.files import NULL, Folder
from cluster.terminal.streams import Io, Stop, TextInput

MOST = 1 << 20
"""Characters that a file may get."""
Expand = Callable[[Word], list[str]]


class Redirected(Exception):
    """A redirection cannot be done; the message follows `bash: `."""


@contextmanager
def redirected(io: Io, redirections: tuple[tuple[str, Word], ...], expand: Expand, folder: Folder) -> Iterator[Io]:
    """The ends of a command as its redirections want them; files are written when it has ended. Raises Redirected."""
    targets: list[_Target] = []
    for operator, word in redirections:
        io = _apply(io, operator, word, expand, targets, folder)
    try:
        yield io
    finally:
        for target in targets:
            target.save()


class _Target:
    """A file that is written to."""

    def __init__(self, folder: Folder, name: str, append: bool, stop: Stop) -> None:
        self.stop = stop
        self.folder, self.name, self.parts, self.left = folder, name, list[str](), MOST
        try:
            before = folder.read(name) if append and folder.is_file(name) else ""
            folder.write(name, before)
        except OSError as fault:
            raise Redirected(f"{name}: {fault.strerror}") from fault
        self.parts.append(before)

    def write(self, text: str) -> None:
        self.stop.check()
        if self.folder.path(self.name) == NULL:
            return
        self.left -= len(text)
        if self.left < 0:
            raise Redirected(f"{self.name}: File too large")
        self.parts.append(text)

    def save(self) -> None:
        try:
            if len(self.parts) > 1:
                self.folder.write(self.name, "".join(self.parts))
        except OSError as fault:
            raise Redirected(f"{self.name}: {fault.strerror}") from fault


def _apply(io: Io, operator: str, word: Word, expand: Expand, targets: list[_Target], folder: Folder) -> Io:
    sign = operator.lstrip("012")
    stream = int(operator[0]) if operator[0].isdigit() else 1
    names = expand(word)
    if sign == "<<<":
        return io.to(stdin=TextInput(" ".join(names) + "\n"))
    if len(names) != 1:
        shown = "".join(f"${piece.value}" if piece.kind == "variable" else piece.value for piece in word.pieces)
        raise Redirected(f"{shown}: ambiguous redirect")
    name = names[0]
    if sign == "<":
        return _input(io, name, folder)
    if sign == ">&" and name.isdigit():
        if name not in {"1", "2"}:
            raise Redirected(f"{name}: Bad file descriptor")
        sink = io.out if name == "1" else io.err
        return io.to(out=sink, tty=io.tty and name == "1") if stream == 1 else io.to(err=sink)
    target = _Target(folder, name, sign == ">>", io.stop)
    targets.append(target)
    if sign in {"&>", ">&"}:
        return io.to(out=target.write, err=target.write, tty=False)
    return io.to(out=target.write, tty=False) if stream == 1 else io.to(err=target.write)


def _input(io: Io, name: str, folder: Folder) -> Io:
    try:
        return io.to(stdin=TextInput(folder.read(name)))
    except OSError as fault:
        raise Redirected(f"{name}: {fault.strerror}") from fault
