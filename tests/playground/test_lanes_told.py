"""What the lanes and the timeline are told: the log of the lineage, once, and then what is new."""

import orjson
import pytest

from cluster import store
from cluster.core import manifests
from cluster.core.acts import deployments, objects
from playground.sandbox import following
from playground.sandbox.lanes import relay, timeline
from tests.core.test_traffic import SERVICE
from tests.worlds import KEY, WEB


@pytest.fixture(autouse=True)
def no_readers():
    relay.FOLLOWER.forget()
    timeline.FOLLOWER.forget()


@pytest.fixture
def rolled(alice):
    """Alice's sandbox after a rolling update: (client, sandbox, revision before the update)."""
    client, sandbox = alice
    pk = sandbox.cluster_id
    store.pause(pk)
    for document in manifests.read(WEB):
        store.act(pk, lambda state, document=document: objects.apply(state, document).moves)
    settle(pk)
    before = store.load(pk).revision
    store.act(pk, lambda state: deployments.set_image(state, KEY, "nginx", "nginx:1.28"))
    settle(pk)
    return client, sandbox, before


def settle(cluster_id):
    """Let the cluster live until nothing is due for ten seconds."""
    while (revision := store.load(cluster_id).revision) is not None:
        for _ in range(5):
            store.skip_to_next(cluster_id)
        if store.load(cluster_id).revision == revision:
            return


def told(client, sandbox, what, **asked):
    answer = client.get(f"/s/{sandbox.name}/{what}.json", asked)
    assert answer.status_code == 200
    return orjson.loads(answer.content)


def test_it_tells_the_relay_of_the_whole_log(rolled):
    client, sandbox, _ = rolled
    answer = told(client, sandbox, "relay")
    assert (answer["anew"], answer["older"], answer["cursor"]) == (True, 0, store.load(sandbox.cluster_id).revision)
    created = next(step for step in answer["steps"] if step["lane"] == "replicaset")
    assert created["whats"][0].startswith("created Pod web-")
    assert created["cause"]["title"].startswith("ReplicaSet web-")


def test_it_tells_the_timeline_of_the_whole_log(rolled):
    client, sandbox, _ = rolled
    answer = told(client, sandbox, "timeline")
    assert [len(answer[part]) for part in ("workloads", "versions", "bars")] == [1, 2, 6]
    assert [version["hue"] for version in answer["versions"]] == [0, 1]
    assert [bar["end"] is None for bar in answer["bars"]] == [False] * 3 + [True] * 3
    moments = [count[1] for count in answer["counts"]]
    assert moments == sorted(set(moments))
    assert [mark["kind"] for mark in answer["marks"]].count("revision") == 2


@pytest.mark.parametrize("what", ["relay", "timeline"])
def test_it_tells_only_what_is_new(rolled, what):
    client, sandbox, before = rolled
    first, rest = told(client, sandbox, what), told(client, sandbox, what, after=before)
    assert (first["anew"], rest["anew"]) == (True, False)
    part = {"relay": "steps", "timeline": "marks"}[what]
    assert rest[part] == [one for one in first[part] if one["revision"] > before]
    assert 0 < len(rest[part]) < len(first[part])
    assert told(client, sandbox, what, after=first["cursor"])[part] == []


def test_it_reads_no_row_twice(rolled, monkeypatch):
    client, sandbox, _ = rolled
    told(client, sandbox, "relay")
    read = []
    known = store.changes_along
    monkeypatch.setattr(store, "changes_along", lambda *asked: read.append(asked) or known(*asked))
    told(client, sandbox, "relay")
    assert read == []
    cursor = store.load(sandbox.cluster_id).revision
    store.act(sandbox.cluster_id, lambda state: deployments.scale(state, KEY, 5))
    assert told(client, sandbox, "relay", after=cursor)["steps"][0]["whats"] == ["Deployment web: scaled from 3 to 5"]
    assert [after for _, _, after in read] == [cursor]


def test_it_follows_a_cluster_back_in_time(rolled):
    client, sandbox, before = rolled
    left = told(client, sandbox, "timeline")
    store.fork_at(sandbox.cluster_id, before)
    after = told(client, sandbox, "timeline", after=left["cursor"])
    assert after["anew"]
    assert [len(after[part]) for part in ("versions", "bars")] == [1, 3]
    assert [mark["kind"] for mark in after["marks"]][-2:] == ["complete", "leap"]
    steps = told(client, sandbox, "relay")["steps"]
    assert steps[-1]["whats"][0].startswith("you went back to ")


