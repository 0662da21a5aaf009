"""Simulated time follows the wall's, at a speed, unless it stands or nobody was there."""

import pytest

from cluster import store
from cluster.core.clock import Clock
from cluster.store import due
from cluster.store.advancing import LATE
from cluster.store.reading import hold
from tests.cluster.samples import config_map, deployment, putting

RUNNING = Clock(now=1000, wall=0, speed=2.0)


@pytest.mark.parametrize(
    ("clock", "wall", "expected"),
    [
        (RUNNING, 300, 1600),
        (RUNNING, -50, 1000),
        (RUNNING._replace(paused=True), 300, 1000),
        (RUNNING._replace(speed=0.25), 1001, 1250),
    ],
    ids=["double speed", "never backwards", "paused", "a quarter, cut to whole milliseconds"],
)
def test_it_shows_the_simulated_moment(clock, wall, expected):
    assert clock.at(wall) == expected


@pytest.mark.parametrize("speed", [0.1, 0.25, 1, 3, 7.5, 50])
def test_it_knows_the_first_real_moment_of_each_simulated_one(speed):
    clock = Clock(now=1000, wall=500, speed=speed)
    for now in range(1000, 1300):
        wall = clock.wall_of(now)
        assert clock.at(wall) >= now
        assert wall == 500 or clock.at(wall - 1) < now


def test_it_does_not_leap_when_stopped_started_or_sped_up():
    stopped = RUNNING.stopped(300)
    assert (stopped.at(300), stopped.at(9000), stopped.wall_of(2000)) == (1600, 1600, None)
    assert stopped.started(9000).at(9100) == 1800
    assert RUNNING.at_speed(10, 300).at(400) == 2600


@pytest.mark.parametrize("speed", [0, 0.05, 51, float("nan")])
def test_it_refuses_other_speeds(speed):
    with pytest.raises(ValueError, match=r"speed must be between 0\.1 and 50"):
        RUNNING.at_speed(speed, 0)


def shown(cluster, wall):
    return hold(cluster.id).clock.at(wall.now) - cluster.now


def test_it_stands_while_paused(cluster, wall):
    store.act(cluster.id, putting(deployment()))
    wall.passes(0.01)
    store.pause(cluster.id)
    wall.passes(60)
    assert due.next_due() is None
    assert store.advance(cluster.id).count("ReplicaSet") == 0
    assert shown(cluster, wall) == 10


def test_it_goes_on_where_it_was_paused(cluster, wall):
    store.act(cluster.id, putting(deployment()))
    store.pause(cluster.id)
    wall.passes(60)
    store.resume(cluster.id)
    wall.passes(0.5)
    assert store.advance(cluster.id).count("ReplicaSet") == 1
    assert shown(cluster, wall) == 500


def test_it_keeps_acts_possible_while_paused(cluster, wall):
    store.pause(cluster.id)
    wall.passes(60)
    state = store.act(cluster.id, putting(config_map()))
    assert state.now == cluster.now


def test_it_runs_at_another_speed_from_now_on(cluster, wall):
    wall.passes(1)
    store.set_speed(cluster.id, 10)
    wall.passes(1)
    assert shown(cluster, wall) == 11_000


def test_it_goes_one_step_while_paused(cluster, wall):
    store.pause(cluster.id)
    before = store.act(cluster.id, putting(deployment()))
    state = store.step_once(cluster.id)
    entries = store.changes_after(cluster.id, before.revision)
    assert {entry.actor for entry in entries} == {"deployment-controller"}
    assert {entry.step for entry in entries} == {before.revision + 1}
    assert (state.now > before.now, shown(cluster, wall)) == (True, state.now - cluster.now)
    assert hold(cluster.id).clock.paused


def test_it_skips_to_the_next_moment_with_all_that_happens_then(cluster, wall):
    before = store.act(cluster.id, putting(deployment()))
    state = store.skip_to_next(cluster.id)
    assert {entry.now for entry in store.changes_after(cluster.id, before.revision)} == {state.now}
    assert shown(cluster, wall) == state.now - cluster.now


def test_it_has_nothing_to_step_to_at_rest(cluster):
    assert store.step_once(cluster.id).revision == store.skip_to_next(cluster.id).revision == cluster.revision


def test_it_acts_after_what_was_due_before(cluster, wall):
    store.act(cluster.id, putting(deployment()))
    wall.passes(0.4)
    state = store.act(cluster.id, putting(config_map()))
    assert state.count("ReplicaSet") == 1
    assert state.now == cluster.now + 400


def test_it_goes_on_where_it_was_when_nobody_was_there(cluster, wall):
    state = store.act(cluster.id, putting(deployment()))
    awaited = state.queue.peek()[0]
    wall.passes(60)
    state = store.advance(cluster.id)
    assert (state.now, state.count("ReplicaSet")) == (awaited, 1)
    wall.passes(0.1)
    assert store.advance(cluster.id).now == awaited + 100


def test_it_catches_up_when_it_is_a_little_late(cluster, wall):
    store.act(cluster.id, putting(deployment()))
    wall.passes(LATE / 1000)
    state = store.advance(cluster.id)
    assert state.now == cluster.now + LATE
    assert state.count("Pod") == 3
