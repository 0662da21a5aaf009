"""`fmt.Sprintf` and `fmt.Sprint` for the values of templates."""

import re
from typing import Any

from cluster.core.go_text import quote
from cluster.kubectl.output import go_values
from cluster.kubectl.output.go_template.values import MISSING, type_of

MAX_WIDTH = 1000
_VERB = re.compile(r"%([-+# 0]*)(\d*)(?:\.(\d*))?(.?)", re.DOTALL)


def sprint(values: tuple[Any, ...]) -> str:
    """The values, with a space between two that are no texts."""
    found = ""
    for position, value in enumerate(values):
        apart = position > 0 and not isinstance(value, str) and not isinstance(values[position - 1], str)
        found += (" " if apart else "") + _text(value)
    return found


def sprintf(form: Any, values: tuple[Any, ...]) -> str:
    """The form with its verbs filled in; what does not fit is told as Go tells it: `%!d(string=x)`."""
    rest = list(values)

    def filled(match: re.Match[str]) -> str:
        verb = match.group(4)
        if verb == "%":
            return "%"
        if not verb:
            return "%!(NOVERB)"
        return _formatted(match, rest.pop(0)) if rest else f"%!{verb}(MISSING)"

    text = _VERB.sub(filled, str(form))
    if rest:
        text += f"%!(EXTRA {', '.join(f'{_type(value)}={_text(value)}' for value in rest)})"
    return text


def _text(value: Any) -> str:
    return "<nil>" if value is MISSING else go_values.text(value)


def _type(value: Any) -> str:
    return "<nil>" if value is None or value is MISSING else type_of(value)


def _formatted(match: re.Match[str], value: Any) -> str:
    flags, width, precision, verb = match.groups()
    text = _item(verb, flags, precision, value)
    size = min(int(width or 0), MAX_WIDTH)
    if "-" in flags:
        return text.ljust(size)
    if "0" in flags and not isinstance(value, str):
        return text.zfill(size)
    return text.rjust(size)


def _item(verb: str, flags: str, precision: str | None, value: Any) -> str:
    text = _verb(verb, flags, precision, value)
    if text is not None:
        return text
    return f"%!{verb}(<nil>)" if value is None or value is MISSING else f"%!{verb}({_type(value)}={_text(value)})"


def _verb(verb: str, flags: str, precision: str | None, value: Any) -> str | None:
    if verb == "v":
        return go_values.syntax(value) if "#" in flags else _text(value)
    if verb == "T":
        return _type(value)
    if isinstance(value, bool):
        return _text(value) if verb == "t" else None
    if isinstance(value, str):
        return _string(verb, precision, value)
    if isinstance(value, int):
        return _integer(verb, flags, value)
    if isinstance(value, float):
        return _float(verb, precision, value)
    return _compound(verb, flags, precision, value)


def _compound(verb: str, flags: str, precision: str | None, value: Any) -> str | None:
    """A list or a map with each item formatted by the verb."""
    if isinstance(value, list):
        return f"[{' '.join(_item(verb, flags, precision, item) for item in value)}]"
    if isinstance(value, dict):
        pairs = (
            f"{_item(verb, flags, precision, key)}:{_item(verb, flags, precision, value[key])}" for key in sorted(value)
        )
        return f"map[{' '.join(pairs)}]"
    return None


def _string(verb: str, precision: str | None, value: str) -> str | None:
    if verb == "s":
        return value if precision is None else value[: int(precision or 0)]
    if verb in "xX":
        digits = value.encode().hex()
        return digits.upper() if verb == "X" else digits
    return quote(value) if verb == "q" else None


def _integer(verb: str, flags: str, value: int) -> str | None:
    forms = {"d": "d", "x": "x", "X": "X", "o": "o", "b": "b"}
    if verb in forms:
        return format(value, ("+" if "+" in flags else "") + forms[verb])
    if verb in "cqU" and 0 <= value < 0x110000:
        return {"c": chr(value), "q": f"'{chr(value)}'", "U": f"U+{value:04X}"}[verb]
    return None


def _float(verb: str, precision: str | None, value: float) -> str | None:
    if verb in "fFeE":
        return format(value, f".{min(int(precision or 0), 100) if precision is not None else 6}{verb}")
    return go_values.float_text(value) if verb in "gG" else None
