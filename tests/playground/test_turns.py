"""What computes for long lets others go first."""

import pytest

from playground.sandbox import turns


class Clock:
    """A clock of which every pause takes as long as it should, and `late` longer."""

    def __init__(self):
        self.now, self.late, self.pauses = 0.0, 0.0, []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.pauses.append(seconds)
        self.now += seconds + self.late


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(turns, "time", clock)
    return clock


def worked(clock, may_go_on, times, seconds=0.006):
    """The answers to somebody who asks after each piece of work."""
    answers = []
    for _ in range(times):
        clock.now += seconds
        answers.append(may_go_on())
    return answers


def test_it_only_glances_where_nobody_waits(clock):
    assert all(worked(clock, turns.courteous(5), 20))
    assert set(clock.pauses) == {turns.GLANCE}


def test_it_pauses_as_long_as_it_worked_where_others_want_to_run(clock):
    clock.late = 0.002
    assert all(worked(clock, turns.courteous(5), 20))
    assert clock.pauses == [turns.GLANCE, pytest.approx(0.006)] * 20


def test_it_looks_only_now_and_then(clock):
    assert all(worked(clock, turns.courteous(5), 60, seconds=0.0001))
    assert len(clock.pauses) <= 1


def test_it_counts_work_but_no_pauses(clock):
    clock.late = 0.5
    answers = worked(clock, turns.courteous(0.1), 20, seconds=0.01)
    assert answers.count(True) in {9, 10}
    assert answers == sorted(answers, reverse=True)
