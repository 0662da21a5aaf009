"""Pipelines carried out: the values of operands, and calls of functions (`text/template/exec.go`)."""

from typing import Any, Never

from cluster.core.go_text import quote
from cluster.kubectl.output.go_template.functions import FUNCTIONS, CallFault, Signature
from cluster.kubectl.output.go_template.nodes import Chain, Command, Operand, Pipe, TemplateFault, Term
from cluster.kubectl.output.go_template.pipelines import MAIN
from cluster.kubectl.output.go_template.values import MISSING, is_true, type_of

_NONE = object()


class Evaluation:
    """Variables, and what a pipeline stands for; `node` is what an error is told of."""

    def __init__(self, source: str, allow_missing: bool) -> None:
        self.source, self.allow_missing = source, allow_missing
        self.variables: list[tuple[str, Any]] = []
        self.name = MAIN
        self.node: Any = None

    def fail(self, message: str) -> Never:
        if self.node is None:
            raise TemplateFault(f"template: {MAIN}: {message}")
        before = self.source[: self.node.at]
        column = len(before.rpartition("\n")[2].encode())
        where = f"{MAIN}:{1 + before.count(chr(10))}:{column}"
        raise TemplateFault(f"template: {where}: executing {quote(self.name)} at <{self.node}>: {message}")

    def assign(self, name: str, value: Any) -> None:
        for at in range(len(self.variables) - 1, -1, -1):
            if self.variables[at][0] == name:
                self.variables[at] = (name, value)
                return

    def pipe(self, pipe: Pipe, dot: Any, declare: bool = True) -> Any:
        self.node = pipe
        value: Any = _NONE
        for command in pipe.commands:
            value = self.command(command, dot, value)
            value = MISSING if value is None else value
        if declare:
            for name in pipe.names:
                self.assign(name, value) if pipe.assigns else self.variables.append((name, value))
        return value

    def command(self, command: Command, dot: Any, final: Any) -> Any:
        first = command.words[0]
        if isinstance(first, Operand) and first.kind == "identifier":
            return self.function(first, command, dot, final)
        has_arguments = len(command.words) > 1 or final is not _NONE
        if has_arguments and isinstance(first, Operand) and first.kind in {"field", "variable"}:
            return self.field_with_arguments(first, dot)
        if has_arguments:
            self.node = first
            self.fail(f"can't give argument to non-function {first}")
        if isinstance(first, Operand) and first.kind == "nil":
            self.node = command
            self.fail("nil is not a command")
        return self.term(first, dot)

    def field_with_arguments(self, operand: Operand, dot: Any) -> Any:
        self.node = operand
        if operand.kind == "variable" and len(operand.value) == 1:
            self.fail(f"can't give argument to non-function {operand}")
        found = self.term(operand, dot)
        self.node = operand
        if found is not MISSING or operand.kind == "field":
            self.fail(f"{operand.value[-1]} is not a method but has arguments")
        return found

    def term(self, term: Term, dot: Any) -> Any:
        self.node = term
        match term:
            case Pipe():
                return self.pipe(term, dot, declare=True)
            case Chain():
                inner = self.term(term.inner, dot) if not _is_call(term.inner) else self.alone(term.inner, dot)
                self.node = term
                return self.fields(inner, term.names)
            case Operand(kind="identifier"):
                return self.alone(term, dot)
            case Operand(kind="field"):
                return self.fields(dot, term.value)
            case Operand(kind="variable"):
                value = next(value for name, value in reversed(self.variables) if name == term.value[0])
                return self.fields(value, term.value[1:], go_type=type_of(value))
            case Operand(kind="dot"):
                return dot
        return term.value if isinstance(term, Operand) else MISSING

    def alone(self, operand: Any, dot: Any) -> Any:
        return self.function(operand, Command(operand.at, (operand,)), dot, _NONE)

    def fields(self, value: Any, names: tuple[str, ...], go_type: str = "interface {}") -> Any:
        """The field of a field of a value; `go_type` is how the value's type is called where it has no fields."""
        for name in names:
            if value is MISSING:
                if not self.allow_missing:
                    self.fail(f"nil data; no entry for key {quote(name)}")
                return MISSING
            if value is None:
                self.fail(f"nil pointer evaluating interface {{}}.{name}")
            if not isinstance(value, dict):
                self.fail(f"can't evaluate field {name} in type {go_type}")
            if name not in value and not self.allow_missing:
                self.fail(f"map has no entry for key {quote(name)}")
            value, go_type = value.get(name, MISSING), "interface {}"
        return value

    def function(self, operand: Operand, command: Command, dot: Any, final: Any) -> Any:
        name, signature = operand.value, FUNCTIONS[operand.value]
        self.node = operand
        words = command.words[1:]
        count = len(words) + (final is not _NONE)
        if count < signature.least or (signature.most is not None and count > signature.most):
            least = "at least " if signature.most is None else ""
            self.fail(f"wrong number of args for {name}: want {least}{signature.least} got {count}")
        if name in {"and", "or"}:
            return self.logical(name, words, dot, final)
        if name == "call":
            self.refuse_call(command, dot)
        arguments = [self.argument(word, dot, signature, name, at) for at, word in enumerate(words)]
        if final is not _NONE:
            arguments.append(self.typed(final, signature, name, len(words)))
        self.node = command
        try:
            return signature.function(*arguments)
        except CallFault as fault:
            self.fail(f"error calling {name}: {fault}")

    def refuse_call(self, command: Command, dot: Any) -> Never:
        """Objects hold no functions, so there is nothing to call."""
        word = command.words[1] if len(command.words) > 1 else command
        value = self.term(word, dot) if not isinstance(word, Command) else MISSING
        self.node = command
        told = "call of nil" if value is MISSING or value is None else f"non-function {word} of type {type_of(value)}"
        self.fail(f"error calling call: {told}")

    def logical(self, name: str, words: tuple[Term, ...], dot: Any, final: Any) -> Any:
        """The first value that decides; the others are not looked at."""
        value: Any = MISSING
        for word in words:
            value = self.term(word, dot)
            if is_true(value) == (name == "or"):
                return value
        return value if final is _NONE else final

    def argument(self, word: Term, dot: Any, signature: Signature, name: str, at: int) -> Any:
        value = self.term(word, dot)
        self.node = word
        return self.typed(value, signature, name, at)

    def typed(self, value: Any, signature: Signature, name: str, at: int) -> Any:
        if (signature.texts or (name == "printf" and at == 0)) and not isinstance(value, str):
            if value is MISSING or value is None:
                self.fail("invalid value; expected string")
            self.fail(f"wrong type for value; expected string; got {type_of(value)}")
        return value


def _is_call(term: Any) -> bool:
    return isinstance(term, Operand) and term.kind == "identifier"
