"""The rules of an awk program, carried out."""

from collections.abc import Callable
from typing import Any

from cluster.terminal.awk.expressions import Expression, Token, is_true, number_of, text_of, tokens_of
from cluster.terminal.commands.options import Usage
from cluster.terminal.commands.regexes import compiled
from cluster.terminal.streams import Io

Printf = Callable[[list[str], Io], int]


class Program:
    """Rules, and what they see of a line."""

    def __init__(self, text: str, separator: str | None, io: Io, variables: dict[str, Any], printf: Printf) -> None:
        self.tokens, self.separator, self.io, self.variables = tokens_of(text), separator, io, variables
        self.printf = printf
        self.rules: list[tuple[list[Token], list[Token] | None]] = []
        self.line, self.fields, self.number = "", list[str](), 0
        self._split()

    def _split(self) -> None:
        tokens = list(self.tokens)
        while tokens:
            pattern: list[Token] = []
            while tokens and tokens[0] != Token("sign", "{") and tokens[0] != Token("sign", ";"):
                pattern.append(tokens.pop(0))
            body: list[Token] | None = None
            if tokens and tokens.pop(0).value == "{":
                body, depth = [], 1
                while tokens and depth:
                    token = tokens.pop(0)
                    depth += {Token("sign", "{"): 1, Token("sign", "}"): -1}.get(token, 0)
                    body.append(token)
                if depth:
                    raise Usage("syntax error at source line 1: unexpected end of program", 2)
                body.pop()
            if pattern or body is not None:
                self.rules.append((pattern, body))

    def special(self, name: str) -> None:
        """BEGIN or END."""
        for pattern, body in self.rules:
            if pattern == [Token("name", name)] and body is not None:
                self.statements(body)

    def has_lines(self) -> bool:
        """Whether there is anything but BEGIN."""
        return any(pattern != [Token("name", "BEGIN")] for pattern, _ in self.rules)

    def feed(self, line: str) -> None:
        """One line."""
        self.line, self.number = line, self.number + 1
        separator = self.separator
        if separator is None or separator == " ":
            self.fields = line.split()
        else:
            self.fields = compiled(separator, True).split(line) if len(separator) > 1 else line.split(separator)
        for pattern, body in self.rules:
            if pattern in ([Token("name", "BEGIN")], [Token("name", "END")]):
                continue
            if not pattern or is_true(Expression(self, pattern).whole()):
                self.statements(body) if body is not None else self.io.out(line + "\n")

    def statements(self, body: list[Token]) -> None:
        part: list[Token] = []
        for token in [*body, Token("sign", ";")]:
            if token == Token("sign", ";"):
                if part:
                    self.statement(part)
                part = []
            else:
                part.append(token)

    def statement(self, tokens: list[Token]) -> None:
        first = tokens[0]
        if first in {Token("name", "print"), Token("name", "printf")}:
            values = Expression(self, tokens[1:]).listed() if tokens[1:] else [self.line]
            texts = [text_of(value) for value in values]
            if first.value == "print":
                self.io.out(" ".join(texts) + "\n")
            else:
                self.printf(texts, self.io)
        elif len(tokens) > 1 and first.kind == "name" and tokens[1].value in {"=", "+=", "-=", "++", "--"}:
            self.assign(first.value, tokens[1].value, tokens[2:])
        else:
            Expression(self, tokens).whole()

    def assign(self, name: str, sign: str, rest: list[Token]) -> None:
        value: Any = 1.0 if sign in {"++", "--"} else Expression(self, rest).whole()
        before = number_of(self.variables.get(name, ""))
        if sign != "=":
            value = before + number_of(value) * (1 if sign[0] == "+" else -1)
        self.variables[name] = value if isinstance(value, float) else str(value)[:65536]
