"""What bash has beyond the shell of containers: functions, `case`, `[[ ]]`, `(( ))`, and loops' redirections."""

from dataclasses import dataclass
from functools import lru_cache

from cluster.core.shell.grammar import REDIRECTIONS, Node, Parser, Sequence, Simple
from cluster.core.shell.words import BadSyntax, Word, split


@dataclass(frozen=True, slots=True)
class Function:
    """`name() { body; }`."""

    name: str
    body: "BashNode"


@dataclass(frozen=True, slots=True)
class Case:
    """`case word in pattern) body ;; esac`: each branch with its patterns."""

    word: Word
    branches: tuple[tuple[tuple[Word, ...], Sequence], ...]


@dataclass(frozen=True, slots=True)
class Test:
    """`[[ words ]]`."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """`(( words ))`."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """`for ((first; condition; next)); do body; done`."""

    parts: tuple[tuple[Word, ...], ...]
    body: Sequence


@dataclass(frozen=True, slots=True)
class Braces:
    """`{ body; }`; `( body )` is a mere Sequence, in a shell of its own."""

    body: Sequence


@dataclass(frozen=True, slots=True)
class Redirecting:
    """A whole loop, condition or group with redirections behind it."""

    node: "BashNode"
    redirections: tuple[tuple[str, Word], ...]


BashNode = Node | Function | Case | Test | Sum | Counting | Braces | Redirecting


@lru_cache(maxsize=512)
def parse(text: str) -> Sequence:
    """The tree of a script. Raises BadSyntax."""
    return _Parser(split(text)).script()


class _Parser(Parser):
    def command(self) -> BashNode:  # type: ignore[override]  # the tree has more kinds of nodes here
        node = self._compound()
        redirections: list[tuple[str, Word]] = []
        while not isinstance(node, Simple) and self.words and self.words[0].operator in REDIRECTIONS:
            operator = self.words.pop(0).operator
            if not self.words or self.words[0].operator:
                raise BadSyntax(f'unexpected "{self.shown()}"')
            redirections.append((operator, self.words.pop(0)))
        return Redirecting(node, tuple(redirections)) if redirections else node

    def _compound(self) -> BashNode:
        operators = [word.operator for word in self.words[:3]]
        if operators[:2] == ["(", "("] and self._sum_end(2) is not None:
            return Sum(self._sum())
        if self.is_at("for") and operators[1:] == ["(", "("]:
            self.words.pop(0)
            return self._counting()
        if self.is_at("{"):
            return Braces(self.group())
        if self.is_at("case"):
            return self._case()
        if self.is_at("[["):
            return self._test()
        if self.is_at("function") or (operators[1:] == ["(", ")"] and self.words[0].plain):
            return self._function()
        return super().command()

    def _sum_end(self, start: int) -> int | None:
        """Where the `))` stands that closes what was opened before `start`."""
        depth = 0
        for place in range(start, len(self.words) - 1):
            operator = self.words[place].operator
            if operator == ")" and depth == 0:
                return place if self.words[place + 1].operator == ")" else None
            depth += {"(": 1, ")": -1}.get(operator, 0)
        return None

    def _sum(self) -> tuple[Word, ...]:
        end = self._sum_end(2)
        if end is None:
            raise BadSyntax('unexpected "end of file"')
        inner = tuple(self.words[2:end])
        del self.words[: end + 2]
        return inner

    def _counting(self) -> Counting:
        parts: list[list[Word]] = [[]]
        for word in self._sum():
            if word.operator in {";", ";;"}:
                parts += [[] for _ in word.operator]
            else:
                parts[-1].append(word)
        if len(parts) != 3:
            raise BadSyntax('unexpected "("')
        if self.is_at(";", "\n"):
            self.words.pop(0)
        self.skip_newlines()
        return Counting(tuple(map(tuple, parts)), self.body())

    def _case(self) -> Case:
        self.take("case")
        if not self.words:
            raise BadSyntax('unexpected "end of file"')
        word = self.words.pop(0)
        self.skip_newlines()
        self.take("in")
        branches: list[tuple[tuple[Word, ...], Sequence]] = []
        while True:
            self.skip_newlines()
            if self.is_at("esac"):
                break
            patterns = self._patterns()
            branches.append((patterns, self.sequence(frozenset({";;", "esac"}))))
            if not self.is_at(";;"):
                break
            self.words.pop(0)
        self.take("esac")
        return Case(word, tuple(branches))

    def _patterns(self) -> tuple[Word, ...]:
        if self.is_at("("):
            self.words.pop(0)
        found: list[Word] = []
        while self.words and not self.words[0].operator:
            found.append(self.words.pop(0))
            if not self.is_at("|"):
                break
            self.words.pop(0)
        self.take(")")
        return tuple(found)

    def _test(self) -> Test:
        self.words.pop(0)
        found: list[Word] = []
        while self.words and not self.is_at("]]"):
            found.append(self.words.pop(0))
        self.take("]]")
        return Test(tuple(found))

    def _function(self) -> Function:
        if self.is_at("function"):
            self.words.pop(0)
        name = self.words.pop(0).plain if self.words else ""
        if [word.operator for word in self.words[:2]] == ["(", ")"]:
            del self.words[:2]
        self.skip_newlines()
        if not self.words:
            raise BadSyntax('unexpected "end of file"')
        if not self.is_at("{", "(", "if", "for", "while", "until", "case", "[["):
            raise BadSyntax(f'unexpected "{self.shown()}"')
        return Function(name, self.command())
