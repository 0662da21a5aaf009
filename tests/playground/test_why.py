"""Why a pod is on its node, or on none: what the scheduler's filters and scores said at that moment."""

import pytest

from cluster import store
from cluster.core.controllers.scheduler import WEIGHTS
from playground.sandbox.places import groups, why
from tests.worlds import ASKING, SETTLED, WEB, World

HTMX = {"HTTP_HX_REQUEST": "true"}


def waiting_pod(world):
    return next(world.state.unbound_pods())


def test_it_says_why_a_pod_fits_nowhere_and_what_may_help():
    world = World(ASKING % "3").cordon("node-1").passes(SETTLED)
    told = why.why_nowhere(world.state, waiting_pod(world))
    assert told.quote.startswith("0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.")
    assert [(row.name, row.rejected) for row in told.rows] == [
        ("node-1", "is cordoned"),
        ("node-2", "wants 3 cpu, 1 of 4 free"),
        ("node-3", "wants 3 cpu, 1 of 4 free"),
    ]
    assert told.help == (
        "A node that is not cordoned: kubectl uncordon makes it take pods again.",
        "Room on a node: smaller requests, fewer pods, or another node.",
    )


def test_it_knows_when_no_node_is_large_enough():
    world = World(ASKING % "9").passes(SETTLED)
    told = why.why_nowhere(world.state, waiting_pod(world))
    assert told.help == ("Smaller requests or a larger node: what it asks for no node has, even an empty one.",)


def test_it_says_that_nobody_was_asked():
    world = World(WEB.replace("spec: {containers", "spec: {schedulerName: mine, containers")).passes(SETTLED)
    told = why.why_nowhere(world.state, waiting_pod(world))
    assert (told.sentence, told.rows) == ("It asks for the scheduler mine, and there is none of that name.", ())


def test_it_explains_every_judge_of_the_scheduler():
    assert set(why.PLUGINS) == set(WEIGHTS)


def test_it_says_when_a_pod_is_tried_again():
    world = World(ASKING % "9").passes(0.6)
    pod = waiting_pod(world)
    key = "Pod", "default", pod["metadata"]["name"]
    assert groups.retry_of(world.state, key).startswith("It is tried again at 00:00:01")
    assert "every five minutes" in groups.retry_of(world.passes(SETTLED).state, key)


@pytest.fixture
def web(alice):
    """Alice's sandbox, in which three pods have run for a while."""
    client, sandbox = alice
    store.pause(sandbox.cluster_id)
    client.post(f"/s/{sandbox.name}/apply", {"manifest": ASKING % "500m"})
    for _ in range(60):
        store.skip_to_next(sandbox.cluster_id)
    return alice


def page_of(who, pod, **parameters):
    client, sandbox = who
    address = f"/s/{sandbox.name}/object/Pod/default/{pod}/why"
    return client.get(address, parameters, **HTMX).content.decode()


def pods_of(who):
    return list(store.load(who[1].cluster_id).of_kind("Pod"))


def test_it_explains_each_binding_as_it_was(web):
    for pod in pods_of(web):
        page = page_of(web, pod["metadata"]["name"])
        assert f"Why {pod['metadata']['name']} is on {pod['spec']['nodeName']}" in page
        assert "The pod fits on 3 of 3 nodes" in page
        assert "when the scheduler bound the pod" in page


def test_it_explains_from_the_moment_of_binding_not_from_today(web):
    client, sandbox = web
    (pod, *_) = pods_of(web)
    for node in ("node-1", "node-2", "node-3"):
        client.post(f"/s/{sandbox.name}/act", {"act": "cordon", "kind": "Node", "name": node})
    assert "The pod fits on 3 of 3 nodes" in page_of(web, pod["metadata"]["name"])


def test_it_remembers_a_pod_that_is_gone(web):
    client, sandbox = web
    name = pods_of(web)[0]["metadata"]["name"]
    client.post(f"/s/{sandbox.name}/act", {"act": "delete", "kind": "Pod", "namespace": "default", "name": name})
    for _ in range(60):
        store.skip_to_next(sandbox.cluster_id)
    page = page_of(web, name)
    assert "This pod is gone." in page
    assert "The pod fits on 3 of 3 nodes" in page


def test_it_knows_a_pod_that_was_made_for_its_node(alice):
    spec = "{nodeName: node-2, containers: [{name: a, image: nginx}]}"
    pod = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {spec}"
    alice[0].post(f"/s/{alice[1].name}/apply", {"manifest": pod})
    assert "wrote spec.nodeName: node-2. The scheduler was not asked." in page_of(alice, "a")


def test_it_explains_the_past_by_the_past(web):
    name = pods_of(web)[0]["metadata"]["name"]
    created = store.changes_of(web[1].cluster_id, ("Pod", "default", name))[-1].revision
    assert f"Why {name} has no node" in page_of(web, name, at=created)
    assert "Nothing is known of such a pod." in page_of(web, "never")
