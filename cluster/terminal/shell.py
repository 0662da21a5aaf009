"""Scripts carried out, with streams in real time."""

import logging
import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import cast

from cluster.core.shell.expansion import Runs, expand
from cluster.core.shell.grammar import Simple
from cluster.core.shell.process import Chunk, Exit, Leave, Stdin
from cluster.core.shell.words import Word
from cluster.terminal import source
from cluster.terminal.braces import expanded
from cluster.terminal.commands import COMMANDS
from cluster.terminal.files import HOME, Folder, MemoryStore
from cluster.terminal.flow import Budget, Flow, TooMuch
from cluster.terminal.grammar import BashNode
from cluster.terminal.redirections import Redirected, redirected
from cluster.terminal.streams import Closed, Io, Limited, Stopped, TextInput

logger = logging.getLogger(__name__)
External = Callable[["Shell", list[str], Io], int]
"""A command that is handed in: (shell, arguments without its name, io) -> exit code."""
NOT_FOUND, INTERRUPTED, BROKEN_PIPE = 127, 130, 141
MOST_OUTPUT = 1 << 20
MOST_DEPTH = 30


class _Names:
    """The folder in the form in which `expand` asks for it."""

    def __init__(self, folder: Folder) -> None:
        self.files, self.path = folder, folder.path


