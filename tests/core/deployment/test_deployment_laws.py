"""What holds whatever people do to a Deployment."""

from deployment_world import World
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster.core.controllers.deployment import sync_deployment
from cluster.core.deployments import DESIRED_REPLICAS, desired_replicas, is_active, max_surge, total_replicas
from cluster.core.moves import Wake
from cluster.core.objects import annotations_of

ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("image"), st.sampled_from("abc")),
        st.tuples(st.just("replicas"), st.integers(0, 12)),
        st.tuples(st.just("paused"), st.booleans()),
        st.tuples(st.just("ready"), st.booleans()),
        st.tuples(st.just("revisionHistoryLimit"), st.integers(0, 3)),
        st.tuples(st.just("strategy"), st.sampled_from(["RollingUpdate", "Recreate"])),
        st.tuples(st.just("surge"), st.sampled_from([(1, 0), (0, 1), ("25%", "25%"), ("100%", "50%"), (3, 2)])),
    ),
    max_size=12,
)


def perform(world, act):
    what, value = act
    if what == "image":
        world.set_image(value)
    elif what == "ready":
        world.ready = value
        world.settle()
    elif what == "strategy":
        rolling = {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}} if value == "RollingUpdate" else {}
        world.change(strategy={"type": value, **rolling})
    elif what == "surge":
        surge, unavailable = value
        rolling = {"maxSurge": surge, "maxUnavailable": unavailable}
        world.change(strategy={"type": "RollingUpdate", "rollingUpdate": rolling})
    else:
        world.change(**{what: value})


@given(ACTS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_it_settles_and_stays_settled_whatever_people_do(acts):
    world = World(3)
    for act in acts:
        perform(world, act)
    moves = list(sync_deployment(world.state, world.key))
    assert all(isinstance(move, Wake) for move in moves)


@given(ACTS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_it_finishes_every_rollout_in_the_end(acts):
    world = World(3)
    for act in acts:
        perform(world, act)
    world.change(paused=False)
    world.mark_ready()
    assert world.is_complete()
    assert [is_active(rs) for rs in world.replica_sets()[:-1]] == [False] * (len(world.replica_sets()) - 1)
    assert len(world.replica_sets()) <= 1 + world.web["spec"]["revisionHistoryLimit"]


@given(ACTS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_it_never_wants_more_pods_than_allowed_once_it_has_settled(acts):
    world = World(3)
    for act in acts:
        perform(world, act)
        # Lowering maxSurge in the middle of a rollout takes nothing back: only sizes and templates do.
        noted = {annotations_of(rs)[DESIRED_REPLICAS] for rs in world.replica_sets() if is_active(rs)}
        assert noted <= {str(desired_replicas(world.web))}
        if act[0] == "replicas":
            assert total_replicas(world.replica_sets()) <= desired_replicas(world.web) + max_surge(world.web)
