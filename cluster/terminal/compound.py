"""Bash's own parts of scripts carried out: functions, `case`, `[[ ]]`, `(( ))`, redirected loops."""

from abc import abstractmethod
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, cast

from cluster.core.shell.expansion import Runs, expand
from cluster.core.shell.process import Leave
from cluster.core.shell.words import Word
from cluster.terminal import conditions
from cluster.terminal.commands.builtins import condition
from cluster.terminal.commands.functions import Return
from cluster.terminal.commands.options import Usage
from cluster.terminal.grammar import BashNode, Braces, Case, Counting, Function, Redirecting, Sum, Test
from cluster.terminal.redirections import Redirected, redirected

if TYPE_CHECKING:
    from cluster.terminal.files import Folder
    from cluster.terminal.shell import Shell
    from cluster.terminal.streams import Io

MOST_CALLS = 20
"""Functions that call each other."""


class Compound:
    """What a shell carries out beyond the grammar of containers."""

    status: int
    env: dict[str, str]
    arguments: list[str]
    functions: dict[str, BashNode]
    scopes: list[dict[str, str | None]]
    folder: "Folder"
    io: "Io | None"

    @abstractmethod
    def execute(self, node: BashNode, io: "Io") -> int:
        """Any part of a script."""

    @abstractmethod
    def words(self, words: tuple[Word, ...], io: "Io") -> list[str]:
        """What words stand for."""

    @abstractmethod
    def step(self, io: "Io") -> None:
        """One more command of the line."""

    @abstractmethod
    def grouped(self, node: BashNode, io: "Io") -> int:
        """A node; `( )` in a shell of its own."""

    def compound(self, node: BashNode, io: "Io") -> int:
        """One of these nodes; its exit code."""
        match node:
            case Function(name=name, body=body):
                self.functions[name] = body
                return 0
            case Case():
                return self._case(node, io)
            case Test(words=words):
                return self._test(words, io)
            case Sum(words=words):
                return int(not self._sum(words, io))
            case Counting():
                return self._counting(node, io)
            case Braces(body=body):
                return self.execute(body, io)
            case Redirecting():
                return self._redirecting(node, io)
        raise AssertionError(node)

    def text(self, word: Word, io: "Io") -> str:
        """What a word stands for, in one piece."""
        self.io = io
        return " ".join(expand(cast(Runs, self), word, splitting=False))

    def _case(self, node: Case, io: "Io") -> int:
        value = self.text(node.word, io)
        for patterns, body in node.branches:
            for pattern in patterns:
                if fnmatchcase(value, conditions.pattern_of(pattern, lambda word: self.text(word, io))):
                    return self.execute(body, io) if body.items else 0
        return 0

    def _test(self, words: tuple[Word, ...], io: "Io") -> int:
        self.step(io)

        def test(args: list[str]) -> bool:
            return condition(cast("Shell", self), args)

        try:
            return int(not conditions.Condition(words, lambda word: self.text(word, io), test).holds())
        except Usage as fault:
            io.err(f"bash: [[: {fault}\n")
            return 2

    def _sum(self, words: tuple[Word, ...], io: "Io") -> int:
        self.step(io)
        text = " ".join(word.operator or self.text(word, io) for word in words)
        for operator in ("= =", "> =", "< =", "! ="):
            text = text.replace(operator, operator.replace(" ", ""))
        return conditions.evaluate(text, self.env)

    def _counting(self, node: Counting, io: "Io") -> int:
        first, goes_on, step = node.parts
        code = 0
        self._sum(first, io)
        while not goes_on or self._sum(goes_on, io):
            try:
                code = self.execute(node.body, io)
            except Leave as leave:
                if not leave.again:
                    return 0
            self._sum(step, io)
        return code

    def _redirecting(self, node: Redirecting, io: "Io") -> int:
        try:
            with redirected(io, node.redirections, lambda word: self.words((word,), io), self.folder) as ends:
                return self.grouped(node.node, ends)
        except Redirected as fault:
            io.err(f"bash: {fault}\n")
            return 1

    def call(self, words: list[str], io: "Io") -> int:
        """A function of the user's with its arguments; its exit code."""
        if len(self.scopes) >= MOST_CALLS:
            io.err(f"bash: {words[0]}: maximum function nesting level exceeded ({MOST_CALLS})\n")
            return 1
        kept, body = self.arguments, self.functions[words[0]]
        self.arguments = words[1:]
        self.scopes.append({})
        try:
            return self.grouped(body, io)
        except Return as end:
            return end.code
        finally:
            self.arguments = kept
            for name, before in self.scopes.pop().items():
                if before is None:
                    self.env.pop(name, None)
                else:
                    self.env[name] = before
