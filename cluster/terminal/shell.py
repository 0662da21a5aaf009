"""Scripts carried out, with streams in real time."""

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from cluster.core.shell.expansion import expand
from cluster.core.shell.grammar import For, If, Loop, Node, Pipeline, Sequence, Simple
from cluster.core.shell.process import Chunk, Exit, Leave, Stdin
from cluster.core.shell.words import Word
from cluster.terminal import source
from cluster.terminal.commands import COMMANDS
from cluster.terminal.files import HOME, Folder, MemoryStore
from cluster.terminal.redirections import Redirected, redirected
from cluster.terminal.streams import Closed, Deadline, Input, Io, Limited, Pipe, Stopped, TextInput

External = Callable[["Shell", list[str], Io], int]
"""A command that is handed in: (shell, arguments without its name, io) -> exit code."""
NOT_FOUND, INTERRUPTED, BROKEN_PIPE = 127, 130, 141
MOST_OUTPUT = 1 << 20
MOST_STEPS = 10_000
MOST_STAGES = 8
MOST_DEPTH = 30
SECONDS = 1800.0
"""How long a line that repeats itself may go on."""


@dataclass
class Budget:
    """What one typed line may use up, with all that it starts."""

    deadline: Deadline = field(default_factory=lambda: Deadline(SECONDS))
    steps: int = MOST_STEPS


class TooMuch(Exception):
    """A limit was reached; the message is for the user."""


class _Names:
    """The folder in the form in which `expand` asks for it."""

    def __init__(self, folder: Folder) -> None:
        self.files, self.path = folder, folder.path