@pytest.mark.parametrize("what", ["relay", "timeline"])
def test_it_tells_all_to_the_owner_who_looks_back(rolled, what):
    client, sandbox, before = rolled
    assert told(client, sandbox, what, at=before)["cursor"] == store.load(sandbox.cluster_id).revision


def test_it_tells_what_led_to_a_moment_that_was_left(rolled):
    client, sandbox, before = rolled
    left = store.load(sandbox.cluster_id).revision
    store.fork_at(sandbox.cluster_id, before)
    answer = told(client, sandbox, "timeline", at=left)
    assert (answer["cursor"], len(answer["bars"])) == (left, 6)


def test_it_tells_a_guest_no_more_than_the_linked_moment(rolled, charlie):
    client, sandbox, before = rolled
    whole = told(client, sandbox, "timeline")
    link = client.get(f"/s/{sandbox.name}/link", {"at": before}).content.decode()
    guest = charlie[0]
    guest.get(link[link.index("/m/") : link.index("/", link.index("/m/") + 3) + 1])
    seen = told(guest, sandbox, "timeline")
    assert (seen["cursor"], len(seen["bars"]), len(whole["bars"])) == (before, 3, 6)
    assert all(bar["end"] is None for bar in seen["bars"])
    assert max(step["revision"] for step in told(guest, sandbox, "relay")["steps"]) == before


def test_it_begins_where_the_log_does(rolled, settings):
    client, sandbox, _ = rolled
    settings.CLUSTER_LOG_KEEP = 10
    cluster_id = sandbox.cluster_id
    for size in range(3, 60):
        store.act(cluster_id, lambda state, size=size: deployments.scale(state, KEY, size % 2 * 40))
        settle(cluster_id)
        if store.lineage(cluster_id)[0][0] > 1:
            break
    answer = told(client, sandbox, "timeline")
    assert answer["begins"] == store.lineage(cluster_id)[0][0] - 1 > 0
    state = store.load(cluster_id)
    assert sum(bar["end"] is None for bar in answer["bars"]) == state.count("Pod", "default")


def test_it_draws_the_frames_of_both_views(rolled):
    client, sandbox, _ = rolled
    for view in ("relay", "timeline"):
        html = client.get(f"/s/{sandbox.name}/stage", {"view": view}).content.decode()
        assert f'data-source="/s/{sandbox.name}/{view}.json"' in html
        assert "3 of 3 pods are up to date and available" in html


PREFIXES = {
    "nothing": ((), ((1, 9),), True),
    "longer": (((1, 9),), ((1, 12),), True),
    "shorter": (((1, 12),), ((1, 9),), False),
    "with a leap": (((1, 9),), ((1, 9), (20, 31)), True),
    "turned before": (((1, 9),), ((1, 7), (20, 31)), False),
    "compacted": (((1, 9), (20, 25)), ((5, 9), (20, 31)), True),
    "another leap": (((1, 9), (20, 25)), ((1, 9), (22, 31)), False),
}


@pytest.mark.parametrize(("one", "other", "leads"), PREFIXES.values(), ids=PREFIXES)
def test_it_knows_whether_a_lineage_leads_to_another(one, other, leads):
    assert following.is_prefix(one, other) is leads


def test_it_tells_the_requests_by_version_and_where_some_were_lost(alice):
    client, sandbox = alice
    pk = sandbox.cluster_id
    store.pause(pk)
    for document in manifests.read(f"{WEB}---\n{SERVICE}"):
        store.act(pk, lambda state, document=document: objects.apply(state, document).moves)
    settle(pk)
    before = store.load(pk).revision
    store.act(pk, lambda state: deployments.set_image(state, KEY, "nginx", "nginx:1.28"))
    settle(pk)
    answer = told(client, sandbox, "timeline")
    versions = {version["uid"] for version in answer["versions"]}
    pieces = answer["requests"]["pieces"]
    assert {uid for _, _, _, _, answered, _, _ in pieces for uid, _ in answered} == versions
    assert all(sent == sum(n for _, n in answered + failed) + lost for *_, sent, answered, failed, lost in pieces)
    assert [one["workloads"] for one in answer["requests"]["services"]] == [[answer["workloads"][0]["uid"]]]
    lost = [mark for mark in answer["marks"] if mark["kind"] == "lost"]
    assert lost[0]["text"] == "web: requests are lost"
    assert "had stopped listening" in lost[0]["why"]
    assert lost[0]["workload"] == answer["workloads"][0]["uid"]
    rest = told(client, sandbox, "timeline", after=before)["requests"]["pieces"]
    assert rest == pieces[-len(rest) :]
    past = told(client, sandbox, "timeline", at=before)
    assert past["requests"]["pieces"] == pieces
    assert past["requests"]["coming"] == []
