"""Which of several equal lines counts as changed: the last."""

from cluster.core.gnu_diff.sides import Side


def shift(side: Side, other: Side) -> None:
    """Move each run of changes as far down as it goes, joined with its neighbours, or to one of the other text."""
    changed, opposite = side.changed, other.changed
    end, i, j = len(side.lines), 0, 0
    while True:
        while i < end and not changed[i]:
            while opposite[j]:
                j += 1
            i, j = i + 1, j + 1
        if i == end:
            return
        start = i
        while changed[i]:
            i += 1
        while opposite[j]:
            j += 1
        start, i, j = _settle(side, opposite, start, i, j)


def _settle(side: Side, opposite: list[bool], start: int, i: int, j: int) -> tuple[int, int, int]:
    """Where a run start..i goes, beside j of the other text."""
    changed, lines, end = side.changed, side.lines, len(side.lines)
    length, corresponding = -1, end
    while length != i - start:
        length = i - start
        while start and lines[start - 1] == lines[i - 1]:
            start, i = start - 1, i - 1
            changed[start], changed[i] = True, False
            while changed[start - 1]:
                start -= 1
            j -= 1
            while opposite[j]:
                j -= 1
        corresponding = i if opposite[j - 1] else end
        while i != end and lines[start] == lines[i]:
            changed[start], changed[i] = False, True
            start, i = start + 1, i + 1
            while changed[i]:
                i += 1
            j += 1
            while opposite[j]:
                j, corresponding = j + 1, i
    while corresponding < i:
        start, i = start - 1, i - 1
        changed[start], changed[i] = True, False
        j -= 1
        while opposite[j]:
            j -= 1
    return start, i, j
