"""Lines that are not compared, because they have no counterpart, or too many among such lines."""

from collections import Counter
from collections.abc import Sequence


def kept(lines: Sequence[str], others: Counter[str]) -> list[int]:
    """Indices of the lines that are compared: those without a counterpart, and common ones among them, are not."""
    many, rest = 5, len(lines) // 64
    while rest := rest >> 2:
        many *= 2
    marks = [1 if not (n := others[line]) else 2 if n > many else 0 for line in lines]
    index = 0
    while index < len(marks):
        if marks[index] == 2:
            marks[index] = 0
        elif marks[index]:
            index += _judge_run(marks, index) - 1
        index += 1
    return [index for index, mark in enumerate(marks) if not mark]


def _judge_run(marks: list[int], start: int) -> int:
    """Decide on the provisional lines (2) of a run that begins with a line without a counterpart (1); its length."""
    end = next((n for n in range(start, len(marks)) if not marks[n]), len(marks))
    while marks[end - 1] == 2:
        end -= 1
        marks[end] = 0
    length = end - start
    run = marks[start:end]
    if run.count(2) * 4 > length:
        run = [mark % 2 for mark in run]
    else:
        _cancel_subruns(run)
        _cancel_at_start(run)
        run.reverse()
        _cancel_at_start(run)
        run.reverse()
    marks[start:end] = run
    return length


def _cancel_subruns(run: list[int]) -> None:
    minimum, rest = 1, len(run) >> 2
    while rest := rest >> 2:
        minimum <<= 1
    minimum += 1
    j = consecutive = 0
    while j < len(run):
        if run[j] != 2:
            consecutive = 0
        else:
            consecutive += 1
            if consecutive == minimum:
                j -= consecutive  # back to the start of the subrun, to cancel it all
            elif consecutive > minimum:
                run[j] = 0
        j += 1


def _cancel_at_start(run: list[int]) -> None:
    consecutive = 0
    for j, mark in enumerate(run):
        if j >= 8 and mark == 1:
            return
        consecutive = consecutive + 1 if mark == 1 else 0
        run[j] = mark % 2
        if consecutive == 3:
            return
