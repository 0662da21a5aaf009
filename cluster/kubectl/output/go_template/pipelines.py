"""What stands inside braces: pipelines of commands with their operands (`text/template/parse/parse.go`)."""

from typing import Never

from cluster.kubectl.output.go_template.functions import FUNCTIONS, Int
from cluster.kubectl.output.go_template.lexer import Token, tokens
from cluster.kubectl.output.go_template.nodes import Chain, Command, Operand, Pipe, TemplateFault, Term
from cluster.kubectl.output.jsonpath.quoting import unquote

MAIN = "output"
MAX_DEPTH = 100


class Pipelines:
    """Tokens one after the other, and pipelines among them."""

    def __init__(self, text: str) -> None:
        self.tokens, self.at = tokens(text), 0
        self.variables = ["$"]
        self.depth = self.action_line = 0

    def fail(self, message: str) -> Never:
        line = self.tokens[max(0, min(self.at, len(self.tokens)) - 1)].line
        raise TemplateFault(f"template: {MAIN}:{line}: {message}")

    def unexpected(self, token: Token, context: str) -> Never:
        if token.kind != "error":
            self.fail(f"unexpected {token} in {context}")
        extra = ""
        if self.action_line and self.action_line != token.line:
            started = f"started at {MAIN}:{self.action_line}"
            extra = f" {started}" if token.value.endswith(" action") else f" in action {started}"
        self.fail(f"{token}{extra}")

    def peek(self) -> Token:
        at = self.at
        while self.tokens[at].kind == "space":
            at += 1
        return self.tokens[at]

    def next(self) -> Token:
        """The next token that is no blank; the last one is never passed."""
        while self.tokens[self.at].kind == "space":
            self.at += 1
        found = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1) if found.kind in {"eof", "error"} else self.at + 1
        return found

    def expect(self, kind: str, value: str, context: str) -> Token:
        token = self.next()
        if token.kind != kind or (value and token.value != value):
            self.unexpected(token, context)
        return token

    def pipeline(self, context: str, at: int, end: str = "right") -> Pipe:
        at = self.peek().at
        names, assigns = self.declarations(context)
        commands: list[Command] = []
        while True:
            token = self.peek()
            if token.kind == end or (token.kind == "sign" and token.value == end):
                self.check(commands, context)
                self.next()
                return Pipe(at, names, assigns, tuple(commands))
            if token.kind in {"bool", "char", "dot", "field", "word", "number", "string", "variable"} or (
                token.value in {"nil", "("} and token.kind in {"keyword", "sign"}
            ):
                commands.append(self.command())
            else:
                self.unexpected(self.next(), context)

    def check(self, commands: list[Command], context: str) -> None:
        if not commands:
            self.fail(f"missing value for {context}")
        for position, command in enumerate(commands[1:], 2):
            first = command.words[0]
            if isinstance(first, Operand) and first.kind in {"constant", "dot", "nil"}:
                self.fail(f"non executable command in pipeline stage {position}")

    def declarations(self, context: str) -> tuple[tuple[str, ...], bool]:
        """`$x :=`, `$x =`, and in ranges `$i, $x :=`."""
        names: list[str] = []
        start = self.at
        while self.peek().kind == "variable":
            name = self.next().value
            sign = self.peek()
            if sign.kind == "sign" and sign.value in {":=", "="}:
                self.next()
                names.append(name)
                if sign.value == ":=":
                    self.variables += names
                return tuple(names), sign.value == "="
            if sign.value != "," or sign.kind != "sign" or context != "range" or len(names) == 1:
                if sign.value == "," and sign.kind == "sign":
                    self.fail(f"too many declarations in {context}")
                break
            self.next()
            names.append(name)
        self.at = start
        return (), False

    def command(self) -> Command:
        at = self.peek().at
        words: list[Term] = []
        while True:
            self.peek()
            operand = self.operand()
            if operand is not None:
                words.append(operand)
            token = self.tokens[self.at]
            if token.kind == "space":
                self.at += 1
                continue
            if token.kind == "sign" and token.value == "|":
                self.at += 1
            elif token.kind == "right" or (token.kind == "sign" and token.value == ")"):
                pass
            else:
                self.at += token.kind not in {"eof", "error"}
                self.unexpected(token, "operand")
            break
        if not words:
            self.fail("empty command")
        return Command(at, tuple(words))

    def operand(self) -> Term | None:
        node = self.term()
        if node is None or self.tokens[self.at].kind != "field":
            return node
        at = self.tokens[self.at].at
        names: tuple[str, ...] = ()
        while self.tokens[self.at].kind == "field":
            names += (self.tokens[self.at].value[1:],)
            self.at += 1
        if isinstance(node, Operand) and node.kind in {"field", "variable"}:
            source = node.source + "".join(f".{name}" for name in names)
            return Operand(at, node.kind, node.value + names, source)
        if isinstance(node, Operand) and node.kind != "identifier":
            self.fail(f'unexpected . after term "{node}"')
        return Chain(at, node, names) if not isinstance(node, Chain) else node

    def term(self) -> Operand | Pipe | None:
        token = self.peek()
        value = token.value
        if token.kind == "sign" and value == "(":
            self.next()
            self.depth += 1
            if self.depth > MAX_DEPTH:
                self.fail("too deeply nested")
            inner = self.pipeline("parenthesized pipeline", token.at, ")")
            self.depth -= 1
            return inner
        if token.kind in {"dot", "field", "variable", "word", "bool", "number", "string", "char"} or value == "nil":
            if token.kind == "sign":
                return None
            self.next()
            return self.simple(token)
        return None

    def simple(self, token: Token) -> Operand:
        match token.kind:
            case "dot":
                return Operand(token.at, "dot", None, ".")
            case "field":
                return Operand(token.at, "field", (token.value[1:],), token.value)
            case "variable":
                if token.value not in self.variables:
                    self.fail(f'undefined variable "{token.value}"')
                return Operand(token.at, "variable", (token.value,), token.value)
            case "word":
                if token.value not in FUNCTIONS:
                    self.fail(f'function "{token.value}" not defined')
                return Operand(token.at, "identifier", token.value, token.value)
            case "keyword":
                return Operand(token.at, "nil", None, "nil")
        return Operand(token.at, "constant", self.constant(token), token.value)

    def constant(self, token: Token) -> object:
        text = token.value
        if token.kind == "bool":
            return text == "true"
        if token.kind == "number":
            return self.number(text)
        plain = unquote(text)
        if plain is None or (token.kind == "char" and len(plain) != 1):
            self.fail(f"malformed character constant: {text}" if token.kind == "char" else "invalid syntax")
        return Int(ord(plain)) if token.kind == "char" else plain

    def number(self, text: str) -> object:
        plain = text.replace("_", "")
        try:
            octal = len(plain.lstrip("+-")) > 1 and plain.lstrip("+-").isdecimal() and plain.lstrip("+-")[0] == "0"
            whole = Int(int(plain, 8 if octal else 0))
        except ValueError:
            try:
                return float(plain)
            except ValueError:
                self.fail(f'illegal number syntax: "{text}"')
        if not -(1 << 63) <= whole < 1 << 63:
            self.fail(f"integer overflow: {text}" if len(text) < 20 else f'illegal number syntax: "{text}"')
        return whole
