"""What is drawn of a cluster: counted and worded before any template sees it."""

import pytest

from cluster.core import hand_containers
from playground.sandbox import picture
from playground.sandbox.picture.images import suggestions
from tests.worlds import WEB, World

SETTLED = 60


def drawn(world):
    return picture.draw(world.state)


def deployment_of(world):
    return drawn(world).deployments[0]


def test_it_draws_an_empty_cluster():
    found = drawn(World(""))
    assert found.is_empty
    assert [node.name for node in found.nodes] == ["node-1", "node-2", "node-3"]
    assert (found.next_node, found.services) == ("node-4", [])
    assert found.summary == "An empty cluster with 3 nodes."


VERDICTS = {
    "applied": (World, "rolling", "0 of 3 pods are up to date."),
    "starting": (lambda: World().passes(1), "rolling", "0 of 3 updated pods are available."),
    "settled": (lambda: World().passes(SETTLED), "complete", "Rolled out: 3 of 3 pods are up to date and available."),
    "rolling": (
        lambda: World().passes(SETTLED).set_image("nginx:1.28").passes(2),
        "rolling",
        "1 of 3 pods are up to date.",
    ),
    "broken": (
        lambda: World().passes(SETTLED).set_image("nginx:404").passes(5),
        "rolling",
        "1 of 3 pods are up to date. 1 pod is in trouble: ImagePullBackOff.",
    ),
    "paused": (
        lambda: World().passes(SETTLED).pause().passes(1),
        "paused",
        "The rollout is paused: changes of the template wait until it is resumed.",
    ),
    "scaled to nothing": (
        lambda: World().passes(SETTLED).scale(0).passes(SETTLED),
        "complete",
        "Scaled to 0: no pods are wanted.",
    ),
}


@pytest.mark.parametrize(("world", "verdict", "sentence"), VERDICTS.values(), ids=VERDICTS)
def test_it_says_how_a_rollout_stands(world, verdict, sentence):
    deployment = deployment_of(world())
    assert (deployment.verdict, deployment.sentence) == (verdict, sentence)


def test_it_says_that_a_rollout_is_stuck_and_why():
    deployment = deployment_of(World().passes(SETTLED).set_image("nginx:404").passes(700))
    assert deployment.verdict == "stuck"
    assert deployment.sentence.startswith("The rollout made no progress for too long: ReplicaSet ")
    assert deployment.sentence.endswith("1 pod is in trouble: ImagePullBackOff.")


def test_it_draws_old_and_new_side_by_side_and_the_bounds_above():
    deployment = deployment_of(World().passes(SETTLED).set_image("nginx:1.28").passes(2))
    assert [(rs.role, rs.revision, rs.current) for rs in deployment.replica_sets] == [("old", "1", 3), ("new", "2", 1)]
    assert len({rs.hue for rs in deployment.replica_sets}) == 2
    bar = deployment.bar
    assert (bar.width, bar.total, bar.most.limit, bar.fewest.limit, bar.fewest.now) == (4, 4, 4, 3, 3)
    assert [(part.start, part.count, part.is_available) for part in bar.segments] == [(0, 3, True), (3, 1, False)]
    assert [(part.left, part.span, part.middle) for part in bar.segments] == [
        ("0%", "75%", "37.5%"),
        ("75%", "25%", "87.5%"),
    ]


def test_it_keeps_a_replica_set_to_go_back_to_and_its_colour():
    world = World().passes(SETTLED).set_image("nginx:1.28").passes(SETTLED)
    before = deployment_of(world)
    assert [(rs.revision, rs.images) for rs in before.kept] == [("1", "nginx:1.27")]
    after = deployment_of(world.undo().passes(SETTLED))
    assert (after.revision, after.replica_sets[0].images) == ("3", "nginx:1.27")
    assert after.replica_sets[0].hue == before.kept[0].hue


