"""Which lines differ, as GNU diff finds it: of several shortest ways the one that `diff` prints.

    unified(before, after)     the lines of `diff -u` without its head
    hunks(before, after)       what was replaced by what, for other forms

Upstream: diffutils `src/analyze.c` (discard_confusing_lines, shift_boundaries), gnulib `lib/diffseq.h` (compareseq).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cluster.core.gnu_diff.searching import compare
from cluster.core.gnu_diff.shifting import shift
from cluster.core.gnu_diff.sides import Side

CONTEXT = 3


class Hunk(NamedTuple):
    """before[i:i_end] became after[j:j_end]; one of both may be empty."""

    i: int
    i_end: int
    j: int
    j_end: int


def hunks(before: Sequence[str], after: Sequence[str], horizon: int = 0) -> list[Hunk]:
    """The differences in order. `horizon`: identical lines at both ends that are looked at (as many as are shown)."""
    start, one, other = _between(before, after, horizon)
    a, b = Side(one, other), Side(other, one)
    compare(a, b)
    shift(a, b)
    shift(b, a)
    return list(_runs(a, b, start))


def unified(before: Sequence[str], after: Sequence[str], context: int = CONTEXT) -> list[str]:
    """Hunks with lines around them, each line with its sign; no line ends. The head `---`, `+++` is not there."""
    found: list[str] = []
    for group in _groups(hunks(before, after, context), context):
        first, last = group[0], group[-1]
        i, j = max(first.i - context, 0), max(first.j - context, 0)
        end, j_end = min(last.i_end + context, len(before)), min(last.j_end + context, len(after))
        found.append(f"@@ -{_range(i, end)} +{_range(j, j_end)} @@")
        for hunk in group:
            found += [f" {line}" for line in before[i : hunk.i]]
            found += [f"-{line}" for line in before[hunk.i : hunk.i_end]]
            found += [f"+{line}" for line in after[hunk.j : hunk.j_end]]
            i = hunk.i_end
        found += [f" {line}" for line in before[i:end]]
    return found


def _range(start: int, end: int) -> str:
    count = end - start
    return f"{start + 1 if count else start}" if count == 1 else f"{start + 1 if count else start},{count}"


def _groups(found: list[Hunk], context: int) -> Iterator[list[Hunk]]:
    group: list[Hunk] = []
    for hunk in found:
        if group and hunk.i - group[-1].i_end > 2 * context:
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _between(before: Sequence[str], after: Sequence[str], horizon: int) -> tuple[int, Sequence[str], Sequence[str]]:
    """Both texts without what is identical at their ends, but for `horizon` lines of it."""
    shorter = min(len(before), len(after))
    start = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - start
    same = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    start, same = max(start - horizon, 0), max(same - horizon, 0)
    return start, before[start : len(before) - same], after[start : len(after) - same]


def _runs(a: Side, b: Side, offset: int) -> Iterator[Hunk]:
    i = j = 0
    while i < len(a.lines) or j < len(b.lines):
        i_start, j_start = i, j
        while a.changed[i]:
            i += 1
        while b.changed[j]:
            j += 1
        if i > i_start or j > j_start:
            yield Hunk(i_start + offset, i + offset, j_start + offset, j + offset)
        i, j = i + 1, j + 1
