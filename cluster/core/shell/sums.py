"""Numbers in scripts: `$((i + 1))`, `0.5s`."""

import re

UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
LARGEST = 1 << 63
_TOKEN = re.compile(r"\s*(\d+|[A-Za-z_]\w*|\*\*|<=|>=|==|!=|&&|\|\||[-+*/%()<>])")
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%"), ("**",))


def milliseconds(text: str) -> int | None:
    """A duration as `sleep` takes it; None when it is none: `1.5` -> 1500, `2m` -> 120000."""
    unit = text[-1:] if text[-1:] in UNITS else ""
    try:
        return round(float(text.removesuffix(unit)) * UNITS[unit] * 1000)
    except (ValueError, OverflowError):
        return None


def value(text: str, env: dict[str, str]) -> int:
    """The value of a sum with whole numbers; what cannot be read counts as 0."""
    tokens = _TOKEN.findall(text.replace("$", ""))
    try:
        return _level(tokens, 0, env)
    except (IndexError, ZeroDivisionError, ValueError, RecursionError):
        return 0


def _level(tokens: list[str], level: int, env: dict[str, str]) -> int:
    if level == len(_LEVELS):
        return _atom(tokens, env)
    left = _level(tokens, level + 1, env)
    while tokens and tokens[0] in _LEVELS[level]:
        left = _apply(tokens.pop(0), left, _level(tokens, level + 1, env))
    return left


def _apply(operator: str, a: int, b: int) -> int:
    if operator in {"/", "%"}:
        quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        return quotient if operator == "/" else a - quotient * b
    if operator == "**":
        return pow(a, b, 2 * LARGEST) if b >= 0 else 0
    found = {
        "+": a + b, "-": a - b, "*": a * b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b,
        "!=": a != b, "&&": bool(a and b), "||": bool(a or b),
    }[operator]  # fmt: skip
    return (int(found) + LARGEST) % (2 * LARGEST) - LARGEST


def _atom(tokens: list[str], env: dict[str, str]) -> int:
    token = tokens.pop(0)
    if token == "-":
        return -_atom(tokens, env)
    if token == "(":
        inner = _level(tokens, 0, env)
        tokens.pop(0)
        return inner
    return int(token) if token.isdecimal() else int(env.get(token) or 0)
