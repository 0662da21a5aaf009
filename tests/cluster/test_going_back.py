"""Going back is a commit: what is watched follows, what is left is kept, and what was done can be taken back."""

import pytest

from cluster import store
from cluster.core.kinds import key_of
from cluster.core.moves import Delete
from cluster.models import Branch, Leap, Snapshot
from cluster.store import cache, log
from cluster.store.branching import MOST
from tests.cluster.samples import config_map, lived, putting, with_image

pytestmark = pytest.mark.django_db

SETTINGS = ("ConfigMap", "default", "settings")


def contents(state):
    """The objects without their resourceVersions, which alone move on."""
    return {key: {**obj, "metadata": {**obj["metadata"], "resourceVersion": ""}} for key, obj in state.objects.items()}


def told(cluster, after):
    return store.changes_after(cluster.id, after, limit=100_000)


@pytest.fixture
def rolled(cluster, wall):
    """A cluster that was given a new image in the middle; `before` is the state before that."""
    cluster.before = lived(cluster, wall, 6)
    store.act(cluster.id, with_image("nginx:1.28"))
    cluster.after = lived(cluster, wall, 3)
    return cluster


def test_it_is_as_it_was(rolled):
    state = store.fork_at(rolled.id, rolled.before.revision)
    assert contents(state) == contents(rolled.before)
    assert state.revision > rolled.after.revision
    assert state.now <= rolled.before.now < rolled.after.now
    cache.clear()
    assert contents(store.load(rolled.id)) == contents(rolled.before)


def test_it_is_one_step_by_the_one_who_goes_back(rolled):
    state = store.fork_at(rolled.id, rolled.before.revision)
    entries = told(rolled, rolled.after.revision)
    assert {entry.step for entry in entries} == {rolled.after.revision + 1}
    assert {entry.actor for entry in entries} == {"you"}
    assert {entry.now for entry in entries} == {state.now}
    (reason,) = {entry.reason for entry in entries}
    assert reason.startswith("you went back to 00:00:0")
    assert reason.endswith(f" (revision {rolled.before.revision})")


def test_it_keeps_the_log_without_gaps(rolled):
    store.fork_at(rolled.id, rolled.before.revision)
    objects = {}
    for entry in told(rolled, 0):
        if entry.verb == "delete":
            del objects[entry.key]
        else:
            assert (entry.verb == "create") == (entry.key not in objects)
            objects[entry.key] = entry.object
    assert objects == dict(store.load(rolled.id).objects)


def test_it_goes_on_from_there(rolled, wall):
    store.fork_at(rolled.id, rolled.before.revision)
    state = lived(rolled, wall, 60)
    (deployment,) = state.of_kind("Deployment")
    assert deployment["status"]["availableReplicas"] == 3
    assert {pod["spec"]["containers"][0]["image"] for pod in state.of_kind("Pod")} == {"nginx:1.27"}


def test_it_does_nothing_at_the_newest_revision(cluster):
    assert store.fork_at(cluster.id, cluster.revision).revision == cluster.revision
    assert not Leap.objects.exists()


@pytest.mark.parametrize("revision", [-1, 0, 10_000])
def test_it_goes_nowhere_else(rolled, revision):
    with pytest.raises(LookupError):
        store.fork_at(rolled.id, revision)
    assert store.load(rolled.id).revision == rolled.after.revision


def test_it_goes_to_the_end_of_a_step(cluster):
    store.act(cluster.id, lambda state: [*putting(config_map("a"))(state), *putting(config_map("b"))(state)])
    store.act(cluster.id, putting(config_map("c")))
    state = store.fork_at(cluster.id, cluster.revision + 1)
    assert {obj["metadata"]["name"] for obj in state.of_kind("ConfigMap", "default")} >= {"a", "b"}
    assert state.get("ConfigMap", "default", "c") is None


def test_it_leaves_a_trace_where_nothing_differs(cluster):
    store.act(cluster.id, putting(config_map()))
    store.act(cluster.id, lambda _: [Delete(SETTINGS, "test")])
    state = store.fork_at(cluster.id, cluster.revision)
    assert state.revision == cluster.revision + 3
    assert store.lineage(cluster.id) == ((1, cluster.revision), (state.revision, state.revision))


def test_it_brings_back_the_very_object_that_was_replaced(cluster):
    first = store.act(cluster.id, putting(config_map(color="red")))
    store.act(cluster.id, lambda _: [Delete(SETTINGS, "test")])
    second = store.act(cluster.id, putting(config_map(color="blue")))
    state = store.fork_at(cluster.id, first.revision)
    assert [entry.verb for entry in told(cluster, second.revision)] == ["delete", "create"]
    assert state.at(SETTINGS)["metadata"]["uid"] == first.at(SETTINGS)["metadata"]["uid"]


def test_it_goes_back_to_before_a_reset(cluster, wall):
    before = lived(cluster, wall, 2)
    store.reset(cluster.id)
    assert contents(store.fork_at(cluster.id, before.revision)) == contents(before)


def test_it_says_that_a_reset_is_taken_back(cluster, wall):
    lived(cluster, wall, 2)
    store.reset(cluster.id)
    assert [mark.what for mark in store.steps_after(cluster.id, 0, 1000)][-1] == "reset the cluster"
    assert store.undo(cluster.id).what == "reset the cluster"


def test_it_keeps_the_future_as_a_branch(rolled):
    store.fork_at(rolled.id, rolled.before.revision, name="careful")
    left, present = store.branches(rolled.id)
    assert (left.name, left.head, left.head_now) == ("branch 1", rolled.after.revision, rolled.after.now)
    assert (present.name, present.forked_at, present.is_current) == ("careful", rolled.before.revision, True)
    assert present.head == store.load(rolled.id).revision