@dataclass
class Shell(Flow):
    """One terminal's bash. `externals` are kubectl, docker and what else is handed in, by name."""

    folder: Folder = field(default_factory=lambda: Folder(MemoryStore()))
    externals: dict[str, External] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=lambda: {"HOME": HOME, "USER": "learner", "SHELL": "/bin/bash"})
    aliases: dict[str, str] = field(default_factory=lambda: {"k": "kubectl", "ll": "ls -l"})
    history: list[str] = field(default_factory=list)
    now: Callable[[], int] = lambda: 0
    """Simulated milliseconds, for `date`."""
    hint: Callable[["Shell", list[str], int, str], str] | None = None
    """(shell, words, exit code, what went to stderr) -> what to say kindly, or ''."""
    arguments: list[str] = field(default_factory=list)
    name: str = "bash"
    status: int = 0
    depth: int = 0
    functions: dict[str, BashNode] = field(default_factory=dict)
    scopes: list[dict[str, str | None]] = field(default_factory=list)
    """Of the functions that are running: what their local variables were before."""
    budget: Budget = field(default_factory=Budget)
    io: Io | None = None

    @property
    def machine(self) -> _Names:
        """Where `expand` looks for files."""
        return _Names(self.folder)

    def run(self, text: str, io: Io) -> int:
        """Carry out what was typed; never raises. Ends with 130 after Ctrl-C. Raises Exit for `exit`."""
        self.budget = Budget()
        io = io.to(out=Limited(io.out, io.stop, MOST_OUTPUT), err=Limited(io.err, io.stop, MOST_OUTPUT))
        try:
            self.status = self.carry_out(text, io)
        except Stopped:
            self.status = INTERRUPTED
        except Closed:
            self.status = BROKEN_PIPE
        except Leave:
            self.status = 0
        except Exit:
            raise
        except Exception:
            logger.exception("a line of a terminal could not be carried out: %.200s", text)
            io.err("bash: the terminal could not carry this out; the fault is ours\n")
            self.status = 1
        return self.status

    def carry_out(self, text: str, io: Io) -> int:
        """A script; its exit code. Raises Exit, Leave, Stopped, Closed."""
        try:
            tree = source.read(text)
            return self.execute(tree, io)
        except (source.Refusal, source.Unfinished) as fault:
            io.err(f"bash: {fault}\n")
            return 2
        except TooMuch as fault:
            io.err(f"bash: {fault}\n")
        except RecursionError:
            io.err("bash: maximum nesting exceeded\n")
        return 1

    def script(self, text: str, stdin: Stdin) -> Generator[Chunk, None, int]:
        """What `$(text)` writes, for `expand`."""
        io, parts = self.io, list[str]()
        if io is None:
            return 0

        def keep(text: str) -> None:
            self.budget.captured -= len(text)
            if self.budget.captured < 0:
                raise TooMuch("command substitution: too much output")
            parts.append(text)

        inner = self.clone()
        code = inner.carry_out(text, io.to(stdin=TextInput(stdin.all()), out=keep, tty=False))
        yield Chunk(0, 1, "".join(parts))
        return code

    def clone(self) -> "Shell":
        """A subshell: what it changes of itself is gone afterwards."""
        if self.depth >= MOST_DEPTH:
            raise TooMuch("too many shells inside each other")
        made = Shell(**{**self.__dict__, "env": dict(self.env), "aliases": dict(self.aliases)})
        made.functions, made.scopes = dict(self.functions), [dict(scope) for scope in self.scopes]
        made.folder = Folder(self.folder.store, self.folder.cwd)
        made.depth += 1
        return made

    def words(self, words: tuple[Word, ...], io: Io) -> list[str]:
        """What words stand for."""
        self.io = io
        found = [text for word in words for one in expanded(word) for text in self._texts(_at_home(one))]
        if sum(map(len, found)) > MOST_OUTPUT:
            raise TooMuch("Argument list too long")
        return found

    def _texts(self, word: Word) -> list[str]:
        self.judge_size(word)
        texts = expand(cast(Runs, self), word)
        # The shell of containers looks for names in one folder only.
        patterned = any(
            piece.kind == "text" and not piece.quoted and set("*?[") & set(piece.value) for piece in word.pieces
        )
        if patterned and len(texts) == 1 and "/" in texts[0] and not self.folder.exists(texts[0]):
            return self.folder.matching(texts[0]) or texts
        return texts

    def simple(self, node: Simple, io: Io) -> int:
        self.step(io)
        words = self.words(self._unaliased(node.words), io)
        for _, word in node.assignments:
            self.judge_size(word)
        values = {name: " ".join(expand(cast(Runs, self), word, splitting=False)) for name, word in node.assignments}
        try:
            with redirected(io, node.redirections, lambda word: self.words((word,), io), self.folder) as ends:
                if not words:
                    self.env |= values
                    return 0
                return self.with_variables(values, words, ends)
        except Redirected as fault:
            io.err(f"bash: {fault}\n")
            return 1

    def judge_size(self, word: Word) -> None:
        """Raises TooMuch before a word becomes too long, and not after."""
        names = (re.match(r"\w*", piece.value) for piece in word.pieces if piece.kind == "variable")
        if sum(len(self.env.get(name.group(), "")) for name in names if name) > MOST_OUTPUT:
            raise TooMuch("Argument list too long")

    def _unaliased(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        alias = self.aliases.get(words[0].plain) if words else None
        if not alias:
            return words
        try:
            first = source.read(alias).items[0][1].commands[0]
        except (ValueError, IndexError):
            return words
        return (*first.words, *words[1:]) if isinstance(first, Simple) else words

    def with_variables(self, values: dict[str, str], words: list[str], io: Io) -> int:
        before = {name: self.env.get(name) for name in values}
        self.env = {**self.env, **values} if values else self.env
        try:
            return self.command(words, io)
        finally:
            if values:
                kept = {name: value for name, value in self.env.items() if name not in before}
                self.env = kept | {name: value for name, value in before.items() if value is not None}

    def command(self, words: list[str], io: Io) -> int:
        """One command with its arguments; its exit code. What its writer forgot ends it with 1."""
        name = words[0].removeprefix("/usr/bin/").removeprefix("/bin/")
        heard: list[str] = []

        def hear(text: str) -> None:
            heard.append(text[:2000])
            io.err(text)

        told = io.to(err=hear)
        external, builtin = self.externals.get(name), COMMANDS.get(name)
        if words[0] in self.functions:
            return self.call(words, io)
        if external is not None:
            code = external(self, words[1:], told)
        elif builtin is not None:
            code = builtin(self, words[1:], told)
        else:
            slash = "No such file or directory" if "/" in words[0] else "command not found"
            told.err(f"bash: {words[0]}: {slash}\n")
            code = NOT_FOUND
        if code and self.hint is not None and (hint := self.hint(self, words, code, "".join(heard))):
            io.err(f"hint: {hint}\n")
        return code


def _at_home(word: Word) -> Word:
    """`~` and `~/x` as the home."""
    first = word.pieces[0] if word.pieces else None
    if first is None or first.kind != "text" or first.quoted or not (first.value == "~" or first.value[:2] == "~/"):
        return word
    return word._replace(pieces=(first._replace(value=HOME + first.value[1:]), *word.pieces[1:]))
