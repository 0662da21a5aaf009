"""Simulated times as clients see them: ages that read right, copies that stay copies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster import store
from cluster.api import projection
from cluster.core import times
from tests.api.asking import DEPLOYMENTS, MERGE, TABLE, config_map, deployment

SECONDS = st.integers(-(10**9), 10**9)
WHOLE = st.integers(0, 4 * 10**9).map(lambda second: times.to_text(second * 1000))
MICRO = st.integers(0, 4 * 10**12).map(times.to_micro_text)
WEB = f"{DEPLOYMENTS}/web"

POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {
        "name": "web",
        "creationTimestamp": "2026-01-01T00:00:00Z",
        "deletionTimestamp": "2026-01-01T00:00:30Z",
        "annotations": {
            "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:00:00Z",
            "startTime": "2026-01-01T00:00:00Z",
        },
        "managedFields": [{"manager": "kubectl", "time": "2026-01-01T00:00:00Z", "fieldsV1": {"f:time": {}}}],
    },
    "spec": {"containers": [{"name": "time", "env": [{"name": "startTime", "value": "2026-01-01T00:00:00Z"}]}]},
    "status": {
        "startTime": "2026-01-01T00:00:01Z",
        "conditions": [{"type": "Ready", "lastTransitionTime": "2026-01-01T00:00:02Z", "lastProbeTime": None}],
        "containerStatuses": [{"state": {"running": {"startedAt": "2026-01-01T00:00:03Z"}}}],
    },
}


def test_it_moves_the_times_of_metadata_and_status_and_nothing_else():
    moved = projection.project(POD, 3600)
    assert moved["spec"] is POD["spec"]
    assert moved["metadata"]["annotations"] == POD["metadata"]["annotations"]
    assert moved["metadata"]["creationTimestamp"] == "2026-01-01T01:00:00Z"
    assert moved["metadata"]["deletionTimestamp"] == "2026-01-01T01:00:30Z"
    assert moved["metadata"]["managedFields"][0]["time"] == "2026-01-01T01:00:00Z"
    assert moved["status"]["startTime"] == "2026-01-01T01:00:01Z"
    assert moved["status"]["conditions"][0]["lastTransitionTime"] == "2026-01-01T01:00:02Z"
    assert moved["status"]["containerStatuses"][0]["state"]["running"]["startedAt"] == "2026-01-01T01:00:03Z"


@pytest.mark.parametrize(
    ("obj", "field"),
    [
        ({"kind": "Event", "firstTimestamp": "2026-01-01T00:00:00Z"}, "firstTimestamp"),
        ({"kind": "Event", "eventTime": "2026-01-01T00:00:00.000000Z"}, "eventTime"),
        ({"kind": "Event", "deprecatedLastTimestamp": "2026-01-01T00:00:00Z"}, "deprecatedLastTimestamp"),
    ],
)
def test_it_moves_the_times_of_events(obj, field):
    assert projection.project(obj, 61)[field] == obj[field].replace("00:00:00", "00:01:01")


def test_it_moves_what_a_lease_says():
    lease = {"kind": "Lease", "spec": {"renewTime": "2026-01-01T00:00:00.000000Z"}}
    assert projection.project(lease, 1)["spec"]["renewTime"] == "2026-01-01T00:00:01.000000Z"


def test_it_moves_when_pods_were_evicted():
    budget = {"kind": "PodDisruptionBudget", "status": {"disruptedPods": {"web": "2026-01-01T00:00:00Z"}}}
    assert projection.project(budget, 2)["status"]["disruptedPods"] == {"web": "2026-01-01T00:00:02Z"}


def test_it_leaves_data_alone():
    obj = {"kind": "ConfigMap", "data": {"startTime": "2026-01-01T00:00:00Z"}}
    assert projection.project(obj, 5) == obj


def test_it_copies_nothing_when_there_is_nothing_to_move():
    assert projection.project(POD, 0) is POD


@given(SECONDS, st.one_of(WHOLE, MICRO))
def test_it_brings_times_back_as_they_were(seconds, text):
    there = projection.moved_text(text, seconds)
    assert projection.moved_text(there, -seconds) == text


@given(SECONDS, st.text())
def test_it_leaves_what_is_no_time(seconds, text):
    assert projection.moved_text(f"x{text}", seconds) == f"x{text}"


@given(SECONDS)
def test_it_knows_by_how_much_a_copy_was_moved(seconds):
    assert projection.shift_between(POD, projection.project(POD, seconds), 99) == seconds


def test_it_takes_the_present_shift_for_what_is_no_copy():
    assert projection.shift_between(POD, {"metadata": {"name": "web"}}, 99) == 99


def created(api):
    return api.get(WEB).body["metadata"]["creationTimestamp"]


def age(api):
    row = api.get(DEPLOYMENTS, accept=TABLE).body["rows"][0]
    return row["cells"][4]


def test_it_shows_the_same_at_speed_one_whenever_it_is_read(api, wall, passes):
    api.post(DEPLOYMENTS, deployment())
    passes(30)
    before = api.get(WEB).body
    for _ in range(30):
        wall.passes(0.7)
        assert api.get(WEB).body == before


def test_it_counts_ages_in_simulated_time(api, wall, cluster, passes):
    store.set_speed(cluster.id, 50)
    api.post(DEPLOYMENTS, deployment())
    passes(6)
    assert age(api) == "5m"
    assert wall.now // 1000 - times.to_ms(created(api)) // 1000 == 300


def test_it_tells_in_tables_when_limit_ranges_were_made(api, wall, cluster, passes):
    store.set_speed(cluster.id, 50)
    passes(10)
    limits = "/api/v1/namespaces/default/limitranges"
    assert api.post(limits, {"metadata": {"name": "a"}, "spec": {"limits": []}}).code == 201
    made = api.get(f"{limits}/a").body["metadata"]["creationTimestamp"]
    assert api.get(limits, accept=TABLE).body["rows"][0]["cells"] == ["a", made]


def test_it_lets_nothing_grow_older_in_a_pause(api, wall, cluster, passes):
    api.post(DEPLOYMENTS, deployment())
    passes(5)
    store.pause(cluster.id)
    wall.passes(3600)
    assert age(api) == "5s"
    assert wall.now // 1000 - times.to_ms(created(api)) // 1000 == 5


@pytest.mark.parametrize("speed", [0.1, 1, 7.3, 50])
def test_it_takes_an_old_copy_for_what_it_is(api, wall, cluster, passes, speed):
    store.set_speed(cluster.id, speed)
    api.post(DEPLOYMENTS, deployment())
    passes(60)
    copy = api.get(WEB).body
    store.pause(cluster.id)
    wall.passes(600)
    for path in (WEB, f"{WEB}/status"):
        assert api.put(path, copy).body["metadata"]["resourceVersion"] == copy["metadata"]["resourceVersion"]


def test_it_leaves_the_stored_times_when_something_else_is_patched(api, cluster, passes):
    store.set_speed(cluster.id, 10)
    api.post(DEPLOYMENTS, deployment())
    passes(10)
    before = store.load(cluster.id).get("Deployment", "default", "web")
    api.patch(f"{WEB}/status", {"metadata": {"annotations": {"a": "b"}}}, MERGE)
    after = store.load(cluster.id).get("Deployment", "default", "web")
    assert after["metadata"]["creationTimestamp"] == before["metadata"]["creationTimestamp"]
    assert after["status"] == before["status"]


def test_it_reads_a_time_that_a_client_reports_in_its_own_clock(api, wall, cluster, passes):
    store.set_speed(cluster.id, 50)
    api.post(DEPLOYMENTS, deployment())
    passes(30)
    condition = {"type": "Ours", "status": "True", "lastTransitionTime": times.to_text(wall.now), "reason": "R"}
    api.patch(f"{WEB}/status", {"status": {"conditions": [condition]}})
    stored = store.load(cluster.id)
    kept = stored.get("Deployment", "default", "web")["status"]["conditions"]
    ours = next(condition for condition in kept if condition["type"] == "Ours")
    assert abs(times.to_ms(ours["lastTransitionTime"]) - stored.now) < 60_000
    assert condition in api.get(WEB).body["status"]["conditions"]


def test_it_keeps_what_was_last_applied_as_it_was_sent(api, wall):
    sent = {**config_map("a"), "metadata": {"name": "a", "annotations": {"note": "2026-01-01T00:00:00Z"}}}
    api.post("/api/v1/namespaces/default/configmaps", sent)
    got = api.get("/api/v1/namespaces/default/configmaps/a").body
    assert got["metadata"]["annotations"] == {"note": "2026-01-01T00:00:00Z"}
