"""Tokens of an awk program, and the values of its expressions."""

import re
from typing import Any, NamedTuple, Protocol

from cluster.terminal.commands.options import Usage
from cluster.terminal.commands.regexes import compiled

MOST_TEXT = 1 << 22
_TOKEN = re.compile(
    r"\s*(?:(\d+\.?\d*)|\"((?:\\.|[^\"\\])*)\"|([A-Za-z_]\w*)|(\+=|-=|\+\+|--|==|!=|<=|>=|&&|\|\||!~|[-+*/%$(){};,<>=!~])|(/(?:\\.|[^/\\])*/))"
)
_LEVELS = (("||",), ("&&",), ("~", "!~"), ("==", "!=", "<", "<=", ">", ">="))
_SUMS = (("+", "-"), ("*", "/", "%"))


COUNTS = {"substr": 3, "index": 2, "int": 1}
"""Functions with how many arguments they take."""
MISSING = frozenset(
    {"if", "else", "for", "while", "do", "function", "gsub", "sub", "split", "sprintf", "match", "getline"}
)


class Token(NamedTuple):
    """`kind`: number, text, name, sign, regex."""

    kind: str
    value: str


def tokens_of(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    text = text.strip()
    while at < len(text):
        operand = bool(found) and (found[-1].kind in {"number", "text", "name"} or found[-1].value == ")")
        match = _TOKEN.match(text, at)
        if match is not None and match.group(4) == "/" and not operand:
            regex = re.compile(r"\s*(/(?:\\.|[^/\\])*/)").match(text, at)
            found.append(Token("regex", regex.group(1)[1:-1] if regex else ""))
            at = regex.end() if regex else len(text)
            continue
        if match is None:
            raise Usage(f"syntax error at source line 1\n context is\n\t>>> {text[at : at + 20]} <<<", 2)
        at = match.end()
        kind = ("number", "text", "name", "sign", "regex")[(match.lastindex or 1) - 1]
        found.append(Token(kind, match.group(match.lastindex or 1)))
    return found


class Line(Protocol):
    """What expressions see."""

    line: str
    fields: list[str]
    number: int
    variables: dict[str, Any]


class Expression:
    def __init__(self, program: Line, tokens: list[Token]) -> None:
        self.program, self.tokens, self.depth = program, list(tokens), 0

    def whole(self) -> Any:
        value = self.level(0)
        if self.tokens:
            raise Usage(f"syntax error at source line 1 near {self.tokens[0].value}", 2)
        return value

    def listed(self) -> list[Any]:
        values = [self.level(0)]
        while self.tokens and self.tokens[0].value == ",":
            self.tokens.pop(0)
            values.append(self.level(0))
        if self.tokens:
            raise Usage(f"syntax error at source line 1 near {self.tokens[0].value}", 2)
        return values

    def sign(self, signs: tuple[str, ...]) -> str:
        at = self.tokens[0] if self.tokens else Token("", "")
        return self.tokens.pop(0).value if at.kind == "sign" and at.value in signs else ""

    def level(self, level: int) -> Any:
        if level == len(_LEVELS):
            return self.joined()
        left = self.level(level + 1)
        while sign := self.sign(_LEVELS[level]):
            if sign in {"~", "!~"} and self.tokens and self.tokens[0].kind == "regex":
                pattern = self.tokens.pop(0).value
                left = float((compiled(pattern, True).search(text_of(left)) is not None) == (sign == "~"))
                continue
            left = _compared(sign, left, self.level(level + 1))
        return left

    def joined(self) -> Any:
        """Values beside each other are one text."""
        value = self.sums(0)
        while self.tokens and (self.tokens[0].kind in {"number", "text", "name"} or self.tokens[0].value in {"$", "("}):
            value = text_of(value) + text_of(self.sums(0))
            if len(value) > MOST_TEXT:
                raise Usage("memory exhausted", 2)
        return value

    def sums(self, level: int) -> Any:
        if level == len(_SUMS):
            return self.atom()
        left = self.sums(level + 1)
        while sign := self.sign(_SUMS[level]):
            a, b = number_of(left), number_of(self.sums(level + 1))
            if sign in {"/", "%"} and not b:
                raise Usage("division by zero", 2)
            left = {"+": a + b, "-": a - b, "*": a * b, "/": a / (b or 1), "%": a % (b or 1)}[sign]
        return left

    def atom(self) -> Any:
        self.depth += 1
        if not self.tokens or self.depth > 500:
            raise Usage("syntax error at source line 1", 2)
        kind, value = self.tokens.pop(0)
        if kind == "number":
            return float(value)
        if kind == "text":
            return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), value)
        if kind == "regex":
            return float(compiled(value, True).search(self.program.line) is not None)
        if kind == "name":
            return self.name(value)
        return self.prefixed(value)

    def prefixed(self, sign: str) -> Any:
        if sign == "$":
            at = int(number_of(self.atom()))
            fields = self.program.fields
            return self.program.line if at == 0 else fields[at - 1] if 0 < at <= len(fields) else ""
        if sign == "(":
            value = self.level(0)
            self.sign((")",))
            return value
        if sign in {"!", "-"}:
            value = self.atom()
            return float(not is_true(value)) if sign == "!" else -number_of(value)
        raise Usage(f"syntax error at source line 1 near {sign}", 2)

    def arguments(self) -> list[Any]:
        """What stands between the parentheses of a call."""
        if not self.sign(("(",)):
            raise Usage("syntax error at source line 1: expected (", 2)
        values: list[Any] = []
        while not self.sign((")",)):
            values.append(self.level(0))
            if not self.sign((",",)) and self.tokens[:1] != [Token("sign", ")")]:
                raise Usage("syntax error at source line 1: expected )", 2)
        return values

    def called(self, name: str) -> Any:
        """`substr`, `index`, `int`."""
        values = self.arguments()
        if len(values) != COUNTS[name] and (name, len(values)) != ("substr", 2):
            raise Usage(f"syntax error at source line 1: {name} with {len(values)} arguments", 2)
        if name == "int":
            return float(int(number_of(values[0])))
        text = text_of(values[0])
        if name == "index":
            return float(text.find(text_of(values[1])) + 1)
        first = int(number_of(values[1]))
        last = first + int(number_of(values[2])) if len(values) == 3 else len(text) + 1
        return text[max(first, 1) - 1 : max(last - 1, 0)]

    def name(self, name: str) -> Any:
        if name in COUNTS:
            return self.called(name)
        if name in MISSING:
            raise Usage(f"syntax error at source line 1: {name} is not available here", 2)
        if name in {"length", "toupper", "tolower"}:
            inner = self.prefixed("(") if self.sign(("(",)) and not self.sign((")",)) else self.program.line
            text = text_of(inner)
            return float(len(text)) if name == "length" else text.upper() if name == "toupper" else text.lower()
        known = {"NR": float(self.program.number), "NF": float(len(self.program.fields))}
        return known[name] if name in known else self.program.variables.get(name, "")


def text_of(value: Any) -> str:
    return (str(int(value)) if value == int(value) else f"{value:.6g}") if isinstance(value, float) else str(value)


def number_of(value: Any) -> float:
    if isinstance(value, float):
        return value
    found = re.match(r"\s*-?\d+(?:\.\d+)?", str(value)[:40])
    return float(found.group()) if found else 0.0


def is_true(value: Any) -> bool:
    return bool(value) and value != 0.0


def _compared(sign: str, left: Any, right: Any) -> float:
    if sign in {"||", "&&"}:
        return float(is_true(left) or is_true(right) if sign == "||" else is_true(left) and is_true(right))
    if sign in {"~", "!~"}:
        return float((compiled(text_of(right), True).search(text_of(left)) is not None) == (sign == "~"))
    a, b = left, right
    if all(isinstance(one, float) or re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", str(one)) for one in (a, b)):
        a, b = number_of(a), number_of(b)
    else:
        a, b = text_of(a), text_of(b)
    return float({"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign])
