"""Laws: a repeated turn changes nothing, input is left alone, how time is cut does not matter, every pod can go."""

from copy import deepcopy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pod_story import KEY, START, Story, container, http, pod

from cluster.core import engine
from cluster.core.controllers import kubelet
from cluster.core.moves import Wake

IMAGES = st.sampled_from(
    ["nginx:1.25", "app:crash", "app:slow", "app:bad", "nginx:404", "Bad", "busybox:1.36", "mysql:8"]
)
SCRIPTS = st.sampled_from(["sleep 4", "sleep 9; exit 1", "exit 0", "trap 'exit 0' TERM; sleep 99", "sleep 99"])
PROBES = st.builds(
    lambda port, path, period, delay, success, failure: http(
        port, path, periodSeconds=period, initialDelaySeconds=delay, successThreshold=success, failureThreshold=failure
    ),
    st.sampled_from([80, 81]),
    st.sampled_from(["/", "/nope"]),
    st.integers(1, 12),
    st.integers(0, 9),
    st.integers(1, 3),
    st.integers(1, 3),
)
EXTRAS = st.fixed_dictionaries(
    {},
    optional={
        "command": SCRIPTS.map(lambda script: ["sh", "-c", script]),
        "readinessProbe": PROBES,
        "livenessProbe": PROBES.map(lambda probe: {**probe, "successThreshold": 1}),
        "startupProbe": PROBES.map(lambda probe: {**probe, "successThreshold": 1}),
        "lifecycle": st.just({"preStop": {"sleep": {"seconds": 2}}}),
        "envFrom": st.just([{"configMapRef": {"name": "missing"}}]),
    },
)
CONTAINERS = st.builds(lambda image, extras: container(image, **extras), IMAGES, EXTRAS)
PODS = st.builds(
    lambda main, second, init, policy: pod(
        main,
        *({**one, "name": "second"} for one in second),
        initContainers=[{**one, "name": "init"} for one in init],
        restartPolicy=policy,
        terminationGracePeriodSeconds=10,
    ),
    CONTAINERS,
    st.lists(CONTAINERS, max_size=1),
    st.lists(CONTAINERS, max_size=1),
    st.sampled_from(["Always", "OnFailure", "Never"]),
)
any_pod = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@any_pod
@given(PODS, st.integers(kubelet.CONTROLLER.delay, 90_000))
def test_it_changes_nothing_when_it_looks_again(one, moment):
    story = Story(one).run(moment / 1000)
    again = [move for move in kubelet.CONTROLLER.reconcile(story.state, KEY) if not isinstance(move, Wake)]
    assert engine.commit(story.state, again, "kubelet/node-1")[1] == ()


@any_pod
@given(PODS, st.integers(0, 90_000))
def test_it_leaves_its_input_alone(one, moment):
    story = Story(one).run(moment / 1000)
    before = deepcopy(dict(story.state.objects))
    list(kubelet.CONTROLLER.reconcile(story.state._replace(now=story.state.now + 60_000), KEY))
    assert dict(story.state.objects) == before


@any_pod
@given(PODS, st.lists(st.integers(0, 90_000), max_size=6))
def test_it_does_not_matter_how_time_is_cut(one, cuts):
    story = Story(one)
    for cut in sorted(cuts):
        story.run(cut / 1000)
    assert story.run(90).state.objects == Story(one).run(90).state.objects


@any_pod
@given(PODS, st.lists(st.integers(0, 20_000), max_size=4), st.integers(0, 60_000))
def test_it_does_not_matter_who_looks_in_between(one, looks, deleted):
    story, undisturbed = Story(one).run(deleted / 1000), Story(one).run(deleted / 1000)
    story.delete()
    undisturbed.delete()
    for look in sorted(looks):
        story.run((deleted + look) / 1000)
        story.state = engine.resync(story.state)
    assert story.run(90).state.objects == undisturbed.run(90).state.objects


@any_pod
@given(PODS, st.integers(0, 90_000))
def test_it_lets_every_deleted_pod_go(one, moment):
    story = Story(one).run(moment / 1000)
    story.delete()
    assert KEY not in story.run(moment / 1000 + 25).state.objects
    assert story.state.now <= START + 115_000
