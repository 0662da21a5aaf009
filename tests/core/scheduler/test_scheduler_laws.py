"""What holds for every sequence of pods and nodes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cluster.core import pods
from cluster.core import state as states
from cluster.core.controllers.scheduler import explain
from cluster.core.moves import Delete
from cluster.core.pod_resources import request_of
from cluster.core.usage import Usage, after
from tests.core.scheduler.scheduling_world import act, cluster, node, owned, place_of, pod, put, replica_set, stored

CPU = st.sampled_from(["0", "100m", "900m", "2", "3500m"])
SPECS = st.fixed_dictionaries(
    {
        "requests": st.fixed_dictionaries({"cpu": CPU, "memory": st.sampled_from(["0", "1Gi", "5Gi"])}),
        "on": st.sampled_from(["", "", "", "a", "ghost"]),
        "phase": st.sampled_from(["Pending", "Running", "Running", "Succeeded"]),
        "deleting": st.booleans(),
        "labels": st.sampled_from([{"app": "web"}, {"app": "db", "x": "y"}]),
    }
)
ACTS = st.lists(st.tuples(st.sampled_from("pqrstu"), st.none() | SPECS), max_size=14)


def after_acts(acts):
    state = cluster(node("a", pods="3"), node("b", cpu="2"))
    for name, spec in acts:
        known = state.get("Pod", "default", name)
        if spec is None:
            state = act(state, *([Delete(("Pod", "default", name), "gone")] if known else []), seconds=3)
        else:
            state = act(state, pod(name, **spec), seconds=3)
    return state


@given(ACTS)
@settings(max_examples=60, deadline=None)
def test_it_keeps_the_same_account_as_counting_anew(acts):
    state = after_acts(acts)
    anew = states.assemble(state.seed, state.now, state.revision, state.objects.values(), state.queue)
    assert anew.usage == state.usage
    emptied = state.usage
    for obj in state.objects.values():
        emptied = after(emptied, obj, None)
    assert emptied == Usage()


@given(st.lists(st.tuples(CPU, st.sampled_from(["0", "1Gi", "5Gi"])), max_size=12))
@settings(max_examples=60, deadline=None)
def test_it_never_gives_more_than_a_node_has(asked):
    state = cluster(node("a", pods="3"), node("b", cpu="2"))
    for number, (cpu, memory) in enumerate(asked):
        state = act(state, pod(f"p{number}", requests={"cpu": cpu, "memory": memory}), seconds=3)
    for name in ("a", "b"):
        there = [obj for obj in state.pods_on(name) if not pods.is_terminal(obj)]
        can = state.usage.nodes[name].allocatable
        assert len(there) <= can.pods
        assert sum(request_of(obj).cpu for obj in there) <= can.cpu
        assert sum(request_of(obj).memory for obj in there) <= can.memory


@given(ACTS)
@settings(max_examples=30, deadline=None)
def test_it_leaves_a_pod_waiting_only_if_no_node_fits(acts):
    state = act(after_acts(acts), seconds=320)
    for obj in state.unbound_pods():
        if pods.is_active(obj):
            assert explain(state, obj).chosen == ""


def test_it_spreads_a_replica_set_evenly_over_equal_nodes():
    owner = replica_set("web-1", {"app": "web"})
    state = cluster(node("a"), node("b"), node("c"), owner)
    many = [owned(pod(f"p{number}", requests={"cpu": "100m"}), owner) for number in range(30)]
    state = act(state, *many, seconds=5)
    assert {name: state.usage.nodes[name].taken.pods for name in "abc"} == {"a": 10, "b": 10, "c": 10}


def test_it_spreads_each_step_of_the_way():
    owner = replica_set("web-1", {"app": "web"})
    state = cluster(node("a"), node("b"), node("c"), owner)
    for number in range(9):
        state = act(state, owned(pod(f"p{number}"), owner), seconds=1)
        there = [state.usage.nodes[name].taken.pods for name in "abc"]
        assert max(there) - min(there) <= 1


def test_it_explains_where_a_pod_would_go_today():
    state = act(cluster(node("a")), pod("p", requests={"cpu": "3"}), seconds=1)
    explanation = explain(put(state, node("b", cordoned="yes")), stored(state, pod("p")))
    assert place_of(state, pod("p")) == explanation.chosen == "a"
    assert [row.node for row in explanation.nodes] == ["a", "b"]
    assert explanation.plugins == ("NodeUnschedulable",)
