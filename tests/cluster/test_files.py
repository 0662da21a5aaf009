"""An exported cluster can be made again, byte for byte; a file that was changed is refused in one sentence."""

import copy

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster import store
from cluster.models import Change, Cluster
from cluster.store import cache, file_format, log, past, reliving
from cluster.store.reading import hold
from tests.cluster.acts import ACTS
from tests.cluster.samples import config_map, lived, putting, with_image

pytestmark = pytest.mark.django_db

LOG = ("revision", "step", "now", "actor", "reason", "what", "quiet", "verb", "kind", "namespace", "name", "object")


def assert_same(one, other):
    """Two clusters have the same life behind them, and before them."""
    cache.clear()
    past.clear()
    logs = [list(Change.objects.filter(cluster=c).order_by("revision").values_list(*LOG)) for c in (one, other)]
    assert logs[0] == logs[1]
    a, b = hold(one.id), hold(other.id)
    assert (a.state.now, a.state.objects, a.state.queue.items) == (b.state.now, b.state.objects, b.state.queue.items)
    assert (a.clock.speed, a.clock.paused, a.compacted) == (b.clock.speed, b.clock.paused, b.compacted)
    assert store.lineage(one.id) == store.lineage(other.id)
    assert [view[1:-1] for view in store.branches(one.id)] == [view[1:-1] for view in store.branches(other.id)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(1, 11)), max_size=12))
def test_it_comes_to_the_same_bytes(db, wall, acts):
    cluster = store.create_cluster()
    for name, n in [("scale", 3), *acts]:
        ACTS[name](cluster, wall, n)
    data = store.export_file(cluster.id)
    again = store.import_file(data)
    assert store.export_file(again.id) == data
    assert_same(cluster, again)


@pytest.fixture
def branched(cluster, wall):
    """A cluster with two branches, in the middle of something."""
    before = lived(cluster, wall, 6)
    store.act(cluster.id, with_image("nginx:1.28"))
    lived(cluster, wall, 3)
    store.fork_at(cluster.id, before.revision, name="careful")
    store.act(cluster.id, putting(config_map()))
    lived(cluster, wall, 1)
    return cluster


def test_it_is_the_same_cluster_again(branched):
    assert_same(branched, store.import_file(store.export_file(branched.id), name="again"))


def test_it_can_be_returned_in(branched):
    again = store.import_file(store.export_file(branched.id))
    states = [store.return_to(one.id, store.branches(one.id)[0].id) for one in (branched, again)]
    assert states[0].objects == states[1].objects


def test_it_lives_the_same_life(branched, wall):
    again = store.import_file(store.export_file(branched.id))
    wall.passes(1.5)
    assert store.advance(again.id).objects == store.advance(branched.id).objects


def test_it_survives_other_spacing(branched):
    data = orjson.dumps(orjson.loads(store.export_file(branched.id)), option=orjson.OPT_INDENT_2)
    assert_same(branched, store.import_file(data))


def test_it_begins_where_the_log_begins(cluster, monkeypatch, settings):
    monkeypatch.setattr(log, "SNAPSHOT_EVERY", 40)
    settings.CLUSTER_LOG_KEEP = 100
    store.act(cluster.id, putting(config_map(color="red")))
    for number in range(300):
        store.act(cluster.id, putting(config_map(count=str(number))))
        if number == 20:
            store.fork_at(cluster.id, cluster.revision + 1)
        if number == 250:
            store.return_to(cluster.id, store.branches(cluster.id)[0].id)
    assert hold(cluster.id).compacted > cluster.revision + 30
    assert_same(cluster, store.import_file(store.export_file(cluster.id)))


def test_it_keeps_a_clock_that_stands(branched):
    store.pause(branched.id)
    store.set_speed(branched.id, 7)
    clock = hold(store.import_file(store.export_file(branched.id)).id).clock
    assert (clock.paused, clock.speed) == (True, 7)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "not an exported cluster"),
        (b'{"format": "simulated-cluster", "version": 2}', "of version 2"),
        (b'{"format": "simulated-cluster", "version": 1}', "speed is not a number between"),
        (b" " * (file_format.LARGEST + 1), "has 32 MB; at most 32 are read"),
    ],
    ids=["empty", "no text", "deep", "another thing", "a later version", "without parts", "large"],
)
def test_it_refuses_what_is_no_file(db, data, message):
    with pytest.raises(ValueError, match=message):
        store.import_file(data)
    assert not Cluster.objects.exists()


