"""A template as tokens (`text/template/parse/lex.go`)."""

import re
from typing import NamedTuple

KEYWORDS = frozenset({"block", "break", "continue", "define", "else", "end", "if", "nil", "range", "template", "with"})
TRIMMED = " \t\r\n"
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(
    r"[+-]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?"
)
_STRING = re.compile(r'"(?:\\[^\n]|[^"\\\n])*"')
_CHARACTER = re.compile(r"'(?:\\[^\n]|[^'\\\n])*'")
_ENDS_WORD = frozenset(" \t\r\n.,|:)(")


class Token(NamedTuple):
    """`kind`: text, left, right, error, eof, space, keyword, word, field, variable, number, string, char, sign, dot."""

    kind: str
    value: str
    at: int
    line: int

    def __str__(self) -> str:
        if self.kind == "eof":
            return "EOF"
        if self.kind == "error":
            return self.value
        if self.kind in {"keyword", "dot"}:
            return f"<{self.value}>"
        escaped = self.value[:10].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"...' if len(self.value) > 10 else f'"{escaped}"'


def tokens(text: str) -> list[Token]:
    """All tokens of a template; the last one is an error or the end."""
    return _Lexer(text).run()


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text, self.at, self.found = text, 0, list[Token]()
        self.depth = 0

    def add(self, kind: str, value: str, at: int | None = None) -> None:
        start = self.at if at is None else at
        self.found.append(Token(kind, value, start, 1 + self.text.count("\n", 0, start)))

    def fail(self, message: str) -> bool:
        self.add("error", message, min(self.at, len(self.text)))
        return False

    def run(self) -> list[Token]:
        while self.plain() and self.action():
            pass
        if not self.found or self.found[-1].kind != "error":
            self.at = len(self.text)
            self.add("eof", "")
        return self.found

    def plain(self) -> bool:
        """The text before the next action, trimmed where the action wants it; whether there is an action."""
        start = self.text.find("{{", self.at)
        if start < 0:
            if self.at < len(self.text):
                self.add("text", self.text[self.at :])
            return False
        before = self.text[self.at : start]
        trimmed = before.rstrip(TRIMMED) if self.trims_left(start) else before
        if trimmed:
            self.add("text", trimmed)
        self.at = start
        return True

    def trims_left(self, start: int) -> bool:
        return self.text.startswith("-", start + 2) and self.text[start + 3 : start + 4] in tuple(TRIMMED)

    def action(self) -> bool:
        """One `{{...}}`; whether to go on."""
        after = self.at + (4 if self.trims_left(self.at) else 2)
        if self.text.startswith("/*", after):
            return self.comment(after)
        self.add("left", "{{")
        self.at, self.depth = after, 0
        while True:
            ended, trims = self.ends_here()
            if ended:
                if self.depth:
                    return self.fail("unclosed left paren")
                return self.close(trims)
            if not self.inside():
                return False

    def ends_here(self) -> tuple[bool, bool]:
        if self.text[self.at : self.at + 1] in tuple(TRIMMED) and self.text.startswith("-}}", self.at + 1):
            return True, True
        return self.text.startswith("}}", self.at), False

    def close(self, trims: bool, emit: bool = True) -> bool:
        self.at += 2 if trims else 0
        if emit:
            self.add("right", "}}")
        self.at += 2
        while trims and self.text[self.at : self.at + 1] in tuple(TRIMMED):
            self.at += 1
        return True

    def comment(self, start: int) -> bool:
        end = self.text.find("*/", start)
        if end < 0:
            return self.fail("unclosed comment")
        self.at = end + 2
        ended, trims = self.ends_here()
        return self.close(trims, emit=False) if ended else self.fail("comment ends before closing delimiter")

    def inside(self) -> bool:
        """One token of an action; whether it is a good one."""
        char = self.text[self.at : self.at + 1]
        if not char:
            return self.fail("unclosed action")
        if char in TRIMMED:
            return self.blank()
        if char in "\"'`":
            return self.quoted(char)
        if char in ".$" and not self.text[self.at + 1 : self.at + 2].isdecimal():
            return self.name(char)
        if char in "+-." or char.isdecimal():
            return self.number()
        if char == "_" or char.isalnum():
            return self.word()
        return self.sign(char)

    def blank(self) -> bool:
        start = self.at
        while self.text[self.at : self.at + 1] in tuple(TRIMMED) and not self.ends_here()[1]:
            self.at += 1
        self.add("space", self.text[start : self.at], start)
        return True

    def sign(self, char: str) -> bool:
        if self.text.startswith(":=", self.at):
            char = ":="
        elif char == ":":
            return self.fail("expected :=")
        elif not (char.isascii() and char.isprintable()):
            return self.fail(f"unrecognized character in action: U+{ord(char):04X} '{char}'")
        self.depth += {"(": 1, ")": -1}.get(char, 0)
        if self.depth < 0:
            return self.fail("unexpected right paren")
        self.add("sign", char)
        self.at += len(char)
        return True

    def quoted(self, char: str) -> bool:
        if char == "`":
            end = self.text.find("`", self.at + 1)
            if end < 0:
                return self.fail("unterminated raw quoted string")
            value = self.text[self.at : end + 1]
        else:
            found = (_STRING if char == '"' else _CHARACTER).match(self.text, self.at)
            if found is None:
                return self.fail("unterminated quoted string" if char == '"' else "unterminated character constant")
            value = found.group()
        self.add("char" if char == "'" else "string", value)
        self.at += len(value)
        return True

    def number(self) -> bool:
        found = _NUMBER.match(self.text, self.at)
        end = found.end() if found else self.at + 1
        following = self.text[end : end + 1]
        if found is None or following == "_" or following.isalnum():
            return self.fail(f'bad number syntax: "{self.text[self.at : end + 1]}"')
        self.add("number", found.group())
        self.at = end
        return True

    def name(self, char: str) -> bool:
        """`.`, `.field`, `$` or `$variable`."""
        found = _WORD.match(self.text, self.at + 1)
        value = char + (found.group() if found else "")
        kind = "variable" if char == "$" else "field" if found else "dot"
        return self.complete(kind, value)

    def word(self) -> bool:
        found = _WORD.match(self.text, self.at)
        value = found.group() if found else ""
        kind = "keyword" if value in KEYWORDS else "bool" if value in {"true", "false"} else "word"
        return self.complete(kind, value)

    def complete(self, kind: str, value: str) -> bool:
        end = self.at + len(value)
        following = self.text[end : end + 1]
        if kind != "dot" and following and following not in _ENDS_WORD and not self.text.startswith("}}", end):
            self.at = end
            return self.fail(f"bad character U+{ord(following):04X} '{following}'")
        self.add(kind, value)
        self.at = end
        return True
