"""What is carried out after what: lists, loops, conditions, and pipelines with a thread for each stage but the last."""

import logging
import threading
from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Any, Self

from cluster.core.shell.grammar import For, If, Loop, Node, Pipeline, Sequence, Simple
from cluster.core.shell.process import Exit, Leave
from cluster.core.shell.words import Word
from cluster.terminal.commands.functions import Return
from cluster.terminal.compound import Compound
from cluster.terminal.grammar import BashNode
from cluster.terminal.streams import Closed, Deadline, Input, Io, Pipe, Stopped

logger = logging.getLogger(__name__)
MOST_STEPS = 10_000
MOST_STAGES = 8
MOST_CAPTURED = 1 << 23
"""Characters that `$(...)` may give, all together."""
SECONDS = 1800.0
"""How long a line that repeats itself may go on."""


@dataclass
class Budget:
    """What one typed line may use up, with all that it starts."""

    deadline: Deadline = field(default_factory=lambda: Deadline(SECONDS))
    steps: int = MOST_STEPS
    captured: int = MOST_CAPTURED


class TooMuch(Exception):
    """A limit was reached; the message is for the user."""


class Flow(Compound):
    """A shell without its simple commands."""

    status: int
    env: dict[str, str]
    budget: Budget
    externals: dict[str, Any]

    @abstractmethod
    def clone(self) -> Self:
        """A subshell."""

    @abstractmethod
    def words(self, words: tuple[Word, ...], io: Io) -> list[str]:
        """What words stand for."""

    @abstractmethod
    def simple(self, node: Simple, io: Io) -> int:
        """A simple command; its exit code."""

    def execute(self, node: BashNode, io: Io) -> int:
        """Any part of a script; its exit code."""
        if isinstance(node, Sequence):
            return self._sequence(node, io)
        if isinstance(node, Loop):
            return self._loop(node, io)
        if isinstance(node, For):
            return self._for(node, io)
        if isinstance(node, If):
            return self._if(node, io)
        return self.simple(node, io) if isinstance(node, Simple) else self.compound(node, io)

    def grouped(self, node: BashNode, io: Io) -> int:
        """A node; `( )` in a shell of its own."""
        return self.clone()._last(node, io) if isinstance(node, Sequence) else self.execute(node, io)

    def _sequence(self, node: Sequence, io: Io) -> int:
        for operator, pipeline in node.items:
            if (operator == "&&" and self.status) or (operator == "||" and not self.status):
                continue
            self.status = self._pipeline(pipeline, io)
        return self.status

    def _pipeline(self, node: Pipeline, io: Io) -> int:
        if len(node.commands) > MOST_STAGES:
            raise TooMuch("fork: retry: Resource temporarily unavailable")
        first = node.commands[0]
        code = self._stages(node.commands, io) if len(node.commands) > 1 else self.grouped(first, io)
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

    def _stage(self, command: BashNode, io: Io, pipe: Pipe) -> None:
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

    def _last(self, command: BashNode, io: Io) -> int:
        try:
            return self.execute(command, io)
        except (Exit, Return) as end:
            return end.code
        except (Leave, TooMuch, RecursionError) as fault:
            if not isinstance(fault, Leave):
                io.err(f"bash: {str(fault) or 'maximum nesting exceeded'}\n")
            return 1
        except Exception:
            logger.exception("a part of a pipe could not be carried out")
            io.err("bash: the terminal could not carry this out; the fault is ours\n")
            return 1

    def step(self, io: Io) -> None:
        io.stop.check()
        self.budget.steps -= 1
        if self.budget.steps < 0:
            raise TooMuch(f"stopped: a line may carry out {MOST_STEPS:,} commands")
        if self.budget.deadline.has_passed():
            raise TooMuch(f"stopped: a line may take {SECONDS // 60:.0f} minutes")

    def _loop(self, node: Loop, io: Io) -> int:
        code = 0
        while True:
            self.step(io)
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
            self.step(io)
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
