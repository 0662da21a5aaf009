"""A JSONPath template as nodes (`client-go/util/jsonpath/parser.go`)."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from cluster.kubectl.output.jsonpath.quoting import unquote

MAX_DEPTH = 100
_DICT_KEY = re.compile(r"'([^']*)'")
_SLICE = re.compile(r"(-?[0-9]*)(:-?[0-9]*)?(:-?[0-9]*)?")
_COMPARISON = re.compile(r"([^!<>=]+)([!<>=]+)(.+?)", re.DOTALL)
_TERMINATORS = frozenset(" \t\r\n.,[]$@{}")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")


class JSONPathError(ValueError):
    """A template that cannot be read or carried out; the message is upstream's."""


class Node(NamedTuple):
    """`kind`: text, field, wildcard, recursive, identifier, value, array, filter, union, list."""

    kind: str
    value: Any = None


@lru_cache(maxsize=256)
def parse(template: str, depth: int = 0) -> tuple[Node, ...]:
    """The nodes of a template: texts and lists, one list a pair of braces. Raises JSONPathError."""
    if depth > MAX_DEPTH:
        raise JSONPathError("too deeply nested")
    return _Parser(template, depth).template()


def _action(text: str, depth: int) -> tuple[Node, ...]:
    """The nodes of what stands between braces."""
    found: tuple[Node, ...] = parse(f"{{{text}}}", depth + 1)[0].value
    return found


class _Parser:
    def __init__(self, text: str, depth: int) -> None:
        self.text, self.at, self.depth = text, 0, depth
        self.nodes: list[Node] = []

    def template(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self.at < len(self.text):
            start = self.text.find("{", self.at)
            plain = self.text[self.at :] if start < 0 else self.text[self.at : start]
            if plain:
                found.append(Node("text", plain))
            if start < 0:
                break
            self.at = start + 1
            found.append(Node("list", self.action()))
        return tuple(found)

    def next(self) -> str:
        """The next character, '' at the end."""
        found = self.text[self.at : self.at + 1]
        self.at += 1
        return found

    def action(self) -> tuple[Node, ...]:
        self.nodes = []
        while not self.text.startswith("}", self.at):
            if self.text.startswith("[?(", self.at):
                self.filter()
            elif self.text.startswith("..", self.at):
                self.recursive()
            else:
                self.part()
        self.at += 1
        return tuple(self.nodes)

    def part(self) -> None:
        char = self.next()
        if char in {"", "\r", "\n"}:
            raise JSONPathError("unclosed action")
        if char in " @$":
            return
        if char == "[":
            self.array()
        elif char in "\"'":
            self.quoted(char)
        elif char == ".":
            self.field()
        elif char in "+-" or char.isdecimal():
            self.number()
        elif char == "_" or char.isalnum():
            self.identifier()
        else:
            raise JSONPathError(f"unrecognized character in action: U+{ord(char):04X} '{char}'")

    def until_terminator(self, start: int) -> str:
        while self.at < len(self.text) and self.text[self.at] not in _TERMINATORS:
            self.at += 1
        return self.text[start : self.at]

    def identifier(self) -> None:
        value = self.until_terminator(self.at - 1)
        self.nodes.append(Node("value", value == "true") if value in {"true", "false"} else Node("identifier", value))

    def field(self) -> None:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in _TERMINATORS:
            self.at += 2 if self.text[self.at] == "\\" else 1
        value = self.text[start : self.at]
        self.nodes.append(Node("wildcard") if value == "*" else Node("field", value.replace("\\", "")))

    def recursive(self) -> None:
        if self.nodes and self.nodes[-1].kind == "recursive":
            raise JSONPathError("invalid multiple recursive descent")
        self.at += 2
        self.nodes.append(Node("recursive"))
        following = self.text[self.at : self.at + 1]
        if following == "_" or following.isalnum():
            self.field()

    def number(self) -> None:
        start = self.at - 1
        while self.at < len(self.text) and (self.text[self.at] == "." or self.text[self.at].isdecimal()):
            self.at += 1
        value = self.text[start : self.at]
        if _INTEGER.fullmatch(value) and len(value) < 19:
            self.nodes.append(Node("value", int(value)))
        elif _FLOAT.fullmatch(value):
            self.nodes.append(Node("value", float(value)))
        else:
            raise JSONPathError(f"cannot parse number {value}")

    def quoted(self, end: str) -> None:
        start = self.at - 1
        while True:
            char = self.next()
            if char in {"", "\n"}:
                raise JSONPathError("unterminated quoted string")
            if char == end and self.text[self.at - 2] != "\\":
                break
        value = self.text[start : self.at]
        plain = unquote(value)
        if plain is None:
            raise JSONPathError(f"unquote string {value} error invalid syntax")
        self.nodes.append(Node("text", plain))

    def array(self) -> None:
        start = self.at
        while (char := self.next()) != "]":
            if char in {"", "\n"}:
                raise JSONPathError("unterminated array")
        text = self.text[start : self.at - 1]
        parts = text.split(",")
        key = _DICT_KEY.fullmatch(text)
        if len(parts) > 1:
            self.nodes.append(Node("union", tuple(_action(f"[{part.strip(' ')}]", self.depth) for part in parts)))
        elif key:
            self.nodes += _action(f".{key.group(1)}", self.depth)
        else:
            self.nodes.append(Node("array", _slice(":" if text == "*" else text)))

    def filter(self) -> None:
        self.at += 3
        text = self.filter_text()
        compared = _COMPARISON.fullmatch(text)
        left, operator, right = compared.groups() if compared else (text, "exists", "")
        nodes = (_action(left, self.depth), operator, _action(right, self.depth))
        self.nodes.append(Node("filter", nodes))

    def filter_text(self) -> str:
        start, begun, ended, pair = self.at, False, False, ""
        while True:
            char = self.next()
            if char in {"", "\n"}:
                raise JSONPathError("unterminated filter")
            if char in "\"'":
                if not begun:
                    begun, pair = True, char
                elif self.text[self.at - 2] != "\\" and char == pair:
                    ended = True
            elif char == ")" and begun == ended:
                break
        if self.next() != "]":
            raise JSONPathError("unclosed array expect ]")
        return self.text[start : self.at - 2]


def _slice(text: str) -> tuple[int | None, int | None, bool, int | None]:
    """First, end, whether the end was derived from the first, step."""
    found = _SLICE.fullmatch(text)
    if found is None:
        raise JSONPathError(f"invalid array index {text}")
    first, end, step = found.groups()
    derived = not end
    return (
        _index(first),
        (_index(first) or 0) + 1 if derived else _index(end[1:]),
        derived,
        _index(step[1:]) if step else None,
    )


def _index(text: str) -> int | None:
    if not text:
        return None
    if text == "-" or len(text) > 18:
        raise JSONPathError(f"array index {text} is not a number")
    return int(text)
