"""Carries out scripts: a generator of output, each piece with the moment at which it is written.

Time is simulated too: `sleep 5` takes no time to compute and moves the moment by 5 s. So the same interpreter answers
`kubectl exec`, where everything is wanted at once, and tells the log of a container whose command is a loop, where only
what was written by now is wanted.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress

from cluster.core.shell.commands import COMMANDS, is_installed
from cluster.core.shell.expansion import expand
from cluster.core.shell.grammar import For, If, Loop, Node, Pipeline, Sequence, Simple, parse
from cluster.core.shell.machine import Machine
from cluster.core.shell.process import NOT_FOUND, Chunk, Endless, Exit, Leave, Process, Stdin
from cluster.core.shell.redirections import redirected, write
from cluster.core.shell.words import BadSyntax
from cluster.core.shell.wrappers import WRAPPERS

STEPS = 20_000
"""Commands that are carried out before an endless loop counts as one."""
KEPT = 500
"""Rounds of a loop that are told when it has gone on for long; older ones are passed over."""
SHELLS = frozenset({"sh", "bash", "ash", "dash"})
FOREVER = 1 << 62

Output = Generator[Chunk, None, int]
Program = Callable[["Interpreter", list[str]], Output | None]
"""What becomes of a command that is the image's own program; None: the shell's own answer."""


class Interpreter:
    """A shell in a container. `until` (milliseconds after its start): later output is not wanted."""

    def __init__(
        self, machine: Machine, until: int = FOREVER, program: Program | None = None, name: str = "sh"
    ) -> None:
        self.machine, self.until, self.program, self.name = machine, until, program, name
        self.env = dict(machine.env)
        self.elapsed = self.steps = self.status = 0
        self.arguments: list[str] = []

    def spend(self, ms: int) -> None:
        """Let time pass. Raises Endless when it goes beyond what is looked at."""
        self.elapsed += ms
        if self.elapsed > self.until:
            raise Endless

    def script(self, text: str, stdin: Stdin) -> Output:
        """A script; its exit code."""
        try:
            tree = parse(text)
        except BadSyntax as error:
            yield self._chunk(2, f"{self.name}: syntax error: {error}\n")
            return 2
        except RecursionError:
            yield self._chunk(2, f"{self.name}: out of memory\n")
            return 2
        return (yield from self.run(tree, stdin))

    def run(self, node: Node, stdin: Stdin) -> Output:
        """Any part of a script; its exit code."""
        if isinstance(node, Sequence):
            return (yield from self._sequence(node, stdin))
        if isinstance(node, Loop):
            return (yield from self._loop(node, stdin))
        if isinstance(node, For):
            return (yield from self._for(node, stdin))
        if isinstance(node, If):
            return (yield from self._if(node, stdin))
        return (yield from self._simple(node, stdin))

    def _sequence(self, node: Sequence, stdin: Stdin) -> Output:
        for operator, pipeline in node.items:
            if (operator == "&&" and self.status) or (operator == "||" and not self.status):
                continue
            if operator == "&":
                yield from self._background(pipeline, stdin)
            else:
                self.status = yield from self._pipeline(pipeline, stdin)
        return self.status

    def _background(self, pipeline: Pipeline, stdin: Stdin) -> Iterator[Chunk]:
        """A job in the background: its output by now, without the time that it takes."""
        begun = self.elapsed
        with suppress(Endless):
            yield from self._pipeline(pipeline, stdin)
        self.elapsed, self.status = begun, 0

    def _pipeline(self, node: Pipeline, stdin: Stdin) -> Output:
        for command in node.commands[:-1]:
            text, chunks = "", self.run(command, stdin)
            try:
                while True:
                    chunk = next(chunks)
                    if chunk.stream == 1:
                        text += chunk.text
                    else:
                        yield chunk
            except StopIteration:
                stdin = Stdin(text)
            except Exit:
                stdin = Stdin(text)
        code = yield from self.run(node.commands[-1], stdin)
        return int(not code) if node.negated else code

    def _loop(self, node: Loop, stdin: Stdin) -> Output:
        rounds, begun, regular = 0, self.elapsed, not decides(node)
        former = dict(self.env)
        while True:
            self.status = yield from self._sequence(node.condition, stdin)
            if bool(self.status) != node.until:
                return 0
            try:
                yield from self._sequence(node.body, stdin)
            except Leave as leave:
                if not leave.again:
                    return 0
            rounds += 1
            self._step()
            if rounds == 2 and regular:
                self._pass_over(self.elapsed - begun, former)
            begun, former = self.elapsed, dict(self.env) if rounds < 2 else former

    def _pass_over(self, round_ms: int, former: dict[str, str]) -> None:
        """A loop that has gone on for long: all but its latest rounds are passed over, as each is like the others.

        Numbers go on as they did in the round that began with `former`: i=1, then i=2, 1000 rounds later i=1002.
        """
        if self.until == FOREVER or round_ms <= 0:
            return
        skipped = max(0, (self.until - self.elapsed) // round_ms - KEPT)
        self.elapsed += skipped * round_ms
        for name, value in self.env.items():
            before = former.get(name, "")
            if value != before and value.isdecimal() and before.isdecimal():
                self.env[name] = str(int(value) + skipped * (int(value) - int(before)))

    def _for(self, node: For, stdin: Stdin) -> Output:
        code = 0
        for value in [text for word in node.words for text in expand(self, word)]:
            self.env[node.name] = value
            try:
                code = yield from self._sequence(node.body, stdin)
            except Leave as leave:
                if not leave.again:
                    return 0
        return code

    def _if(self, node: If, stdin: Stdin) -> Output:
        for condition, body in node.branches:
            met = condition is None
            if condition is not None:
                met = not (yield from self._sequence(condition, stdin))
            if met:
                return (yield from self._sequence(body, stdin))
        return 0

    def _step(self) -> None:
        self.steps += 1
        if self.steps > STEPS:
            raise Endless

    def _simple(self, node: Simple, stdin: Stdin) -> Output:
        self._step()
        words = [text for word in node.words for text in expand(self, word)]
        values = {name: " ".join(expand(self, word, splitting=False)) for name, word in node.assignments}
        if not words:
            self.env |= values
            for operator, word in node.redirections:
                if operator.lstrip("12") in {">", ">>"}:
                    write(self.machine, "".join(expand(self, word, splitting=False)), "", operator.endswith(">>"))
            return 0
        kept = self.env
        self.env = {**kept, **values} if values else kept
        chunks = self.command(words, stdin)
        self.status = yield from redirected(self, chunks, node, stdin) if node.redirections else chunks
        if values:
            self.env = kept
        return self.status

    def command(self, words: list[str], stdin: Stdin) -> Output:
        """A command and its arguments; its exit code."""
        found = self.program(self, words) if self.program else None
        if found is not None:
            return (yield from found)
        name, args = words[0].rsplit("/", 1)[-1], words[1:]
        wrapped = WRAPPERS.get(name)
        if wrapped is not None:
            return (yield from wrapped(self, args, stdin))
        if name in SHELLS and is_installed(self.machine.family, name):
            return (yield from self.shell(name, args, stdin))
        command = COMMANDS.get(name)
        if command is None or not is_installed(self.machine.family, name):
            yield self._chunk(2, self._not_found(words[0]))
            return NOT_FOUND
        process = Process(self, name, args, stdin)
        begun, code, endless = self.elapsed, 0, False
        try:
            code = command(process)
        except Endless:
            endless = True
        for stream, texts in ((1, process.out), (2, process.err)):
            if texts:
                yield Chunk(begun, stream, "".join(texts))
        if endless:
            raise Endless
        return code

    def _not_found(self, name: str) -> str:
        if self.machine.family.base == "busybox":
            return f"{self.name}: {name}: not found\n"
        return (
            f"{self.name}: 1: {name}: not found\n"
            if self.name == "sh"
            else f"bash: line 1: {name}: command not found\n"
        )

    def shell(self, name: str, args: list[str], stdin: Stdin) -> Output:
        """`sh -c TEXT`, or a script from the input."""
        position = next((i for i, arg in enumerate(args) if arg.startswith("-") and arg.endswith("c")), None)
        text = stdin.all() if position is None else args[position + 1] if position + 1 < len(args) else ""
        inner = Interpreter(self.machine, self.until, self.program, name)
        inner.env, inner.elapsed, inner.steps = dict(self.env), self.elapsed, self.steps
        inner.arguments = args[position + 3 :] if position is not None else []
        try:
            code = yield from inner.script(text, stdin)
        except Exit as end:
            code = end.code
        finally:
            self.elapsed, self.steps = inner.elapsed, inner.steps
        return code

    def _chunk(self, stream: int, text: str) -> Chunk:
        return Chunk(self.elapsed, stream, text)


def decides(node: Node) -> bool:
    """Whether a loop's rounds may differ from one another by more than time and numbers that grow."""
    if isinstance(node, Simple):
        name = node.words[0].plain if node.words else ""
        return name in {"read", "touch", "rm", "break", "continue", "exit", "test", "[", "cd"}
    if isinstance(node, Sequence):
        return any(decides(command) for _, pipeline in node.items for command in pipeline.commands)
    if isinstance(node, Loop):
        return decides(node.condition) or decides(node.body)
    return True
