"""A template as a tree (`text/template/parse/node.go`); `str(node)` is how Go shows a node in its errors."""

from dataclasses import dataclass, field
from typing import Any, Literal


class TemplateFault(ValueError):
    """A template that cannot be read or carried out; the message is Go's."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is printed as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Operand:
    """`kind` and its value: field and variable (a tuple of names), constant, dot, nil, identifier."""

    at: int
    kind: Literal["field", "variable", "constant", "dot", "nil", "identifier"]
    value: Any
    source: str

    def __str__(self) -> str:
        return self.source


@dataclass(frozen=True, slots=True)
class Command:
    """Words in a row: a function with its arguments, or one value."""

    at: int
    words: tuple["Term", ...]

    def __str__(self) -> str:
        return " ".join(f"({word})" if isinstance(word, Pipe) else str(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Pipe:
    """`$names := commands | ...`; `assigns`: `=` instead of `:=`."""

    at: int
    names: tuple[str, ...]
    assigns: bool
    commands: tuple[Command, ...]

    def __str__(self) -> str:
        declared = f"{', '.join(self.names)} {'=' if self.assigns else ':='} " if self.names else ""
        return declared + " | ".join(map(str, self.commands))


@dataclass(frozen=True, slots=True)
class Chain:
    """`(pipe).field.field`."""

    at: int
    inner: "Pipe | Operand"
    names: tuple[str, ...]

    def __str__(self) -> str:
        inner = f"({self.inner})" if isinstance(self.inner, Pipe) else str(self.inner)
        return inner + "".join(f".{name}" for name in self.names)


Term = Operand | Pipe | Chain


@dataclass(frozen=True, slots=True)
class Action:
    """`{{pipe}}`."""

    pipe: Pipe


@dataclass(frozen=True, slots=True)
class Branch:
    """`if`, `with` and `range`, with what follows `else`."""

    kind: str
    at: int
    pipe: Pipe
    body: tuple["Node", ...]
    otherwise: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """`break` or `continue`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Call:
    """`{{template "name" pipe}}`."""

    at: int
    name: str
    pipe: Pipe | None = field(default=None)

    def __str__(self) -> str:
        from_pipe = f" {self.pipe}" if self.pipe else ""
        return f'{{{{template "{self.name}"{from_pipe}}}}}'


Node = Text | Action | Branch | Jump | Call
