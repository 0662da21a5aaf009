"""Events go an hour after they last happened, in batches, and then nothing is due."""

from itertools import pairwise

from cluster.core import engine, times
from cluster.core.moves import Emit, Put
from tests.core.around_pods import START, act, new_cluster

SERVICE = ("Service", "default", "kubernetes")


def say(state, message, seconds=0):
    return act(state, Emit(state.at(SERVICE), "Normal", "R", message), seconds=seconds)


def count(state):
    return state.count("Event")


def test_an_event_stays_for_an_hour():
    state = say(new_cluster(), "m", seconds=3599)
    assert count(state) == 1
    assert count(act(state, seconds=1)) == 0


def test_the_hour_counts_from_the_last_time():
    state = say(say(new_cluster(), "m", seconds=3000), "m", seconds=3000)
    assert count(state) == 1
    assert count(act(state, seconds=900)) == 0


def test_they_are_swept_in_batches_five_minutes_apart():
    state = new_cluster()
    for number in range(20):
        state = say(state, f"m{number % 5}", seconds=10)
    _, steps = engine.run(state, START + 2 * times.HOUR)
    moments = [step.changes[0].now for step in steps]
    assert all(later - earlier >= 5 * times.MINUTE for earlier, later in pairwise(moments))


def test_nothing_is_due_once_they_are_gone():
    state = say(say(new_cluster(), "m", seconds=100), "n", seconds=2 * 3600)
    assert (count(state), engine.wake_at(state)) == (0, None)


def test_an_event_that_a_person_made_goes_too():
    by_hand = {
        "apiVersion": "v1", "kind": "Event", "metadata": {"name": "x", "namespace": "default"},
        "involvedObject": {"kind": "Pod", "name": "p", "namespace": "default"},
    }  # fmt: skip
    assert count(act(new_cluster(), Put(by_hand, "you made it"), seconds=3601)) == 0
