"""awk basics: `pattern { print ... }` with fields, NR, NF, -F, comparisons, sums, BEGIN and END."""

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cluster.terminal.commands.builtins import printf as shell_printf
from cluster.terminal.commands.options import Command, Usage, flags, inputs, table
from cluster.terminal.commands.reading import Complaints
from cluster.terminal.commands.regexes import compiled
from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

_TOKEN = re.compile(
    r"\s*(?:(\d+\.?\d*)|\"((?:\\.|[^\"\\])*)\"|([A-Za-z_]\w*)|(\+=|-=|\+\+|--|==|!=|<=|>=|&&|\|\||!~|[-+*/%$(){};,<>=!~])|(/(?:\\.|[^/\\])*/))"
)
_LEVELS = (("||",), ("&&",), ("~", "!~"), ("==", "!=", "<", "<=", ">", ">="))
_SUMS = (("+", "-"), ("*", "/", "%"))


class Token(NamedTuple):
    """`kind`: number, text, name, sign, regex."""

    kind: str
    value: str


def _tokens(text: str) -> list[Token]:
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


class Program:
    """Rules, and what they see of a line."""

    def __init__(self, text: str, separator: str | None, io: Io, variables: dict[str, Any]) -> None:
        self.tokens, self.separator, self.io, self.variables = _tokens(text), separator, io, variables
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
            if not pattern or _truth(_Expression(self, pattern).whole()):
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
            values = _Expression(self, tokens[1:]).listed() if tokens[1:] else [self.line]
            texts = [_text(value) for value in values]
            if first.value == "print":
                self.io.out(" ".join(texts) + "\n")
            else:
                shell_printf(None, texts, self.io)  # type: ignore[arg-type]  # it needs no shell
        elif len(tokens) > 1 and first.kind == "name" and tokens[1].value in {"=", "+=", "-=", "++", "--"}:
            self.assign(first.value, tokens[1].value, tokens[2:])
        else:
            _Expression(self, tokens).whole()

    def assign(self, name: str, sign: str, rest: list[Token]) -> None:
        value: Any = 1.0 if sign in {"++", "--"} else _Expression(self, rest).whole()
        before = _number(self.variables.get(name, ""))
        if sign != "=":
            value = before + _number(value) * (1 if sign[0] == "+" else -1)
        self.variables[name] = value if isinstance(value, float) else str(value)[:65536]


class _Expression:
    def __init__(self, program: Program, tokens: list[Token]) -> None:
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
                left = float((compiled(pattern, True).search(_text(left)) is not None) == (sign == "~"))
                continue
            left = _compared(sign, left, self.level(level + 1))
        return left

    def joined(self) -> Any:
        """Values beside each other are one text."""
        value = self.sums(0)
        while self.tokens and (self.tokens[0].kind in {"number", "text", "name"} or self.tokens[0].value in {"$", "("}):
            value = _text(value) + _text(self.sums(0))
        return value

    def sums(self, level: int) -> Any:
        if level == len(_SUMS):
            return self.atom()
        left = self.sums(level + 1)
        while sign := self.sign(_SUMS[level]):
            a, b = _number(left), _number(self.sums(level + 1))
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
            at = int(_number(self.atom()))
            fields = self.program.fields
            return self.program.line if at == 0 else fields[at - 1] if 0 < at <= len(fields) else ""
        if sign == "(":
            value = self.level(0)
            self.sign((")",))
            return value
        if sign in {"!", "-"}:
            value = self.atom()
            return float(not _truth(value)) if sign == "!" else -_number(value)
        raise Usage(f"syntax error at source line 1 near {sign}", 2)

    def name(self, name: str) -> Any:
        if name in {"length", "toupper", "tolower"}:
            inner = self.prefixed("(") if self.sign(("(",)) and not self.sign((")",)) else self.program.line
            text = _text(inner)
            return float(len(text)) if name == "length" else text.upper() if name == "toupper" else text.lower()
        known = {"NR": float(self.program.number), "NF": float(len(self.program.fields))}
        return known[name] if name in known else self.program.variables.get(name, "")


def _text(value: Any) -> str:
    return (str(int(value)) if value == int(value) else f"{value:.6g}") if isinstance(value, float) else str(value)


def _number(value: Any) -> float:
    if isinstance(value, float):
        return value
    found = re.match(r"\s*-?\d+(?:\.\d+)?", str(value)[:40])
    return float(found.group()) if found else 0.0


def _truth(value: Any) -> bool:
    return bool(value) and value != 0.0


def _compared(sign: str, left: Any, right: Any) -> float:
    if sign in {"||", "&&"}:
        return float(_truth(left) or _truth(right) if sign == "||" else _truth(left) and _truth(right))
    if sign in {"~", "!~"}:
        return float((compiled(_text(right), True).search(_text(left)) is not None) == (sign == "~"))
    a, b = left, right
    if all(isinstance(one, float) or re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", str(one)) for one in (a, b)):
        a, b = _number(a), _number(b)
    else:
        a, b = _text(a), _text(b)
    return float({"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign])


def awk(shell: "Shell", args: list[str], io: Io) -> int:
    """A program for each line."""
    options, rest = flags(args, "", "Fv")
    if not rest:
        io.err("Usage: awk [-F fs] 'program' [file ...]\n")
        return 2
    name, _, value = options.get("v", "").partition("=")
    separator = options.get("F")
    separator = separator.replace("\\t", "\t") if separator else None
    program = Program(rest[0], separator, io, {name: value} if name else {})
    complain = Complaints("awk", io)
    try:
        program.special("BEGIN")
        if program.has_lines():
            for _, source in inputs(shell, rest[1:], io, complain):
                for line in source.lines():
                    program.feed(line)
        program.special("END")
    except (RecursionError, OverflowError, ValueError):
        raise Usage("out of range", 2) from None
    return 2 if complain else 0


COMMANDS: dict[str, Command] = table(2, awk=awk, gawk=awk, mawk=awk)
