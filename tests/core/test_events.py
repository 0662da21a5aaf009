"""Events are counted together, folded and rate-limited as client-go's recorders do it."""

import pytest

from cluster.core import events
from cluster.core.draft import Draft
from cluster.core.moves import Emit
from tests.core.around_pods import new_cluster
from tests.work import calls_of

SERVICE = ("Service", "default", "kubernetes")
NODE = ("Node", "", "node-1")


def say(state, *messages, **how):
    """The state after these messages about the `kubernetes` Service (or `about`), `every` so many seconds."""
    for message in messages:
        draft = Draft(state, how.get("actor", "c"))
        about = state.at(how.get("about", SERVICE))
        draft.apply(Emit(about, "Normal", how.get("reason", "R"), message, how.get("field_path", "")))
        state = draft.freeze()._replace(now=state.now + round(how.get("every", 1) * 1000))
    return state


def heard(state):
    """(message, count) of the Events, in the order in which they first happened."""
    found = sorted(state.of_kind("Event"), key=lambda event: event["metadata"]["name"])
    return [(event["message"], event.get("count")) for event in found]


def some(count, first=0):
    return [f"m{number}" for number in range(first, first + count)]


def test_the_same_again_is_counted():
    state = say(new_cluster(), "m", "m", "m")
    (event,) = state.of_kind("Event")
    assert (event["count"], event["firstTimestamp"], event["lastTimestamp"]) == (
        3, "2026-01-01T00:00:00Z", "2026-01-01T00:00:02Z",
    )  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [{"reason": "S"}, {"actor": "d"}, {"about": NODE}, {"field_path": "spec.containers{c}"}],
    ids=["reason", "source", "object", "container"],
)
def test_what_differs_is_an_event_of_its_own(other):
    assert [count for _, count in heard(say(say(new_cluster(), "m"), "m", **other))] == [1, 1]


def test_the_tenth_different_message_is_folded():
    state = say(new_cluster(), *some(12))
    assert heard(state)[:9] == [(message, 1) for message in some(9)]
    assert heard(state)[9:] == [("(combined from similar events): m11", 3)]


def test_known_messages_are_still_counted_on_their_own():
    assert heard(say(new_cluster(), *some(12), "m3"))[3] == ("m3", 2)


def test_other_reasons_are_not_folded():
    state = say(say(new_cluster(), *some(9)), *some(9, 9), reason="S")
    assert [count for _, count in heard(state)] == [1] * 18


def test_after_ten_quiet_minutes_folding_starts_anew():
    state = say(new_cluster(), *some(10))
    state = say(state._replace(now=state.now + 601_000), "new")
    assert heard(state)[-1] == ("new", 1)


def test_folding_goes_on_while_it_is_never_quiet():
    assert heard(say(new_cluster(), *some(12), every=300))[-1] == ("(combined from similar events): m11", 3)


def test_a_source_may_say_25_things_at_once():
    assert sum(count for _, count in heard(say(new_cluster(), *["m"] * 40, every=0.01))) == 25


def test_then_one_in_five_minutes():
    state = say(new_cluster(), *["m"] * 40, every=0.01)
    state = say(state._replace(now=state.now + 300_000), "m", "m", every=0.01)
    assert heard(state) == [("m", 26)]


def test_another_source_has_a_budget_of_its_own():
    state = say(new_cluster(), *["m"] * 40, every=0.01)
    assert heard(say(state, "n", actor="d"))[-1] == ("n", 1)


def test_a_node_has_its_events_in_the_default_namespace():
    (event,) = say(new_cluster(), "m", about=NODE).of_kind("Event", "default")
    assert event["involvedObject"]["kind"] == "Node"
    assert "namespace" not in event["involvedObject"]


def test_a_kubelet_says_on_which_host_it_is():
    (event,) = say(new_cluster(), "m", actor="kubelet/node-1").of_kind("Event")
    assert event["source"] == {"component": "kubelet", "host": "node-1"}
    assert (event["reportingComponent"], event["reportingInstance"]) == ("kubelet", "node-1")


def test_the_scheduler_uses_the_newer_api():
    (event,) = say(new_cluster(), "m", actor="default-scheduler", reason="Scheduled").of_kind("Event")
    assert (event["source"], event["firstTimestamp"], event["lastTimestamp"]) == ({}, None, None)
    assert (event["eventTime"], event["action"]) == ("2026-01-01T00:00:00.000000Z", "Binding")
    assert (event["reportingComponent"], event["reportingInstance"]) == (
        "default-scheduler", "default-scheduler-control-plane",
    )  # fmt: skip
    assert not {"count", "series"} & event.keys()


def test_the_schedulers_repetitions_are_a_series():
    state = say(new_cluster(), "m", "n", "o", actor="default-scheduler", reason="FailedScheduling", every=60)
    (event,) = state.of_kind("Event")
    assert event["series"] == {"count": 3, "lastObservedTime": "2026-01-01T00:02:00.000000Z"}
    assert event["message"] == "m"


def test_a_series_ends_after_six_minutes():
    state = say(new_cluster(), "m", "m", actor="default-scheduler", reason="FailedScheduling", every=361)
    assert len(heard(state)) == 2


def test_an_event_that_a_person_made_is_left_alone():
    by_hand = {
        "apiVersion": "v1", "kind": "Event", "metadata": {"name": "x", "namespace": "default"}, "type": "Normal",
        "reason": "R", "message": "m", "source": {"component": "c"}, "lastTimestamp": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    state = new_cluster()
    by_hand["involvedObject"] = events.reference(state.at(SERVICE))
    assert len(heard(say(new_cluster(by_hand), "m"))) == 2


def test_recording_takes_little_even_about_a_much_discussed_object():
    state = new_cluster()
    for source in range(6):
        state = say(state, *some(5), actor=f"c{source}")
    draft, emit = Draft(state, "c3"), Emit(state.at(SERVICE), "Normal", "R", "new")
    assert calls_of(lambda: events.record(draft, emit)) < 100
