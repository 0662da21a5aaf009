"""Durations as Kubernetes and Go write them; all inputs are whole milliseconds.

Upstream: `k8s.io/apimachinery/pkg/util/duration/duration.go` and Go's `time.Duration.String`.
"""

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


def _whole(ms: int, unit: int) -> int:
    """`ms` in whole units, cut towards zero as Go's integer division does: (-1500, SECOND) -> -1."""
    return ms // unit if ms >= 0 else -(-ms // unit)


def _two_units(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large}{large_unit}{small}{small_unit}" if small else f"{large}{large_unit}"


def human_duration(ms: int) -> str:
    """An age with two to three significant digits, as AGE columns show it (`HumanDuration`).

    119 s -> `119s`, 125 s -> `2m5s`, 30 min -> `30m`, 5 h 10 min -> `5h10m`, 47 h -> `47h`, 50 h -> `2d2h`,
    10 days -> `10d`, 3 years and a day -> `3y1d`; more than a second in the future -> `<invalid>`.
    """
    seconds = _whole(ms, SECOND)
    if seconds < 120:
        if seconds >= 0:
            return f"{seconds}s"
        return "<invalid>" if seconds < -1 else "0s"
    minutes = ms // MINUTE
    if minutes < 10:
        return _two_units(minutes, "m", seconds % 60, "s")
    if minutes < 3 * 60:
        return f"{minutes}m"
    hours = ms // HOUR
    if hours < 8:
        return _two_units(hours, "h", minutes % 60, "m")
    if hours < 48:
        return f"{hours}h"
    return _human_days(hours // 24, hours % 24)


def _human_days(days: int, hours: int) -> str:
    if days < 8:
        return _two_units(days, "d", hours, "h")
    if days < 365 * 2:
        return f"{days}d"
    if days < 365 * 8:
        return _two_units(days // 365, "y", days % 365, "d")
    return f"{days // 365}y"


def go_duration(ms: int) -> str:
    """A duration as Go prints it: 0 -> `0s`, 1500 -> `1.5s`, 250 -> `250ms`, 90 000 -> `1m30s`, 1 h -> `1h0m0s`."""
    if ms < 0:
        return "-" + go_duration(-ms)
    if 0 < ms < SECOND:
        return f"{ms}ms"
    minutes, rest = divmod(ms, MINUTE)
    seconds = f"{rest / 1000:.3f}".rstrip("0").rstrip(".") + "s"
    if not minutes:
        return seconds
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes}m{seconds}" if hours else f"{minutes}m{seconds}"
