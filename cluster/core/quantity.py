"""Resource quantities (`500m`, `64Mi`, `1e3`): exact numbers with Kubernetes' suffixes.

Upstream: `staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go`. As there, the smallest unit is one
thousand-millionth (n), and what is smaller is rounded up; unlike there, nothing is cut at 2^63-1.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from cluster.core.remembered import remembered

Format = Literal["DecimalSI", "BinarySI", "DecimalExponent"]

NANO = 10**9
FORMAT_WRONG = r"quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
NUMERIC_WRONG = "unable to parse numeric part of quantity"
SUFFIX_WRONG = "unable to parse quantity's suffix"

_TEXT = re.compile(r"([+-]?)(\d*(?:\.\d*)?)([eEinumkKMGTP]*[-+]?\d*)", re.ASCII)
_EXPONENT = re.compile(r"[eE][-+]?\d{1,3}", re.ASCII)
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_SUFFIX = {power: suffix for suffix, power in _DECIMAL.items()}
_BINARY_SUFFIX = {0: "", **{power // 10: suffix for suffix, power in _BINARY.items()}}


class QuantityError(ValueError):
    """The text is no quantity; the message is the API server's."""


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """`nano` counts thousand-millionths. Compares by amount alone; `format` only says how it is written."""

    nano: int
    format: Format = field(default="DecimalSI", compare=False)

    def __str__(self) -> str:
        return _text(self.nano, self.format)

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.nano + other.nano, self.format if self.nano else other.format)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.nano - other.nano, self.format if self.nano else other.format)

    @property
    def value(self) -> int:
        """Whole units, rounded up: 1500m -> 2."""
        return -(-self.nano // NANO)

    @property
    def milli(self) -> int:
        """Thousandths, rounded up: 1500m -> 1500."""
        return -(-self.nano // 10**6)


ZERO = Quantity(0)


def parse(given: Any) -> Quantity:
    """The quantity of a text or a JSON number. Raises QuantityError with the API server's message."""
    if isinstance(given, str):
        return _parse(given)
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise QuantityError(FORMAT_WRONG)
    return _parse(str(given))


@remembered
def _parse(text: str) -> Quantity:
    found = _TEXT.fullmatch(text) if len(text) <= 512 else None
    if not found or not text:
        raise QuantityError(FORMAT_WRONG)
    sign, digits, suffix = found.groups()
    power, form = _power(suffix)
    if not digits.strip("."):
        raise QuantityError(NUMERIC_WRONG)
    whole, _, part = digits.partition(".")
    amount = Fraction(int(whole + part or "0"), 10 ** len(part)) * power * NANO
    nano = -(-amount.numerator // amount.denominator)
    if form == "BinarySI" and nano < NANO:
        form = "DecimalSI"
    return Quantity(-nano if sign == "-" else nano, form)


def _power(suffix: str) -> tuple[Fraction, Format]:
    if suffix in _DECIMAL:
        return Fraction(10) ** _DECIMAL[suffix], "DecimalSI"
    if suffix in _BINARY:
        return Fraction(2 ** _BINARY[suffix]), "BinarySI"
    if _EXPONENT.fullmatch(suffix):
        return Fraction(10) ** int(suffix[1:]), "DecimalExponent"
    raise QuantityError(SUFFIX_WRONG)


def _text(nano: int, form: Format) -> str:
    """The canonical form: the largest suffix that leaves a whole number (`CanonicalizeBytes`)."""
    if nano == 0:
        return "0"
    if form == "BinarySI" and abs(nano) >= 1024 * NANO:
        number, power = _without_factors(-(-nano // NANO), 1024, 6)
        return f"{number}{_BINARY_SUFFIX[power]}"
    number, thousands = _without_factors(nano, 1000, 9 if form != "DecimalExponent" else 10**3)
    exponent = 3 * thousands - 9
    if form != "DecimalExponent":
        return f"{number}{_DECIMAL_SUFFIX[exponent]}"
    return f"{number}e{exponent}" if exponent else str(number)


def _without_factors(number: int, factor: int, most: int) -> tuple[int, int]:
    """Divide as often as it leaves no rest, at most `most` times: (2000, 1000) -> (2, 1)."""
    times = 0
    while times < most and number % factor == 0:
        number //= factor
        times += 1
    return number, times


def canonical(given: Any) -> str:
    """The text under which the API server stores the quantity: `"1000m"` -> `"1"`, `0.5` -> `"500m"`."""
    return str(parse(given))
