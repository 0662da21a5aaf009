"""Numbers that may be given as a share: `3` or `"25%"`.

Upstream: `staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go`.
"""

import re

IntOrPercent = int | str
_PERCENT = re.compile(r"[+-]?\d+%", re.ASCII)

LARGEST = 2**63 - 1
"""What Go's `strconv.Atoi` makes of larger numbers."""


def percent_of(value: object) -> int | None:
    """The number before the `%`, or None when the value is no percentage: `"25%"` -> 25, `25` -> None."""
    if not isinstance(value, str) or not _PERCENT.fullmatch(value):
        return None
    digits = value[:-1].lstrip("+-").lstrip("0") or "0"
    number = int(digits) if len(digits) < 19 else LARGEST
    return -number if value[0] == "-" else number


def scaled(value: IntOrPercent, total: int, *, round_up: bool) -> int:
    """The number meant, out of `total` (`GetScaledValueFromIntOrPercent`). Raises ValueError for other text.

    25% of 10 is 2.5, thus 3 rounded up (maxSurge) and 2 rounded down (maxUnavailable).
    """
    if isinstance(value, int):
        return value
    percent = percent_of(value)
    if percent is None:
        raise ValueError("invalid value for IntOrString: invalid type: string is not a percentage")
    product = percent * total
    return -(-product // 100) if round_up else product // 100
