"""The requests of a stretch of time in which nothing of the cluster changes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cluster.core.kinds import Object
from cluster.core.network import Target
from cluster.core.state import State
from cluster.core.traffic import requests
from cluster.core.traffic.tallies import Counting, Lost, Tally

EVERY = 100
"""Milliseconds from one request to the next: enough that a second in which one of three pods does not listen costs
three of ten, and few enough to count them on the screen."""


def numbers(start: int, end: int) -> range:
    """The requests in [start, end), in milliseconds: from 250 to 1000, those at 300, 400, ... 900 are 3 to 9."""
    return range(-(-start // EVERY), -(-end // EVERY))


def count(state: State, service: Object, targets: Sequence[Target], start: int, end: int) -> Tally:
    """What becomes of all requests to a Service in [start, end); `state` is the cluster all that time."""
    counting = Counting()
    sent = numbers(start, end)
    if not targets:
        if sent:
            why = requests.nobody(state, service)
            counting.add_lost(why.kind, Lost(len(sent), sent[0] * EVERY, why.why, frozenset()))
        return counting.tally()
    cycle = len(targets) * requests.PAGES
    for part in _alike(state, targets, sent, cycle):
        for first in part[:cycle]:
            # Every request that is whole cycles later goes the same way: of 0..24 in cycles of 10, number 3 has 13, 23.
            _add(counting, state, targets, first, len(range(first, part.stop, cycle)))
    return counting.tally()


def _alike(state: State, targets: Sequence[Target], sent: range, cycle: int) -> Iterator[range]:
    """The parts of a stretch in which no endpoint begins or ends to listen. Short ones need no division."""
    if len(sent) <= cycle:
        yield from (range(number, number + 1) for number in sent)
        return
    turns = {-(-moment // EVERY) for target in targets for moment in requests.turning_points(state, target)}
    inside = sorted(turn for turn in turns if sent.start < turn < sent.stop)
    for first, last in pairwise([sent.start, *inside, sent.stop]):
        yield range(first, last)


def _add(counting: Counting, state: State, targets: Sequence[Target], number: int, count: int) -> None:
    turn, place = divmod(number, len(targets))
    now = number * EVERY
    found = requests.outcome(state, targets[place], turn, now)
    if isinstance(found, requests.Answer):
        counting.add_answers(found.version, found.status, count)
    else:
        counting.add_lost(found.kind, Lost(count, now, found.why, frozenset((found.pod,) if found.pod else ())))
