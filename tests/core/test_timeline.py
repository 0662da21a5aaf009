"""Pods as bars of phases, the counts of old and new, and what stands out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster.core.errors import ApiError
from cluster.core.objects import controller_of
from cluster.core.pods import is_active, is_available, is_ready, is_terminating
from cluster.core.tally import min_ready_seconds_of
from cluster.core.timeline import PHASES, Timeline
from tests.core.recorded import MANIFEST, START, Recorded


def drawn(recorded, rows=None):
    line = Timeline()
    for row in recorded.rows if rows is None else rows:
        line.see(row)
    line.pass_to(recorded.state.now)
    return line


@pytest.fixture(scope="module")
def rolled():
    return Recorded().passes(30).set_image("nginx:1.28").passes(40)


def phases(bar):
    return [segment.phase for segment in bar.segments]


def test_it_draws_each_pod_from_its_creation_to_its_end(rolled):
    bars = list(drawn(rolled).bars.values())
    assert [phases(bar) for bar in bars[:3]] == [["pending", "starting", "available", "terminating", "finished"]] * 3
    assert [phases(bar) for bar in bars[3:]] == [["pending", "starting", "available"]] * 3
    assert [bar.end is None for bar in bars] == [False] * 3 + [True] * 3
    assert all(bar.node.startswith("node-") for bar in bars)


def test_it_tells_old_from_new(rolled):
    line = drawn(rolled)
    versions = {version.uid: version for version in line.versions.values()}
    assert [(v.place, v.revision, v.images) for v in versions.values()] == [
        (0, "1", "nginx:1.27"),
        (1, "2", "nginx:1.28"),
    ]
    assert [versions[bar.version].place for bar in line.bars.values()] == [0, 0, 0, 1, 1, 1]


def test_it_counts_within_the_bounds(rolled):
    counts = [count for count in drawn(rolled).counts if count.now > START + 30_000]
    assert {(count.wanted, count.most, count.fewest) for count in counts} == {(3, 4, 3)}
    assert max(sum(standing[0] for _, standing in count.versions) for count in counts) == 4
    assert min(sum(standing[2] for _, standing in count.versions) for count in counts) == 3


def test_it_marks_what_people_did_and_how_the_rollouts_went(rolled):
    found = [(mark.kind, mark.text) for mark in drawn(rolled).marks]
    assert found == [
        ("act", "created Deployment web with 3 replicas"),
        ("act", "created Service web"),
        ("revision", "web: rollout revision 1"),
        ("complete", "web: rollout complete"),
        ("act", "Deployment web: image of nginx nginx:1.27 → nginx:1.28"),
        ("revision", "web: rollout revision 2"),
        ("complete", "web: rollout complete"),
    ]


PROBED = MANIFEST.replace('1.27"', '1.27", readinessProbe: {tcpSocket: {port: 81}}')
INCIDENTS = {
    "no such image": (lambda: Recorded().passes(30).set_image("nginx:404").passes(20), ["pull"]),
    "crash": (lambda: Recorded(MANIFEST.replace("nginx:1.27", "app:crash")).passes(8), ["crash"] * 3),
    "probe": (lambda: Recorded(PROBED).passes(12), ["probe"] * 3),
    "node": (lambda: Recorded().passes(30).unplug("node-1").passes(60).plug_in("node-1").passes(9), ["node", "back"]),
    "stuck": (lambda: Recorded().passes(30).set_image("nginx:404").passes(700), ["pull", "stuck"]),
}


@pytest.mark.parametrize(("recorded", "kinds"), INCIDENTS.values(), ids=INCIDENTS)
def test_it_marks_incidents(recorded, kinds):
    usual = {"act", "revision", "complete"}
    found = [mark.kind for mark in drawn(recorded()).marks if mark.kind not in usual]
    assert found[: len(kinds)] == kinds


def test_it_knows_from_when_on_a_ready_pod_is_available():
    recorded = Recorded(MANIFEST.replace("replicas: 3", "replicas: 3\n  minReadySeconds: 10")).passes(8)
    bar = next(iter(drawn(recorded).bars.values()))
    assert phases(bar) == ["pending", "starting", "ready", "available"]
    assert bar.segments[3].start > recorded.state.now
    assert bar.phase(recorded.state.now) == "ready"
    gone = next(iter(drawn(recorded.scale(0).passes(0.1)).bars.values()))
    assert phases(gone) == ["pending", "starting", "ready", "terminating"]


def test_it_begins_where_the_log_does(rolled):
    cut = next(row for row in rolled.rows if "image of nginx" in row.what).revision
    state, line = (
        rolled.states[cut - 1 if cut - 1 in rolled.states else max(r for r in rolled.states if r < cut)],
        Timeline(),
    )
    line.begin(state.objects.values(), state.now, cut - 1)
    for row in rolled.rows[cut - 1 :]:
        line.see(row)
    whole = drawn(rolled)
    assert line.counts[-1] == whole.counts[-1]
    assert [phases(bar)[-1] for bar in line.bars.values()] == [phases(bar)[-1] for bar in whole.bars.values()]
    assert phases(next(iter(line.bars.values())))[:2] == ["starting", "available"]


def test_it_reads_nothing_into_a_leap(rolled):
    line = drawn(rolled, rolled.rows[:100])
    before = list(line.counts), {uid: phases(bar) for uid, bar in line.bars.items()}
    leap = rolled.rows[99]._replace(revision=300, actor="you", reason="you went back to 00:00:07 (revision 100)")
    line.leap(leap)
    assert ([*line.counts], {uid: phases(bar) for uid, bar in line.bars.items()}) == before
    assert (line.revision, line.marks[-1].kind, line.marks[-1].text) == (300, "leap", leap.reason)


def truth(state):
    """Of each ReplicaSet: how many pods there are, ready, available, terminating."""
    found = {}
    for pod in state.of_kind("Pod"):
        owner, active = (controller_of(pod) or {"uid": "alone"})["uid"], is_active(pod)
        ready, seconds = active and is_ready(pod), min_ready_seconds_of(state, pod)
        available = active and is_available(pod, seconds, state.now)
        one = (active, ready, available, is_terminating(pod))
        found[owner] = tuple(a + b for a, b in zip(found.get(owner, (0, 0, 0, 0)), one, strict=True))
    return {owner: standing for owner, standing in found.items() if any(standing)}


def judge(recorded):
    """After each step the counts are those of the state; bars do not overlap, and their phases keep their order."""
    line = Timeline()
    for row in recorded.rows:
        line.see(row)
        if row.revision in recorded.states:
            tallies = [one.tally for one in line.workloads.values()]
            counted = {version: standing for tally in tallies for version, standing in tally.items() if any(standing)}
            assert counted == truth(recorded.states[row.revision]), row
            latest = {count.workload: dict(count.versions) for count in line.counts}
            assert {version: s for counts in latest.values() for version, s in counts.items()} == counted
    for bar in line.bars.values():
        starts = [segment.start for segment in bar.segments]
        assert starts == sorted(starts)
        assert bar.end is None or starts[-1] <= bar.end
        order = ["pending", "starting", "", "terminating", "finished"]
        ranks = [order.index(phase) if phase in order else 2 for phase in phases(bar)]
        assert set(phases(bar)) <= PHASES.keys()
        assert [rank for rank in ranks if rank != 2] == sorted(rank for rank in ranks if rank != 2), phases(bar)


WAITS = st.sampled_from([0.2, 1.5, 4, 20, 70])
ACTS = st.one_of(
    st.tuples(st.just("set_image"), st.sampled_from(["nginx:1.28", "nginx:404", "app:crash", "nginx:1.29"])),
    st.tuples(st.just("scale"), st.integers(0, 6)),
    st.tuples(st.sampled_from(["unplug", "plug_in"]), st.sampled_from(["node-1", "node-2"])),
    st.tuples(st.just("kill"), st.integers(0, 5)),
)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    acts=st.lists(st.tuples(ACTS, st.sampled_from([0.2, 1.5, 4, 20, 70])), max_size=6), seconds=st.sampled_from([0, 4])
)
def test_its_counts_are_those_of_the_state_whatever_is_done(acts, seconds):
    recorded = Recorded(MANIFEST.replace("replicas: 3", f"replicas: 3\n  minReadySeconds: {seconds}")).passes(5)
    for (verb, value), wait in acts:
        if verb == "kill":
            pods = sorted(pod["metadata"]["name"] for pod in recorded.state.of_kind("Pod"))
            if pods:
                recorded.delete("Pod", "default", pods[value % len(pods)])
        else:
            try:
                getattr(recorded, verb)(value)
            except ApiError:
                continue
        recorded.passes(wait)
    judge(recorded)
