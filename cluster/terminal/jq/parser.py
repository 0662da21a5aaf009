"""jq filters as trees: ("pipe", a, b), ("field", of, name), ("call", name, arguments), ..."""

from functools import lru_cache
from typing import Any, Never

from cluster.terminal.jq.tokens import JqError, closing, tokens_of, unescaped

Tree = tuple[Any, ...]
MAX_DEPTH = 60
_BINARY: tuple[tuple[str, ...], ...] = (
    ("//",), ("or",), ("and",), ("==", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%"),
)  # fmt: skip


@lru_cache(maxsize=64)
def compiled(text: str, depth: int = 0) -> Tree:
    """The tree of a filter. Raises JqError."""
    if depth > 10:
        raise JqError("too deeply nested")
    parser = _Parser(tokens_of(text), depth)
    if not parser.tokens:
        return ("identity",)
    tree = parser.pipe()
    if parser.tokens:
        parser.fail()
    return tree


class _Parser:
    def __init__(self, tokens: list[str], depth: int) -> None:
        self.tokens, self.nested, self.depth = tokens, depth, 0

    def fail(self) -> Never:
        told = f"unexpected '{self.tokens[0]}'" if self.tokens else "unexpected end of file"
        raise JqError(f"syntax error, {told} (Unix shell quoting issues?) at <top-level>, line 1")

    def take(self, *wanted: str) -> str:
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else ""

    def need(self, wanted: str) -> None:
        if not self.take(wanted):
            self.fail()

    def pipe(self) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise JqError("too deeply nested")
        left = self.comma()
        while self.take("|"):
            left = ("pipe", left, self.comma())
        self.depth -= 1
        return left

    def assigned(self) -> Tree:
        """A filter, or an assignment to the places that it means."""
        left = self.binary(0)
        sign = self.take("=", "|=", "+=", "-=", "*=", "//=")
        return ("assign", sign, left, self.binary(0)) if sign else left

    def piped(self) -> Tree:
        """A pipe without commas, as an object's value may be."""
        left = self.binary(0)
        while self.take("|"):
            left = ("pipe", left, self.binary(0))
        return left

    def comma(self) -> Tree:
        left = self.assigned()
        while self.take(","):
            left = ("comma", left, self.assigned())
        return left

    def binary(self, level: int) -> Tree:
        if level == len(_BINARY):
            return self.postfix()
        left = self.binary(level + 1)
        while sign := self.take(*_BINARY[level]):
            left = ("binary", sign, left, self.binary(level + 1))
        return left

    def postfix(self) -> Tree:
        tree = self.term()
        while self.tokens:
            token = self.tokens[0]
            if token[0] == "." and len(token) > 1 and token != "..":
                tree = ("index", tree, ("value", self.tokens.pop(0)[1:]))
            elif token == "[":
                tree = self.bracket(tree)
            elif token == "." and len(self.tokens) > 1 and self.tokens[1][0] in '["':
                self.tokens.pop(0)
                if self.tokens[0] != "[":
                    tree = ("index", tree, self.string(self.tokens.pop(0)))
            elif token == "?":
                self.tokens.pop(0)
                tree = ("try", tree)
            else:
                break
        return tree

    def bracket(self, tree: Tree) -> Tree:
        self.need("[")
        if self.take("]"):
            return ("each", tree)
        first = ("value", None) if self.tokens[:1] == [":"] else self.pipe()
        if self.take(":"):
            last = ("value", None) if self.tokens[:1] == ["]"] else self.pipe()
            self.need("]")
            return ("slice", tree, first, last)
        self.need("]")
        return ("index", tree, first)

    def term(self) -> Tree:
        if not self.tokens:
            self.fail()
        token = self.tokens.pop(0)
        if token == ".":
            if self.tokens and self.tokens[0][0] == '"':
                return ("index", ("identity",), self.string(self.tokens.pop(0)))
            return ("identity",)
        if token[0] == ".":
            return ("call", "recurse", ()) if token == ".." else ("index", ("identity",), ("value", token[1:]))
        if token[0] == '"':
            return self.string(token)
        if token[0].isdecimal():
            return ("value", float(token) if "." in token else int(token[:300]))
        if token == "(":
            inner = self.pipe()
            self.need(")")
            return inner
        if token == "-":
            return ("binary", "-", ("value", 0), self.postfix())
        return self.compound(token)

    def compound(self, token: str) -> Tree:
        if token == "[":
            if self.take("]"):
                return ("value", [])
            inner = self.pipe()
            self.need("]")
            return ("array", inner)
        if token == "{":
            return self.object()
        if token == "if":
            return self.condition()
        if token[0] == "$" and len(token) > 1:
            return ("variable", token[1:])
        if token[0].isalpha() or token[0] in "_@":
            return self.call(token)
        self.tokens.insert(0, token)
        self.fail()

    def call(self, name: str) -> Tree:
        constants = {"true": True, "false": False, "null": None}
        if name in constants:
            return ("value", constants[name])
        arguments = []
        if self.take("("):
            arguments.append(self.pipe())
            while self.take(";"):
                arguments.append(self.pipe())
            self.need(")")
        return ("call", name, tuple(arguments))

    def condition(self) -> Tree:
        condition = self.pipe()
        self.need("then")
        then = self.pipe()
        if self.take("elif"):
            return ("if", condition, then, self.condition())
        otherwise = self.pipe() if self.take("else") else ("identity",)
        self.need("end")
        return ("if", condition, then, otherwise)

    def object(self) -> Tree:
        pairs = []
        while not self.take("}"):
            token = self.tokens.pop(0) if self.tokens else ""
            if token == "(":
                key = self.pipe()
                self.need(")")
            elif token[:1] == '"':
                key = self.string(token)
            elif token and (token[0].isalpha() or token[0] == "_"):
                key = ("value", token)
            else:
                self.fail()
            value = self.piped() if self.take(":") else ("index", ("identity",), key)
            pairs.append((key, value))
            if not self.take(",") and self.tokens[:1] != ["}"]:
                self.fail()
        return ("object", tuple(pairs))

    def string(self, token: str) -> Tree:
        """A text with its insertions."""
        parts: list[Tree] = []
        inner, at, plain = token[1:-1], 0, ""
        while at < len(inner):
            if inner.startswith("\\(", at):
                end = closing(inner, at + 1)
                parts += [("value", unescaped(plain)), compiled(inner[at + 2 : end], self.nested + 1)]
                plain, at = "", end + 1
            else:
                size = 2 if inner[at] == "\\" else 1
                plain += inner[at : at + size]
                at += size
        parts.append(("value", unescaped(plain)))
        return parts[0] if len(parts) == 1 else ("text", tuple(parts))