@dataclass
class Shell:
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
        inner = self.clone()
        code = inner.carry_out(text, io.to(stdin=TextInput(stdin.all()), out=parts.append, tty=False))
        yield Chunk(0, 1, "".join(parts))
        return code

    def clone(self) -> "Shell":
        """A subshell: what it changes of itself is gone afterwards."""
        if self.depth >= MOST_DEPTH:
            raise TooMuch("too many shells inside each other")
        made = Shell(**{**self.__dict__, "env": dict(self.env), "aliases": dict(self.aliases)})
        made.folder = Folder(self.folder.store, self.folder.cwd)
        made.depth += 1
        return made

    def execute(self, node: Node, io: Io) -> int:
        """Any part of a script; its exit code."""
        if isinstance(node, Sequence):
            return self._sequence(node, io)
        if isinstance(node, Loop):
            return self._loop(node, io)
        if isinstance(node, For):
            return self._for(node, io)
        if isinstance(node, If):
            return self._if(node, io)
        return self._simple(node, io)

    def _sequence(self, node: Sequence, io: Io) -> int:
        for operator, pipeline in node.items:
            if (operator == "&&" and self.status) or (operator == "||" and not self.status):
                continue
            self.status = self._pipeline(pipeline, io)
        return self.status

    def _pipeline(self, node: Pipeline, io: Io) -> int:
        if len(node.commands) > MOST_STAGES:
            raise TooMuch("fork: retry: Resource temporarily unavailable")
        code = self.execute(node.commands[0], io) if len(node.commands) == 1 else self._stages(node.commands, io)
        return int(not code) if node.negated else code

    def _stages(self, commands: tuple[Node, ...], io: Io) -> int:
        """All but the last in threads of their own, each writing into a pipe that the next one reads."""
        stdin: Input = io.stdin
        threads: list[threading.Thread] = []
        pipe = None
        for command in commands[:-1]:
            stop = io.stop.child()
            pipe = Pipe(stop)
            ends = io.to(stdin=stdin, out=pipe.write, stop=stop, tty=False)
            threads.append(threading.Thread(target=self.clone()._stage, args=(command, ends, pipe), daemon=True))
            stdin = pipe
        for thread in threads:
            thread.start()
        try:
            return self.clone()._last(commands[-1], io.to(stdin=stdin))
        finally:
            stdin.close()
            while any(thread.is_alive() for thread in threads):
                threads[0].join(0.05)
                threads = [thread for thread in threads if thread.is_alive()]

    def _stage(self, command: Node, io: Io, pipe: Pipe) -> None:
        try:
            self._last(command, io)
        except (Stopped, Closed):
            pass
        finally:
            pipe.end()
            io.stdin.close()
            for external in self.externals.values():
                leave = getattr(external, "leave_thread", None)
                if leave is not None:
                    leave()
                    break

    def _last(self, command: Node, io: Io) -> int:
        try:
            return self.execute(command, io)
        except Exit as end:
            return end.code
        except (Leave, TooMuch, RecursionError) as fault:
            if not isinstance(fault, Leave):
                io.err(f"bash: {str(fault) or 'maximum nesting exceeded'}\n")
            return 1

    def _step(self, io: Io) -> None:
        io.stop.check()
        self.budget.steps -= 1
        if self.budget.steps < 0:
            raise TooMuch(f"stopped: a line may carry out {MOST_STEPS:,} commands")
        if self.budget.deadline.has_passed():
            raise TooMuch(f"stopped: a line may take {SECONDS // 60:.0f} minutes")

    def _loop(self, node: Loop, io: Io) -> int:
        code = 0
        while True:
            self._step(io)
            if bool(self._sequence(node.condition, io)) != node.until:
                return code
            try:
                code = self._sequence(node.body, io)
            except Leave as leave:
                if not leave.again:
                    return 0

    def _for(self, node: For, io: Io) -> int:
        if not node.name.isidentifier():
            io.err(f"bash: `{node.name}': not a valid identifier\n")
            return 1
        code = 0
        for value in self.words(node.words, io):
            self._step(io)
            self.env[node.name] = value
            try:
                code = self._sequence(node.body, io)
            except Leave as leave:
                if not leave.again:
                    return 0
        return code

    def _if(self, node: If, io: Io) -> int:
        for condition, body in node.branches:
            if condition is None or not self._sequence(condition, io):
                return self._sequence(body, io)
        return 0

    def words(self, words: tuple[Word, ...], io: Io) -> list[str]:
        """What words stand for."""
        self.io = io
        found = [text for word in words for text in self._texts(_at_home(word))]
        if sum(map(len, found)) > MOST_OUTPUT:
            raise TooMuch("Argument list too long")
        return found

    def _texts(self, word: Word) -> list[str]:
        texts = expand(self, word)
        # The shell of containers looks for names in one folder only.
        patterned = any(
            piece.kind == "text" and not piece.quoted and set("*?[") & set(piece.value) for piece in word.pieces
        )
        if patterned and len(texts) == 1 and "/" in texts[0] and not self.folder.exists(texts[0]):
            return self.folder.matching(texts[0]) or texts
        return texts

    def _simple(self, node: Simple, io: Io) -> int:
        self._step(io)
        words = self.words(self._unaliased(node.words), io)
        values = {name: " ".join(expand(self, word, splitting=False)) for name, word in node.assignments}
        try:
            with redirected(io, node.redirections, lambda word: self.words((word,), io), self.folder) as ends:
                if not words:
                    self.env |= values
                    return 0
                return self._with(values, words, ends)
        except Redirected as fault:
            io.err(f"bash: {fault}\n")
            return 1

    def _unaliased(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        alias = self.aliases.get(words[0].plain) if words else None
        if not alias:
            return words
        try:
            first = source.read(alias).items[0][1].commands[0]
        except (ValueError, IndexError):
            return words
        return (*first.words, *words[1:]) if isinstance(first, Simple) else words

    def _with(self, values: dict[str, str], words: list[str], io: Io) -> int:
        kept = self.env
        self.env = {**kept, **values} if values else kept
        try:
            return self.command(words, io)
        finally:
            if values:
                self.env = kept

    def command(self, words: list[str], io: Io) -> int:
        """One command with its arguments; its exit code. What its writer forgot ends it with 1."""
        name = words[0].removeprefix("/usr/bin/").removeprefix("/bin/")
        heard: list[str] = []
        told = io.to(err=lambda text: (heard.append(text[:2000]), io.err(text))[1])
        external, builtin = self.externals.get(name), COMMANDS.get(name)
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
