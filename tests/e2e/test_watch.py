"""`[sig-api-machinery] Watchers` (`test/e2e/apimachinery/watch.go`)."""

import itertools
import threading

import pytest

from tests.e2e.asking import Refused

KEY = "watch-this-configmap"


def config_map(name, label, **data):
    return {"metadata": {"name": name, "labels": {KEY: label}}, "data": data}


def mutate(space, name, value):
    return space.changed("configmaps", name, lambda found: found.update(data={"mutation": value}))


def seen(watch, type_, name, value=None):
    event = watch.next()
    assert (event.type, event.object["metadata"]["name"]) == (type_, name)
    assert (event.object.get("data") or {}).get("mutation") == value
    return event.object


def test_should_observe_add_update_and_delete_watch_notifications_on_configmaps(space):
    a, b, both = "multiple-watchers-A", "multiple-watchers-B", f"{KEY} in (multiple-watchers-A,multiple-watchers-B)"
    one, two = "e2e-watch-test-configmap-a", "e2e-watch-test-configmap-b"
    with (
        space.watch("configmaps", labelSelector=f"{KEY}={a}") as of_a,
        space.watch("configmaps", labelSelector=f"{KEY}={b}") as of_b,
        space.watch("configmaps", labelSelector=both) as of_both,
    ):
        space.create("configmaps", config_map(one, a))
        mutate(space, one, "1")
        mutate(space, one, "2")
        space.delete("configmaps", one)
        told = (("ADDED", None), ("MODIFIED", "1"), ("MODIFIED", "2"), ("DELETED", "2"))
        for type_, value in told:
            seen(of_a, type_, one, value)
            seen(of_both, type_, one, value)
        space.create("configmaps", config_map(two, b))
        space.delete("configmaps", two)
        for type_ in ("ADDED", "DELETED"):
            seen(of_b, type_, two)
            seen(of_both, type_, two)


def test_should_be_able_to_start_watching_from_a_specific_resource_version(space):
    name, label = "e2e-watch-test-resource-version", "from-resource-version"
    space.create("configmaps", config_map(name, label))
    first = mutate(space, name, "1")
    mutate(space, name, "2")
    space.delete("configmaps", name)
    version = first["metadata"]["resourceVersion"]
    with space.watch("configmaps", labelSelector=f"{KEY}={label}", resourceVersion=version) as watch:
        seen(watch, "MODIFIED", name, "2")
        seen(watch, "DELETED", name, "2")


def test_should_be_able_to_restart_watching_from_the_last_resource_version_observed_by_the_previous_watch(space):
    name, label = "e2e-watch-test-watch-closed", "watch-closed-and-restarted"
    with space.watch("configmaps", labelSelector=f"{KEY}={label}") as watch:
        space.create("configmaps", config_map(name, label))
        mutate(space, name, "1")
        seen(watch, "ADDED", name)
        last = seen(watch, "MODIFIED", name, "1")
    mutate(space, name, "2")
    version = last["metadata"]["resourceVersion"]
    with space.watch("configmaps", labelSelector=f"{KEY}={label}", resourceVersion=version) as watch:
        space.delete("configmaps", name)
        seen(watch, "MODIFIED", name, "2")
        seen(watch, "DELETED", name, "2")


def test_should_observe_an_object_deletion_if_it_stops_meeting_the_requirements_of_the_selector(space):
    name, label = "e2e-watch-test-label-changed", "label-changed-and-restored"

    def relabel(value):
        space.changed("configmaps", name, lambda found: found["metadata"].update(labels={KEY: value}))

    with space.watch("configmaps", labelSelector=f"{KEY}={label}") as watch:
        space.create("configmaps", config_map(name, label))
        mutate(space, name, "1")
        relabel("wrong-value")
        seen(watch, "ADDED", name)
        seen(watch, "MODIFIED", name, "1")
        seen(watch, "DELETED", name, "1")
        mutate(space, name, "2")
        relabel(label)
        mutate(space, name, "3")
        space.delete("configmaps", name)
        seen(watch, "ADDED", name, "2")
        seen(watch, "MODIFIED", name, "3")
        seen(watch, "DELETED", name, "3")


def test_should_receive_events_on_concurrent_watches_in_same_order(space):
    start = space.get("configmaps")["metadata"]["resourceVersion"]
    made = threading.Thread(target=_produce, args=(space, 30))
    with space.watch("configmaps", resourceVersion=start) as first:
        made.start()
        versions = [first.next().object["metadata"]["resourceVersion"] for _ in range(30)]
    made.join()
    for version, following in itertools.pairwise(versions):
        with space.watch("configmaps", resourceVersion=version) as another:
            assert another.next().object["metadata"]["resourceVersion"] == following


def _produce(space, events):
    for number in range(events // 3):
        name = f"e2e-order-{number}"
        space.create("configmaps", config_map(name, "order"))
        mutate(space, name, "1")
        space.delete("configmaps", name)


@pytest.mark.parametrize("version", ["x", "-1"])
def test_it_refuses_versions_that_are_none(space, version):
    with pytest.raises(Refused, match="400"):
        space.get("configmaps", watch="true", resourceVersion=version)