def tampered(cluster, change):
    value = orjson.loads(store.export_file(cluster.id))
    change(value)
    return orjson.dumps(value)


def deployed(value):
    """The act that created the Deployment."""
    return value["acts"][1]


TAMPERINGS = {
    "another result": (lambda v: v["end"].update(sha256="0" * 64), "leads elsewhere"),
    "another moment": (lambda v: deployed(v).update(at=deployed(v)["at"] + 1), "leads elsewhere"),
    "another seed": (lambda v: v.update(seed="other"), "leads elsewhere"),
    "an act left out": (lambda v: v["acts"].pop(1), "leads elsewhere"),
    "other objects": (lambda v: v["end"]["objects"].pop(), "leads elsewhere"),
    "a goal that never was": (lambda v: v["acts"][-2].update(back_to=7), "leads elsewhere"),
    "a controller's act": (lambda v: deployed(v).update(actor="default-scheduler"), r"acts\[1\].actor is not a person"),
    "no number": (lambda v: deployed(v).update(at="now"), r"acts\[1\].at is not a whole number"),
    "the year 10000": (lambda v: v["end"].update(now=10**15), "end.now is not a whole number"),
    "a kind of one's own": (
        lambda v: deployed(v)["changes"][0]["object"].update(kind="Web"),
        r"acts\[1\].changes\[0\].object is not an object of a known kind",
    ),
    "an invalid object": (
        lambda v: deployed(v)["changes"][0]["object"]["spec"].update(replicas=-1),
        r"what no cluster would store: .*spec.replicas: Invalid value: -1",
    ),
    "no present branch": (lambda v: v["branches"].pop(), "one of its branches must be the present"),
    "a branch from nowhere": (lambda v: v["branches"][0].update(head=30), "ends where nobody left it"),
    "a nameless branch": (lambda v: v["branches"][0].update(name=" "), "needs a name"),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_it_refuses_what_was_changed(branched, tampering):
    change, message = TAMPERINGS[tampering]
    with pytest.raises(ValueError, match=message):
        store.import_file(tampered(branched, change))
    assert Cluster.objects.count() == 1


def test_it_does_not_live_through_anything_however_long(branched, monkeypatch):
    monkeypatch.setattr(reliving, "PATIENCE", 0)
    with pytest.raises(ValueError, match="takes more than 0 seconds"):
        store.import_file(store.export_file(branched.id))


def places(value, path=()):
    """The paths of everything in a JSON value."""
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


def refused(data):
    """The sentence by which a file is refused, if it is."""
    try:
        store.import_file(data)
    except ValueError as refusal:
        return str(refusal)
    return None


STRANGE = st.sampled_from([None, True, -1, 0, 2**53, 1e300, "", "x", "\0", "é" * 300, [], {}, [None], {"a": {}}])


@pytest.fixture
def value(branched):
    return orjson.loads(store.export_file(branched.id))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_it_never_fails_otherwise(db, value, data):
    broken = copy.deepcopy(value)
    path = data.draw(st.sampled_from([path for path in places(broken) if path]))
    inner = broken
    for key in path[:-1]:
        inner = inner[key]
    if data.draw(st.booleans()):
        del inner[path[-1]]
    else:
        inner[path[-1]] = data.draw(STRANGE)
    refusal = refused(orjson.dumps(broken))
    assert refusal is None or refusal.startswith("This file ") or "branch" in refusal


def test_it_can_end_in_the_middle_of_a_moment(wall):
    cluster = store.create_cluster()
    store.pause(cluster.id)
    ACTS["scale"](cluster, wall, 3)
    for _ in range(12):
        store.step_once(cluster.id)
        assert_same(cluster, store.import_file(store.export_file(cluster.id)))
