"""Label selectors: as text (`app=web,tier in (a,b)`) and as LabelSelector objects.

Upstream: `staging/src/k8s.io/apimachinery/pkg/labels/selector.go`, `pkg/apis/meta/v1/helpers.go`, `pkg/util/labels`.
"""

import re
from collections.abc import Mapping
from typing import Any

from cluster.core import names
from cluster.core.field_errors import invalid
from cluster.core.requirements import (
    EVERYTHING,
    NOTHING,
    Labels,
    Requirement,
    Selector,
    SelectorError,
    new_requirement,
)

LabelSelector = Mapping[str, Any]

_TOKEN = re.compile(r"==|!=|[!=<>(),]|[^\s!=<>(),]+")
_SPELLED = {">": "gt", "<": "lt"}


def parse(text: str) -> Selector:
    """The selector written as `app=web,tier in (a,b),!old`. Raises SelectorError with the API server's message."""
    return _Parser(text).parse()


class _Parser:
    """Recursive descent over the tokens; a token of the empty text is the end."""

    def __init__(self, text: str) -> None:
        self.tokens = [*_TOKEN.findall(text), ""]

    def take(self) -> str:
        return self.tokens.pop(0) if len(self.tokens) > 1 else ""

    def parse(self) -> Selector:
        found: list[Requirement] = []
        while True:
            token = self.tokens[0]
            if token == "" and not found:
                return EVERYTHING
            if token != "!" and not _is_word(token):
                raise SelectorError(f"found '{token}', expected: !, identifier, or 'end of string'")
            found.append(self.requirement())
            if not self.more():
                return Selector(tuple(sorted(found, key=lambda requirement: requirement.key)))

    def more(self) -> bool:
        token = self.take()
        if token == "":
            return False
        if token != ",":
            raise SelectorError(f"found '{token}', expected: ',' or 'end of string'")
        if self.tokens[0] != "!" and not _is_word(self.tokens[0]):
            raise SelectorError(f"found '{self.tokens[0]}', expected: identifier after ','")
        return True

    def requirement(self) -> Requirement:
        try:
            return self._requirement()
        except SelectorError as error:
            raise SelectorError(f"unable to parse requirement: {error}") from None

    def _requirement(self) -> Requirement:
        token = self.take()
        if token == "!":
            key = self.take()
            if not _is_word(key):
                raise SelectorError(f"found '{key}', expected: identifier")
            return new_requirement(key, "!", ())
        if self.tokens[0] in {"", ","}:
            return new_requirement(token, "exists", ())
        operator = self.take()
        if operator in {"in", "notin"}:
            return self.with_values(token, operator)
        if operator not in {"=", "==", "!=", ">", "<"}:
            raise SelectorError(f"found '{operator}', expected: in, notin, =, ==, !=, gt, lt")
        return new_requirement(token, _SPELLED.get(operator, operator), [self.exact_value()])

    def with_values(self, key: str, operator: str) -> Requirement:
        values = self.set_values()
        if values == {""}:
            for message in names.is_qualified_name(key):
                raise SelectorError(str(invalid("key", key, message)))
            return Requirement(key, operator, ("",))
        return new_requirement(key, operator, values)

    def exact_value(self) -> str:
        if self.tokens[0] in {"", ","}:
            return ""
        value = self.take()
        if not _is_word(value):
            raise SelectorError(f"found '{value}', expected: identifier")
        return value

    def set_values(self) -> set[str]:
        opening = self.take()
        if opening != "(":
            raise SelectorError(f"found '{opening}' expected: '('")
        values, after_value = set[str](), False
        while True:
            token = self.take()
            if token == ")":
                return values | (set() if after_value else {""})
            if token == ",":
                values |= set() if after_value else {""}
                after_value = False
            elif after_value or not _is_word(token):
                expected = "',' or ')'" if after_value else "',', ')' or identifier"
                raise SelectorError(f"found '{token}', expected: {expected}")
            else:
                values.add(token)
                after_value = True


def _is_word(token: str) -> bool:
    return bool(token) and token not in {"==", "!=", "!", "=", "<", ">", "(", ")", ","}


_OPERATOR_OF = {"In": "in", "NotIn": "notin", "Exists": "exists", "DoesNotExist": "!"}


def from_label_selector(selector: LabelSelector | None) -> Selector:
    """A LabelSelector object as a Selector; None selects nothing, `{}` everything. Raises SelectorError."""
    if selector is None:
        return NOTHING
    found = [new_requirement(key, "=", [value]) for key, value in (selector.get("matchLabels") or {}).items()]
    for expression in selector.get("matchExpressions") or ():
        operator = expression.get("operator", "")
        if operator not in _OPERATOR_OF:
            raise SelectorError(f'"{operator}" is not a valid label selector operator')
        values = expression.get("values") or ()
        found.append(new_requirement(expression.get("key", ""), _OPERATOR_OF[operator], values))
    return Selector(tuple(sorted(found, key=lambda requirement: requirement.key)))


def canonical(selector: LabelSelector | None) -> str:
    """The text form of a LabelSelector object, as in `status.selector` of Scale: `app=web`."""
    return str(from_label_selector(selector))


def matches(selector: LabelSelector | None, labels: Labels | None) -> bool:
    """Does a LabelSelector object select these labels? Made to be called often; what is invalid in it never holds."""
    if selector is None:
        return False
    labels = labels or {}
    wanted = selector.get("matchLabels")
    if wanted:
        for key, value in wanted.items():
            if labels.get(key) != value:
                return False
    expressions = selector.get("matchExpressions")
    return not expressions or all(_expression_matches(expression, labels) for expression in expressions)


def _expression_matches(expression: Mapping[str, Any], labels: Labels) -> bool:
    operator, value = expression.get("operator"), labels.get(expression.get("key", ""))
    if operator == "In":
        return value is not None and value in (expression.get("values") or ())
    if operator == "NotIn":
        return value is None or value not in (expression.get("values") or ())
    return (operator == "Exists" and value is not None) or (operator == "DoesNotExist" and value is None)


def add_label(labels: Labels | None, key: str, value: str) -> dict[str, str]:
    """A copy of the labels with one more; an empty key adds nothing (upstream: `CloneAndAddLabel`)."""
    return {**(labels or {}), key: value} if key else dict(labels or {})


def add_label_to_selector(selector: LabelSelector | None, key: str, value: str) -> dict[str, Any]:
    """A copy of the LabelSelector that wants one more label (upstream: `CloneSelectorAndAddLabel`)."""
    selector = selector or {}
    return {**selector, "matchLabels": add_label(selector.get("matchLabels"), key, value)} if key else dict(selector)
