"""Acts land whole or not at all, at the present moment, and the loser of a race thinks again."""

import pytest
from django.db import transaction

from cluster import store
from cluster.core.kinds import KINDS
from cluster.core.moves import Delete
from cluster.core.state import State
from cluster.models import KIND_MODELS, Change, ConfigMap, Pod, Waiting
from cluster.store import cache, due
from cluster.store.acting import ATTEMPTS
from cluster.store.committing import Turn, commit
from cluster.store.reading import hold
from tests.cluster.samples import config_map, lived, putting

pytestmark = pytest.mark.django_db


def test_it_has_a_table_for_each_kind():
    assert set(KIND_MODELS) == set(KINDS)


def test_it_creates_a_cluster_at_rest(cluster):
    state = store.load(cluster.id)
    assert state.count("Node") == 3
    assert (cluster.revision, cluster.wake_at) == (state.revision, None)
    assert due.next_due() is None


def test_it_gives_each_cluster_a_name_and_a_seed_of_its_own(cluster):
    first, second = store.create_cluster(), store.create_cluster()
    assert len({first.name, second.name, cluster.name}) == 3
    assert first.seed != second.seed


def test_it_stores_an_act_with_its_log_row(cluster, wall):
    wall.passes(1.5)
    state = store.act(cluster.id, putting(config_map(color="red")), actor="ada")
    row = Change.objects.get(cluster=cluster, revision=state.revision)
    assert (row.actor, row.verb, row.kind, row.name, row.now) == ("ada", "create", "ConfigMap", "settings", wall.now)
    assert row.object == ConfigMap.objects.get(cluster=cluster, name="settings").object


def test_it_writes_nothing_for_an_act_that_changes_nothing(cluster, django_assert_num_queries):
    store.act(cluster.id, putting(config_map(color="red")))
    before = store.load(cluster.id)
    with django_assert_num_queries(1):
        assert store.act(cluster.id, putting(config_map(color="red"))).revision == before.revision


def test_it_changes_nothing_when_an_act_is_refused(cluster):
    def refused(_state):
        yield from putting(config_map())(_state)
        raise ValueError("no")

    before = store.load(cluster.id)
    with pytest.raises(ValueError, match="no"):
        store.act(cluster.id, refused)
    assert store.load(cluster.id) == before
    assert not ConfigMap.objects.filter(cluster=cluster, name="settings").exists()


def test_it_lets_nobody_commit_on_top_of_what_they_did_not_see(cluster):
    seen = hold(cluster.id)
    store.act(cluster.id, putting(config_map(color="red")))
    with pytest.raises(store.Lost):
        commit(Turn(seen, seen.state, (), seen.clock))


def test_it_thinks_again_after_a_lost_race(cluster):
    decided = []

    def raced(state):
        if not decided:
            store.act(cluster.id, putting(config_map(name="quicker")))
        decided.append(state.revision)
        return putting(config_map())(state)

    state = store.act(cluster.id, raced)
    assert decided == [cluster.revision, cluster.revision + 1]
    assert state.get("ConfigMap", "default", "quicker")
    assert state.get("ConfigMap", "default", "settings")


def test_it_gives_up_when_it_always_loses(cluster):
    def always_raced(state):
        store.act(cluster.id, putting(config_map(count=str(state.revision))))
        return putting(config_map(name="never"))(state)

    with pytest.raises(store.Lost):
        store.act(cluster.id, always_raced)
    assert store.load(cluster.id).revision == cluster.revision + ATTEMPTS


def test_it_remembers_nothing_of_a_transaction_rolled_back(cluster):
    before = store.load(cluster.id)
    with transaction.atomic():
        store.act(cluster.id, putting(config_map()))
        transaction.set_rollback(True)
    assert store.load(cluster.id) == before
    assert store.act(cluster.id, putting(config_map(name="other"))).revision == before.revision + 1


def test_it_replaces_an_object_deleted_and_created_in_one_act(cluster):
    store.act(cluster.id, putting(config_map(color="red")))
    old = ConfigMap.objects.get(cluster=cluster, name="settings")
    key = ("ConfigMap", "default", "settings")
    state = store.act(cluster.id, lambda _: [Delete(key, "test"), *putting(config_map(color="blue"))(State("", 0))])
    new = ConfigMap.objects.get(cluster=cluster, name="settings")
    assert new.uid == state.at(key)["metadata"]["uid"] != old.uid


def test_it_reads_back_what_it_stored(cluster, wall):
    state = lived(cluster, wall, 2)
    cache.clear()
    assert store.load(cluster.id)._replace(queue=state.queue) == state


def test_it_stores_the_waiting_work_exactly(cluster, wall):
    for _ in range(12):
        state = lived(cluster, wall, 0.3)
        cache.clear()
        assert store.load(cluster.id).queue.dump() == state.queue.dump()
    assert Waiting.objects.filter(cluster=cluster).count() > 1


def test_it_fills_the_columns_that_the_admin_searches(cluster, wall):
    lived(cluster, wall, 3)
    pod = Pod.objects.filter(cluster=cluster).first()
    assert pod.owner.startswith("ReplicaSet/web-")
    assert pod.phase == "Pending" or pod.node


def test_it_removes_a_cluster_with_everything(cluster, wall):
    other = store.create_cluster()
    lived(cluster, wall, 2)
    store.delete(cluster.id)
    for model in (*KIND_MODELS.values(), Change, Waiting):
        assert not model.objects.filter(cluster_id=cluster.id).exists()
    assert store.load(other.id).count("Node") == 3
    with pytest.raises(store.Cluster.DoesNotExist):
        store.act(cluster.id, putting(config_map()))


def test_it_begins_anew_in_the_same_log(cluster, wall):
    before = lived(cluster, wall, 2)
    state = store.reset(cluster.id)
    assert state.count("Deployment") == 0
    assert {obj["metadata"]["name"] for obj in state.of_kind("Node")} == {"node-1", "node-2", "node-3"}
    cache.clear()
    assert store.load(cluster.id).objects == state.objects
    revisions = [entry.revision for entry in store.changes_after(cluster.id, before.revision)]
    assert revisions == list(range(before.revision + 1, state.revision + 1))


def test_it_exports_every_object_without_private_notes(cluster, wall):
    state = lived(cluster, wall, 3)
    text = store.export(cluster.id)
    assert text.count("apiVersion: ") >= len(state.objects)
    assert "\nsimulation:" not in text
    assert store.export(cluster.id, "json").startswith('{\n  "apiVersion": "v1",\n  "kind": "List"')