PODS = {
    "no node yet": (lambda: World().passes(0.15), "pending", "?"),
    "starting": (lambda: World().passes(1.2), "starting", "…"),
    "available": (lambda: World().passes(SETTLED), "available", "✓"),
    "terminating": (lambda: World().passes(SETTLED).scale(0).passes(0.5), "terminating", "×"),
    "broken": (lambda: World(WEB.replace("1.27", "404")).passes(5), "broken", "!"),
    "not ready yet": (
        lambda: World(WEB.replace('1.27"', '1.27", readinessProbe: {tcpSocket: {port: 81}}')).passes(SETTLED),
        "running",
        "…",
    ),
    "ready, not available yet": (
        lambda: World(WEB.replace("replicas: 3", "replicas: 3\n  minReadySeconds: 300")).passes(SETTLED),
        "ready",
        "○",
    ),
}


@pytest.mark.parametrize(("world", "state", "mark"), PODS.values(), ids=PODS)
def test_it_draws_a_pod_by_state_and_letter(world, state, mark):
    pods = [pod for rs in deployment_of(world()).replica_sets for pod in rs.pods]
    assert {(pod.state, pod.mark) for pod in pods} == {(state, mark)}


def test_it_draws_pods_that_nobody_owns_apart():
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: alone}\nspec: {containers: [{name: a, image: 'nginx:1.27'}]}"
    found = drawn(World(pod).passes(SETTLED))
    assert [(view.name, view.short, view.state) for view in found.loose_pods] == [("alone", "alone", "available")]
    assert not found.is_empty


@pytest.mark.parametrize(
    ("replicas", "drawn_pods", "density"), [(17, 17, ""), (18, 18, "names"), (100, 100, "marks"), (501, 0, "marks")]
)
def test_it_draws_pods_one_by_one_up_to_500(replicas, drawn_pods, density):
    deployment = deployment_of(World(WEB.replace("replicas: 3", f"replicas: {replicas}")).passes(1))
    (only,) = deployment.replica_sets
    assert (len(only.pods), only.density) == (drawn_pods, density)


def test_it_counts_by_state_what_is_too_much_to_draw():
    deployment = deployment_of(World(WEB.replace("replicas: 3", "replicas: 501")).passes(SETTLED))
    (only,) = deployment.replica_sets
    # Three nodes hold 110 pods each.
    assert [(one.state, one.mark, one.count) for one in only.counts] == [("pending", "?", 171), ("available", "✓", 330)]


SUMS = {
    "numbers": ("maxSurge: 1, maxUnavailable: 0", "3 wanted + maxSurge 1 = at most 4", "", 3),
    "percent": (
        "maxSurge: 25%, maxUnavailable: 40%",
        "3 wanted + maxSurge 1 = at most 4",
        "25% of 3, rounded up",
        2,
    ),
    "both nothing": ("maxSurge: 0, maxUnavailable: 10%", "3 wanted + maxSurge 0 = at most 3", "", 2),
}


@pytest.mark.parametrize(("strategy", "sum_", "why", "fewest"), SUMS.values(), ids=SUMS)
def test_it_reckons_the_bounds_in_words(strategy, sum_, why, fewest):
    bar = deployment_of(World(WEB.replace("maxSurge: 1, maxUnavailable: 0", strategy)).passes(SETTLED)).bar
    assert (bar.most.sum, bar.most.why, bar.most.is_kept) == (sum_, why, True)
    assert bar.fewest.sum == f"3 wanted − maxUnavailable {3 - fewest} = at least {fewest}"


def test_it_has_no_lower_bound_where_all_old_pods_go_first():
    recreate = "strategy: {type: Recreate}"
    world = World(WEB.replace("strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", recreate)).passes(SETTLED)
    bar = deployment_of(world).bar
    assert (bar.fewest, bar.most.sum, bar.most.limit) == (None, "3 wanted, and no more", 3)


def test_it_says_when_too_few_pods_are_available():
    bar = deployment_of(World().passes(1)).bar
    assert (bar.fewest.now, bar.fewest.is_kept, bar.most.is_kept) == (0, False, True)


