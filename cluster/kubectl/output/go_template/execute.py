"""A tree carried out (`text/template/exec.go`)."""

from typing import Any

from cluster.core.go_text import quote
from cluster.kubectl.output import go_values
from cluster.kubectl.output.go_template.evaluate import Evaluation
from cluster.kubectl.output.go_template.nodes import Action, Branch, Call, Jump, Node, Pipe, Text
from cluster.kubectl.output.go_template.parser import Trees
from cluster.kubectl.output.go_template.pipelines import MAIN
from cluster.kubectl.output.go_template.values import MISSING, Int, is_true

MAX_CALLS = 50
MAX_STEPS = 200_000
MAX_OUTPUT = 4_000_000


class _Jumped(Exception):
    """`break` or `continue`."""


class Execution(Evaluation):
    """One run; `text` is what was printed so far, also after a TemplateFault."""

    def __init__(self, source: str, trees: Trees, allow_missing: bool) -> None:
        super().__init__(source, allow_missing)
        self.trees = trees
        self.printed: list[str] = []
        self.calls = self.steps = self.size = 0

    def text(self) -> str:
        """All that was printed."""
        return "".join(self.printed)

    def run(self, data: Any) -> None:
        """Carry out the main tree. Raises TemplateFault."""
        self.variables = [("$", data)]
        self.walk_all(self.trees[MAIN], data)

    def emit(self, text: str) -> None:
        self.size += len(text)
        if self.size > MAX_OUTPUT:
            self.fail("too much output")
        self.printed.append(text)

    def walk_all(self, nodes: tuple[Node, ...], dot: Any) -> None:
        for node in nodes:
            self.steps += 1
            if self.steps > MAX_STEPS:
                self.fail("too many steps")
            self.walk(node, dot)

    def walk(self, node: Node, dot: Any) -> None:
        match node:
            case Text():
                self.emit(node.text)
            case Action():
                value = self.pipe(node.pipe, dot)
                if not node.pipe.names:
                    self.node = node.pipe
                    self.emit("<no value>" if value is MISSING else go_values.text(value))
            case Branch():
                known = len(self.variables)
                self.range(node, dot) if node.kind == "range" else self.branch(node, dot)
                del self.variables[known:]
            case Call():
                self.call(node, dot)
            case Jump():
                raise _Jumped(node.kind)

    def branch(self, node: Branch, dot: Any) -> None:
        value = self.pipe(node.pipe, dot)
        if is_true(value):
            self.walk_all(node.body, value if node.kind == "with" else dot)
        else:
            self.walk_all(node.otherwise, dot)

    def range(self, node: Branch, dot: Any) -> None:
        value = self.pipe(node.pipe, dot, declare=False)
        if isinstance(value, dict):
            pairs: list[tuple[Any, Any]] = [(key, value[key]) for key in sorted(value)]
        elif isinstance(value, list):
            pairs = [(Int(at), item) for at, item in enumerate(value)]
        elif value is MISSING:
            pairs = []
        else:
            self.fail(f"range can't iterate over {go_values.text(value)}")
        known = len(self.variables)
        for key, item in pairs:
            self.declare(node.pipe, key, item)
            try:
                self.walk_all(node.body, item)
            except _Jumped as jump:
                if str(jump) == "break":
                    break
            finally:
                del self.variables[known:]
        if not pairs:
            self.walk_all(node.otherwise, dot)

    def declare(self, pipe: Pipe, key: Any, item: Any) -> None:
        values = (item,) if len(pipe.names) == 1 else (key, item)
        for name, value in zip(pipe.names, values, strict=False):
            self.assign(name, value) if pipe.assigns else self.variables.append((name, value))

    def call(self, node: Call, dot: Any) -> None:
        self.node = node
        if node.name not in self.trees:
            self.fail(f"template {quote(node.name)} not defined")
        if self.calls == MAX_CALLS:
            self.fail(f"exceeded maximum template depth ({MAX_CALLS})")
        given = None if node.pipe is None else self.pipe(node.pipe, dot)
        kept, name = self.variables, self.name
        self.variables, self.name = [("$", given)], node.name
        self.calls += 1
        self.walk_all(self.trees[node.name], given)
        self.calls -= 1
        self.variables, self.name = kept, name