def test_it_returns_to_a_branch(rolled, wall):
    store.fork_at(rolled.id, rolled.before.revision)
    store.act(rolled.id, putting(config_map()))
    state = store.return_to(rolled.id, store.branches(rolled.id)[0].id)
    assert contents(state) == contents(rolled.after)
    assert state.now == rolled.after.now
    assert [branch.is_current for branch in store.branches(rolled.id)] == [True, False]
    reasons = {entry.reason for entry in told(rolled, rolled.after.revision)}
    assert any(reason.startswith("you returned to “branch 1” at 00:00:09") for reason in reasons)


def test_it_stays_where_it_is_when_returned_to_the_present(rolled):
    (only,) = store.branches(rolled.id)
    assert store.return_to(rolled.id, only.id).revision == rolled.after.revision
    store.fork_at(rolled.id, rolled.before.revision)
    revision = store.load(rolled.id).revision
    assert store.return_to(rolled.id, store.branches(rolled.id)[1].id).revision == revision


def test_it_lets_go_of_a_branch_on_which_nothing_was_done(rolled):
    store.fork_at(rolled.id, rolled.before.revision)
    store.return_to(rolled.id, store.branches(rolled.id)[0].id)
    assert [branch.name for branch in store.branches(rolled.id)] == ["branch 1"]


def test_it_renames_a_branch(rolled):
    store.rename_branch(rolled.id, store.branches(rolled.id)[0].id, "  with the   bug ")
    assert [branch.name for branch in store.branches(rolled.id)] == ["with the bug"]


@pytest.mark.parametrize(("name", "message"), [(" ", "needs a name"), ("x" * 64, "at most 63 characters")])
def test_it_refuses_poor_names(rolled, name, message):
    with pytest.raises(ValueError, match=message):
        store.rename_branch(rolled.id, 0, name)


def test_it_knows_no_branch_of_another_cluster(rolled):
    store.fork_at(rolled.id, rolled.before.revision)
    other = store.create_cluster()
    for branch in store.branches(rolled.id):
        with pytest.raises(LookupError):
            store.return_to(other.id, branch.id)
        with pytest.raises(LookupError):
            store.rename_branch(other.id, branch.id, "mine")


def test_it_keeps_so_many_branches(cluster):
    for number in range(MOST + 5):
        store.act(cluster.id, putting(config_map(count=str(number))))
        store.fork_at(cluster.id, cluster.revision, name="first" if number == 0 else "")
    names = [branch.name for branch in store.branches(cluster.id)]
    assert len(names) == MOST + 1
    assert {"branch 1", "first", f"branch {MOST + 5}"} <= set(names)


def test_it_returns_to_a_branch_whose_log_is_gone(cluster, monkeypatch, settings):
    monkeypatch.setattr(log, "SNAPSHOT_EVERY", 40)
    settings.CLUSTER_LOG_KEEP = 100
    left = store.act(cluster.id, putting(config_map(color="red")))
    store.fork_at(cluster.id, cluster.revision)
    for number in range(300):
        store.act(cluster.id, putting(config_map(count=str(number))))
    assert store.lineage(cluster.id)[0][0] > left.revision
    assert contents(store.return_to(cluster.id, store.branches(cluster.id)[0].id)) == contents(left)


def test_it_removes_all_of_it_with_the_cluster(rolled):
    store.fork_at(rolled.id, rolled.before.revision)
    store.delete(rolled.id)
    assert not any(model.objects.exists() for model in (Branch, Leap, Snapshot))


def test_it_takes_back_what_was_done_last(rolled):
    undone = store.undo(rolled.id)
    assert undone.what == "Deployment web: image of nginx nginx:1.27 → nginx:1.28"
    assert contents(undone.state) == contents(rolled.before)
    assert undone.state.now == rolled.before.now


def test_it_takes_back_one_act_after_the_other(cluster, wall):
    for color in ("red", "green", "blue"):
        store.act(cluster.id, putting(config_map(color=color)), actor="you (kubectl apply)")
        wall.passes(1)
    colors = [store.undo(cluster.id).state.at(SETTINGS)["data"]["color"] for _ in range(2)]
    assert colors == ["green", "red"]
    assert SETTINGS not in store.undo(cluster.id).state.objects
    with pytest.raises(store.NothingToUndo, match="nobody has done anything"):
        store.undo(cluster.id)


def test_it_takes_an_undo_back_by_returning(rolled):
    store.undo(rolled.id)
    assert contents(store.return_to(rolled.id, store.branches(rolled.id)[0].id)) == contents(rolled.after)


def test_it_says_that_there_is_nothing_to_take_back(cluster):
    with pytest.raises(store.NothingToUndo, match="nobody has done anything"):
        store.undo(cluster.id)


def test_it_says_that_what_was_done_is_no_longer_kept(cluster):
    state = store.act(cluster.id, putting(config_map()))
    log.packed(state).keep(cluster.id)
    log.compact(cluster.id, state.revision)
    store.Cluster.objects.filter(pk=cluster.id).update(compacted=state.revision)
    with pytest.raises(store.NothingToUndo, match="no longer kept"):
        store.undo(cluster.id)


def test_it_takes_back_what_was_done_meanwhile_too(rolled, wall):
    """Who acts while someone else goes back is not lost: their act stands in the branch that is left."""
    store.act(rolled.id, putting(config_map(color="red")))
    store.fork_at(rolled.id, rolled.before.revision)
    left = store.branches(rolled.id)[0]
    assert key_of(store.state_at(rolled.id, left.head).at(SETTINGS)) == SETTINGS
