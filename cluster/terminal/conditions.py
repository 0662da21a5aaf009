"""`[[ ]]` and `(( ))`: what holds, and what sums change."""

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from cluster.core.shell import sums
from cluster.core.shell.words import Word
from cluster.terminal.commands.options import Usage
from cluster.terminal.commands.regexes import compiled

Text = Callable[[Word], str]
"""What a word stands for, in one piece."""
NUMBERS = frozenset({"-eq", "-ne", "-lt", "-le", "-gt", "-ge"})
TEXTS = frozenset({"=", "==", "!=", "=~", "<", ">", *NUMBERS})
_ASSIGNED = re.compile(r"\s*([A-Za-z_]\w*)\s*([-+*/%]?)=(?!=)(.*)", re.DOTALL)
_STEPPED = re.compile(r"\s*(?:(\+\+|--)\s*([A-Za-z_]\w*)|([A-Za-z_]\w*)\s*(\+\+|--))\s*")


class Condition:
    """One `[[ ]]`, read from left to right. `test` decides what `[ ]` knows, too."""

    def __init__(self, words: Sequence[Word], text: Text, test: Callable[[list[str]], bool]) -> None:
        self.words, self.text, self.test = list(words), text, test

    def holds(self) -> bool:
        """Whether it does. Raises Usage for what is no condition."""
        found = self._any()
        if self.words:
            raise Usage(f"syntax error in conditional expression: unexpected token `{self._shown()}'", 2)
        return found

    def _shown(self) -> str:
        return self.words[0].operator or self.words[0].plain

    def _at(self, *tokens: str) -> bool:
        return bool(self.words) and (self.words[0].operator or self.words[0].plain) in tokens

    def _any(self) -> bool:
        found = self._all()
        while self._at("||"):
            self.words.pop(0)
            found = self._all() or found
        return found

    def _all(self) -> bool:
        found = self._not()
        while self._at("&&"):
            self.words.pop(0)
            found = self._not() and found
        return found

    def _not(self) -> bool:
        if self._at("!"):
            self.words.pop(0)
            return not self._not()
        if self._at("("):
            self.words.pop(0)
            found = self._any()
            if not self._at(")"):
                raise Usage("syntax error in conditional expression: expected `)'", 2)
            self.words.pop(0)
            return found
        return self._one()

    def _one(self) -> bool:
        if not self.words or self.words[0].operator:
            raise Usage("syntax error in conditional expression", 2)
        first = self.words.pop(0)
        if self._at(*TEXTS):
            return self._compared(first)
        if re.fullmatch("-[a-z]", first.plain) and self.words and not self.words[0].operator:
            return self.test([first.plain, self.text(self.words.pop(0))])
        return bool(self.text(first))

    def _compared(self, first: Word) -> bool:
        operator, left = self._shown(), self.text(first)
        self.words.pop(0)
        if operator == "=~":
            return self._matches(left)
        if not self.words or self.words[0].operator:
            raise Usage("unexpected argument to conditional binary operator", 2)
        right = self.words.pop(0)
        if operator in NUMBERS:
            return self.test([left, operator, self.text(right)])
        if operator in {"<", ">"}:
            return left < self.text(right) if operator == "<" else left > self.text(right)
        return fnmatchcase(left, pattern_of(right, self.text)) != (operator == "!=")

    def _matches(self, left: str) -> bool:
        pattern = ""
        while self.words and not self._at("&&", "||"):
            word = self.words.pop(0)
            quoted = any(piece.quoted for piece in word.pieces)
            pattern += word.operator or (re.escape(self.text(word)) if quoted else self.text(word))
        return compiled(pattern, extended=True).search(left) is not None


def pattern_of(word: Word, text: Text) -> str:
    """A word as a pattern of names, in which what is quoted stands for itself."""
    parts = []
    for piece in word.pieces:
        value = text(Word((piece,)))
        parts.append(re.sub(r"[*?\[]", r"[\g<0>]", value) if piece.quoted else value)
    return "".join(parts)


def evaluate(text: str, env: dict[str, str]) -> int:
    """The value of a sum; `i++`, `i += 2` and `i = 3` change variables."""
    found = 0
    for part in text.split(","):
        stepped, assigned = _STEPPED.fullmatch(part), _ASSIGNED.fullmatch(part)
        if stepped is not None:
            sign, name = stepped[1] or stepped[4], stepped[2] or stepped[3]
            before = sums.value(name, env)
            env[name] = str(before + (1 if sign == "++" else -1))
            found = int(env[name]) if stepped[1] else before
        elif assigned is not None:
            name, operator, rest = assigned.groups()
            found = sums.value(f"{name} {operator} ({rest})" if operator else rest, env)
            env[name] = str(found)
        else:
            found = sums.value(part, env)
    return found
