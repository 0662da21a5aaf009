"""The lineage of the present reads as one story, whatever else happened."""

import pytest

from cluster import store
from cluster.core.actors import is_act
from tests.cluster.samples import config_map, deployment, lived, putting

pytestmark = pytest.mark.django_db

SETTINGS = ("ConfigMap", "default", "settings")


@pytest.mark.parametrize("actor", ["you", "you (kubectl apply)", "you (lightkube)", "admin ada", "ada"])
def test_it_knows_people(actor):
    assert is_act(actor)


@pytest.mark.parametrize("actor", ["kubeadm", "kubelet/node-1", "kubelet", "default-scheduler", "event-ttl"])
def test_it_knows_components(actor):
    assert not is_act(actor)


def painted(cluster, *colors):
    """Revisions after the map got each of these colors."""
    return [store.act(cluster.id, putting(config_map(color=color))).revision for color in colors]


@pytest.fixture
def forked(cluster):
    """Red, green and blue; back to red, then grey and white; back to blue, then black: (cluster, revisions)."""
    red, _, blue = painted(cluster, "red", "green", "blue")
    store.fork_at(cluster.id, red)
    grey, _ = painted(cluster, "grey", "white")
    store.return_to(cluster.id, store.branches(cluster.id)[0].id)
    (black,) = painted(cluster, "black")
    return cluster, {"red": red, "blue": blue, "grey": grey, "black": black}


def test_it_is_the_whole_log_at_first(cluster):
    assert store.lineage(cluster.id) == ((1, cluster.revision),)


def test_it_leaves_out_what_was_left(forked):
    cluster, at = forked
    assert store.lineage(cluster.id) == ((1, at["blue"]), (at["black"] - 1, at["black"]))


def test_it_leads_to_any_revision(forked):
    cluster, at = forked
    assert store.lineage(cluster.id, at["red"]) == ((1, at["red"]),)
    assert store.lineage(cluster.id, at["grey"]) == ((1, at["red"]), (at["blue"] + 1, at["grey"]))


def test_it_reads_changes_along_it(forked):
    cluster, at = forked
    along = store.lineage(cluster.id, at["grey"])
    colors = [entry.object["data"]["color"] for entry in store.changes_of(cluster.id, SETTINGS, along=along)]
    assert colors == ["grey", "red", "red"]
    entries = store.newest_changes(cluster.id, 4, at["black"], along=along)
    assert [entry.revision for entry in entries] == [at["red"] - 1, at["red"], at["blue"] + 1, at["grey"]]
    assert [e.revision for e in store.newest_changes(cluster.id, 9, at["black"], after=at["red"], along=along)] == [
        at["blue"] + 1,
        at["grey"],
    ]


def test_it_marks_the_steps_along_it(forked):
    cluster, at = forked
    marks = store.steps_after(cluster.id, at["red"] - 1, 100)
    assert [mark.revision for mark in marks] == [at["red"], at["red"] + 1, at["blue"], at["black"] - 1, at["black"]]
    assert [mark.back_to for mark in marks] == [None, None, None, at["blue"], None]
    assert all(mark.is_act and not mark.quiet for mark in marks)
    assert marks[0].what == "created ConfigMap settings"


def test_it_marks_steps_by_their_last_change(cluster, wall):
    lived(cluster, wall, 3)
    marks = store.steps_after(cluster.id, 0, 100_000)
    entries = store.changes_after(cluster.id, 0, 100_000)
    assert [mark.revision for mark in marks] == sorted({entry.step: entry.revision for entry in entries}.values())
    assert (marks[0].actor, marks[0].quiet, marks[0].is_act) == ("kubeadm", True, False)
    assert [mark.actor for mark in marks if mark.is_act] == ["you"]


def test_it_marks_so_many_steps(cluster, wall):
    lived(cluster, wall, 3)
    first = store.steps_after(cluster.id, 0, 5)
    assert len(first) == 5
    assert store.steps_after(cluster.id, first[-1].revision, 1000) == store.steps_after(cluster.id, 0, 1000)[5:]


def test_it_marks_nothing_beyond_what_may_be_seen(forked):
    cluster, at = forked
    assert store.steps_after(cluster.id, 0, 100, until=at["red"])[-1].revision == at["red"]


def test_it_tells_the_first_change_that_is_worth_it(cluster, wall):
    store.act(cluster.id, putting(deployment()))
    (mark,) = store.steps_after(cluster.id, cluster.revision, 10)
    assert (mark.what, mark.reason) == ("created Deployment web with 3 replicas", "test")


def test_it_marks_a_reset_as_one_step(cluster, wall):
    lived(cluster, wall, 1)
    before = store.load(cluster.id)
    after = store.reset(cluster.id)
    (mark,) = store.steps_after(cluster.id, before.revision, 10)
    assert (mark.revision, mark.actor, mark.is_act, mark.quiet) == (after.revision, "you", True, False)
    assert mark.reason == "you reset the cluster"


def test_it_goes_to_the_end_of_a_reset(cluster, wall):
    store.reset(cluster.id)
    after = lived(cluster, wall, 1)
    assert store.fork_at(cluster.id, cluster.revision + 1).count("Node") == 3
    assert store.load(cluster.id).revision > after.revision