NODES = {
    "well": (lambda: World(""), "Ready", True, False),
    "cordoned": (lambda: World("").cordon("node-1"), "Ready,SchedulingDisabled", True, False),
    "silent, nobody knows": (lambda: World("").unplug("node-1"), "Ready", True, True),
    "silent": (lambda: World("").unplug("node-1").passes(120), "NotReady", False, True),
}


@pytest.mark.parametrize(("world", "status", "healthy", "silent"), NODES.values(), ids=NODES)
def test_it_draws_how_a_node_is(world, status, healthy, silent):
    node = drawn(world()).nodes[0]
    assert (node.status, node.healthy, node.silent) == (status, healthy, silent)


SERVICE = """---
apiVersion: v1
kind: Service
metadata: {name: s}
spec: {selector: {app: %s}, ports: [{port: 80}]}
"""


@pytest.mark.parametrize(("selected", "ready"), [("web", 3), ("nobody", 0)])
def test_it_counts_the_endpoints_of_a_service(selected, ready):
    (service,) = drawn(World(WEB + SERVICE % selected).passes(SETTLED)).services
    assert (service.name, service.ready, service.waiting, service.ports) == ("s", ready, 0, "80")


def test_it_shows_which_versions_a_service_sends_requests_to():
    world = World(WEB + SERVICE % "web").passes(SETTLED).set_image("nginx:1.28")
    while len(shares := drawn(world.passes(0.5)).deployments[0].services[0].shares) < 2:
        pass
    assert [(share.version, share.images) for share in shares] == [("1", "nginx:1.27"), ("2", "nginx:1.28")]
    assert len({share.hue for share in shares}) == 2


def test_it_draws_a_service_of_two_deployments_once_and_names_it_twice():
    other = WEB.replace("name: web}", "name: web-2}")
    first, second = drawn(World(WEB + SERVICE % "web" + "---\n" + other).passes(SETTLED)).deployments
    assert [[one.name for one in places] for places in (first.services, first.shared)] == [["s"], []]
    assert [[one.name for one in places] for places in (second.services, second.shared)] == [[], ["s"]]


def test_it_puts_a_service_that_nobody_needs_aside():
    found = drawn(World(WEB + SERVICE % "nobody").passes(SETTLED))
    assert ([one.name for one in found.loose_services], found.deployments[0].services) == (["s"], [])


def test_it_tells_the_picture_in_words():
    told = drawn(World(WEB + SERVICE % "web").passes(SETTLED).set_image("nginx:1.28").passes(2)).summary
    assert told.startswith("web: 1 of 3 pods are up to date. Old version nginx:1.27: 3 wanted, 3 ready. New version ")
    assert told.endswith("Service s sends requests to 3 pods.")


def test_it_draws_containers_that_were_started_by_hand():
    note = {"id": "a" * 64, "image": "redis:7", "command": [], "args": [], "env": {}, "ports": []}
    world = World("").act(lambda state: hand_containers.run(state, "node-1", "cache", note))
    node = drawn(world).nodes[0]
    assert [(one.name, one.image, one.is_running) for one in node.by_hand] == [("cache", "redis:7", True)]
    stopped = drawn(world.act(lambda state: hand_containers.stop(state, "node-1", "cache", 137))).nodes[0]
    assert [one.is_running for one in stopped.by_hand] == [False]


@pytest.mark.parametrize("image", ["postgres:11.0", "nginx", "vfarcic/go-demo-2", "example.org/a/b:1"])
def test_it_suggests_images_that_can_be_pulled_and_one_that_cannot(image):
    from cluster.core.images.catalogue import is_missing
    from cluster.core.images.reference import parse

    found = [parse(one.image) for one in suggestions(image)]
    assert [is_missing(one) for one in found] == [False] * (len(found) - 1) + [True]
    assert {one.name for one in found} == {parse(image).name}


def test_it_suggests_nothing_for_what_is_no_image():
    assert suggestions("not an image") == ()
