"""A script as a tree: lists, pipelines, loops, conditions, simple commands."""

from dataclasses import dataclass
from functools import lru_cache

from cluster.core.shell.words import BadSyntax, Piece, Word, split

REDIRECTIONS = frozenset(
    {">", ">>", "<", ">&", "&>", "<<<", *(f"{n}{op}" for n in "012" for op in (">", ">>", ">&", "<"))}
)
SEPARATORS = frozenset({";", "\n", "&"})


@dataclass(frozen=True, slots=True)
class Simple:
    """`A=1 cmd arg > file`."""

    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirections: tuple[tuple[str, Word], ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands whose outputs are the next ones' inputs; `negated` by `!`."""

    commands: tuple["Node", ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Pipelines, each with the operator before it: `;`, `&&`, `||` or `&` (in the background)."""

    items: tuple[tuple[str, Pipeline], ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """`while` or `until`."""

    condition: Sequence
    body: Sequence
    until: bool = False


@dataclass(frozen=True, slots=True)
class For:
    """`for name in words; do body; done`."""

    name: str
    words: tuple[Word, ...]
    body: Sequence


@dataclass(frozen=True, slots=True)
class If:
    """Conditions with what follows each; the last may have the condition None (`else`)."""

    branches: tuple[tuple[Sequence | None, Sequence], ...]


Node = Simple | Sequence | Loop | For | If


@lru_cache(maxsize=512)
def parse(text: str) -> Sequence:
    """The tree of a script. Raises BadSyntax."""
    return Parser(split(text)).script()


class Parser:
    """Takes words off its list, part of a script by part."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words

    def shown(self) -> str:
        """What comes next, for a refusal."""
        return "end of file" if not self.words else self.words[0].operator or self.words[0].plain or "word"

    def is_at(self, *tokens: str) -> bool:
        """Whether one of these comes next."""
        return bool(self.words) and (self.words[0].operator or self.words[0].plain) in tokens

    def take(self, token: str) -> None:
        """Go over one that must come next. Raises BadSyntax."""
        if not self.is_at(token):
            raise BadSyntax(f'unexpected "{self.shown()}" (expecting "{token}")')
        self.words.pop(0)

    def skip_newlines(self) -> None:
        """Go over line ends."""
        while self.is_at("\n"):
            self.words.pop(0)

    def script(self) -> Sequence:
        """All of it. Raises BadSyntax."""
        found = self.sequence(frozenset())
        if self.words:
            raise BadSyntax(f'unexpected "{self.shown()}"')
        return found

    def sequence(self, ends: frozenset[str]) -> Sequence:
        """Commands up to one of these words, which is left."""
        items: list[tuple[str, Pipeline]] = []
        operator = ";"
        while True:
            self.skip_newlines()
            if not self.words or self.is_at(*ends, ")"):
                return Sequence(tuple(items))
            pipeline = self.pipeline()
            if self.is_at("&"):
                operator = "&"
            items.append((operator, pipeline))
            if not self.is_at(*SEPARATORS, "&&", "||"):
                return Sequence(tuple(items))
            found = self.words.pop(0).operator
            operator = found if found in {"&&", "||"} else ";"

    def pipeline(self) -> Pipeline:
        negated = self.is_at("!")
        if negated:
            self.words.pop(0)
        commands = [self.command()]
        while self.is_at("|"):
            self.words.pop(0)
            self.skip_newlines()
            commands.append(self.command())
        return Pipeline(tuple(commands), negated)

    def command(self) -> Node:
        """One command of a pipeline."""
        if self.is_at("("):
            self.words.pop(0)
            inner = self.sequence(frozenset())
            self.take(")")
            return inner
        if self.is_at("while", "until"):
            return self.loop()
        if self.is_at("for"):
            return self.for_loop()
        if self.is_at("if"):
            return self.condition()
        return self.group() if self.is_at("{") else self.simple()

    def group(self) -> Sequence:
        self.take("{")
        inner = self.sequence(frozenset({"}"}))
        self.take("}")
        return inner

    def loop(self) -> Loop:
        until = self.words.pop(0).plain == "until"
        condition = self.sequence(frozenset({"do"}))
        return Loop(condition, self.body(), until)

    def body(self) -> Sequence:
        """`do ... done`."""
        self.take("do")
        inner = self.sequence(frozenset({"done"}))
        self.take("done")
        return inner

    def for_loop(self) -> For:
        self.take("for")
        name = self.words.pop(0).plain if self.words else ""
        found: list[Word] = []
        if self.is_at("in"):
            self.words.pop(0)
            while self.words and not self.words[0].operator:
                found.append(self.words.pop(0))
        if self.is_at(*SEPARATORS):
            self.words.pop(0)
        self.skip_newlines()
        return For(name, tuple(found), self.body())

    def condition(self) -> If:
        self.take("if")
        branches: list[tuple[Sequence | None, Sequence]] = []
        ends = frozenset({"elif", "else", "fi"})
        while True:
            condition = self.sequence(frozenset({"then"}))
            self.take("then")
            branches.append((condition, self.sequence(ends)))
            if self.is_at("elif"):
                self.words.pop(0)
                continue
            if self.is_at("else"):
                self.words.pop(0)
                branches.append((None, self.sequence(ends)))
            self.take("fi")
            return If(tuple(branches))

    def simple(self) -> Simple:
        assignments: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirections: list[tuple[str, Word]] = []
        while self.words:
            word = self.words[0]
            if word.operator in REDIRECTIONS:
                self.words.pop(0)
                if not self.words or self.words[0].operator:
                    raise BadSyntax(f'unexpected "{self.shown()}"')
                redirections.append((word.operator, self.words.pop(0)))
            elif word.operator:
                break
            else:
                self.words.pop(0)
                assigned = None if words else _assignment(word)
                assignments.append(assigned) if assigned else words.append(word)
        if not assignments and not words and not redirections:
            raise BadSyntax(f'unexpected "{self.shown()}"')
        return Simple(tuple(assignments), tuple(words), tuple(redirections))


def _assignment(word: Word) -> tuple[str, Word] | None:
    first = word.pieces[0] if word.pieces else None
    if first is None or first.kind != "text" or first.quoted or "=" not in first.value:
        return None
    name, _, rest = first.value.partition("=")
    if not name.isidentifier():
        return None
    return name, Word((*((Piece("text", rest),) if rest else ()), *word.pieces[1:]))
