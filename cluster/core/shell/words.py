"""A script's text as words and operators, with quoting, variables and substitutions still in them."""

import re
from typing import Literal, NamedTuple

Kind = Literal["text", "variable", "command", "sum"]
OPERATORS = ("&&", "||", ";;", ">>", ">&", "&>", "<<<", ";", "&", "|", "(", ")", "<", ">", "\n")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9@#?*$!]")
_DIGIT_REDIRECTION = re.compile(r"([012])(>>|>&|>|<)")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v", "\\": "\\"}
"""In `$'...'`."""
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ESCAPED_IN_QUOTES = '"\\$`\n'


def _escaped(match: re.Match[str]) -> str:
    return ESCAPES.get(match[1], match[0])


class BadSyntax(ValueError):
    """The text is no script; the message is what comes after `sh: syntax error: `."""


class Piece(NamedTuple):
    """A part of a word: text, or the name of a variable, a script, or a sum, whose value takes its place."""

    kind: Kind
    value: str
    quoted: bool = False


class Word(NamedTuple):
    """`operator` is '' for a word proper."""

    pieces: tuple[Piece, ...] = ()
    operator: str = ""

    @property
    def plain(self) -> str:
        """The text of a word without quotes and variables; '' for any other: reserved words are plain."""
        if len(self.pieces) == 1 and self.pieces[0].kind == "text" and not self.pieces[0].quoted:
            return self.pieces[0].value
        return ""


def split(text: str) -> list[Word]:
    """The words and operators of a script. Raises BadSyntax."""
    return _Lexer(text).words()


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text, self.at = text.replace("\\\n", ""), 0

    def words(self) -> list[Word]:
        found: list[Word] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in " \t":
                self.at += 1
            elif char == "#":
                self.at = len(self.text) if (end := self.text.find("\n", self.at)) < 0 else end
            else:
                found.append(self.word())
        return found

    def word(self) -> Word:
        numbered = _DIGIT_REDIRECTION.match(self.text, self.at)
        if numbered:
            self.at = numbered.end()
            return Word(operator=numbered.group(0))
        for operator in OPERATORS:
            if self.text.startswith(operator, self.at):
                self.at += len(operator)
                return Word(operator=operator)
        return Word(tuple(self.pieces()))

    def pieces(self) -> list[Piece]:
        found: list[Piece] = []
        plain = ""
        while self.at < len(self.text) and self.text[self.at] not in " \t\n;&|()<>":
            char = self.text[self.at]
            if char in "'\"$`\\" and plain:
                found.append(Piece("text", plain))
                plain = ""
            if char == "'":
                found.append(Piece("text", self.until("'"), True))
            elif char == '"':
                found += self.in_quotes()
            elif char in "$`":
                found.append(self.substitution(False))
            elif char == "\\":
                found.append(Piece("text", self.text[self.at + 1 : self.at + 2], True))
                self.at += 2
            else:
                plain += char
                self.at += 1
        return [*found, Piece("text", plain)] if plain else found

    def until(self, end: str) -> str:
        stop = self.text.find(end, self.at + 1)
        if stop < 0:
            raise BadSyntax("unterminated quoted string")
        found = self.text[self.at + 1 : stop]
        self.at = stop + 1
        return found

    def in_quotes(self) -> list[Piece]:
        found = [Piece("text", "", True)]
        self.at += 1
        while self.text[self.at : self.at + 1] != '"':
            if self.at >= len(self.text):
                raise BadSyntax("unterminated quoted string")
            char = self.text[self.at]
            if char in "$`":
                found.append(self.substitution(True))
                continue
            if char == "\\" and self.text[self.at + 1 : self.at + 2] in tuple(ESCAPED_IN_QUOTES):
                self.at += 1
                char = self.text[self.at]
            found.append(Piece("text", char, True))
            self.at += 1
        self.at += 1
        return found

    def substitution(self, quoted: bool) -> Piece:
        if self.text[self.at] == "`":
            return Piece("command", self.until("`"), quoted)
        if self.text.startswith("$((", self.at):
            inner = self.balanced(self.at + 1)
            return Piece("sum", inner[1:-1], quoted)
        if self.text.startswith("$(", self.at):
            return Piece("command", self.balanced(self.at + 1), quoted)
        if self.text.startswith("${", self.at):
            self.at += 1
            return Piece("variable", self.until("}"), quoted)
        if self.text.startswith("$'", self.at) and not quoted:
            self.at += 1
            return Piece("text", _ESCAPE.sub(_escaped, self.until("'")), True)
        name = _NAME.match(self.text, self.at + 1)
        if name is None:
            self.at += 1
            return Piece("text", "$", quoted)
        self.at = name.end()
        return Piece("variable", name.group(0), quoted)

    def balanced(self, start: int) -> str:
        """What stands between the parenthesis at `start` and its partner; goes behind it."""
        depth = 0
        for position in range(start, len(self.text)):
            depth += {"(": 1, ")": -1}.get(self.text[position], 0)
            if depth == 0:
                self.at = position + 1
                return self.text[start + 1 : position]
        raise BadSyntax("unterminated substitution")
