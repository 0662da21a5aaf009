"""Where it runs: nodes in numbers and words."""

import pytest

from cluster.core import hand_containers
from cluster.core.acts import nodes, objects
from cluster.core.moves import Put
from cluster.core.pod_resources import Request
from cluster.core.usage import Allocatable, Candidate, Taken
from playground.sandbox import places
from playground.sandbox.places import amounts
from tests.worlds import ASKING, SETTLED, WEB, World

GIB = 2**30


def drawn(world):
    return places.draw(world.state)


def node_of(world, name="node-1"):
    return next(node for node in drawn(world).nodes if node.name == name)


def changed(world, change):
    """A world in which somebody edited node-1."""
    node = world.state.get("Node", "", "node-1")
    return world.act(lambda _state: [Put({**node, **change(node)}, "a test wants it")])


def tainted(effect):
    taint = {"key": "gpu", "value": "yes", "effect": effect}
    return lambda node: {"spec": {**node["spec"], "taints": [taint]}}


def test_it_draws_what_is_asked_of_a_node_and_what_is_in_use():
    cpu, memory = node_of(World(ASKING % "500m").passes(SETTLED)).bars
    assert (cpu.asked, cpu.left, cpu.in_use) == ("0.5 of 4 cores asked for", "3.5 free", "0.12 in use")
    assert [(part.start, part.length, part.hue) for part in cpu.parts] == [(0, 125, 0)]
    assert (memory.asked, memory.left) == ("256Mi of 8Gi asked for", "7.8Gi free")


def test_it_tells_versions_apart_in_a_bar():
    world = World(ASKING % "1").passes(SETTLED).set_image("nginx:1.28").passes(3.5)
    parts = [part.hue for node in drawn(world).nodes for part in node.bars[0].parts]
    assert set(parts) == {0, 1}


def test_it_says_when_more_is_asked_for_than_there_is():
    node = Candidate("node-1", {}, {}, False, Allocatable(cpu=2000, memory=GIB), Taken())
    cpu, _ = amounts.bars(node, [(0, Request(cpu=3000))], None)
    assert (cpu.asked, cpu.left, cpu.in_use) == ("3 of 2 cores asked for", "1 too much", "")
    assert cpu.parts[0].length == cpu.width


@pytest.mark.parametrize(("resource", "value", "text"), [
    ("cpu", 0, "0"), ("cpu", 250, "0.25"), ("cpu", 12_000, "12"), ("memory", 0, "0"),
    ("memory", 300 * 2**20, "300Mi"), ("memory", 8 * GIB, "8Gi"), ("memory", 3 * GIB // 2, "1.5Gi"),
])  # fmt: skip
def test_it_writes_amounts_as_people_do(resource, value, text):
    assert amounts.amount(resource, value) == text


def test_it_adds_up_what_all_nodes_have():
    found = drawn(World(ASKING % "500m").passes(SETTLED))
    assert found.totals == "1.5 of 12 cores, 768Mi of 24Gi of memory asked for."
    assert (found.pods, found.modest, found.is_dense) == (3, 0, False)
    assert drawn(World().passes(SETTLED)).modest == 3
    waiting = drawn(World().cordon("node-1").cordon("node-2").cordon("node-3").passes(SETTLED))
    assert (waiting.pods, waiting.modest) == (0, 0)


SAID = {
    "well": (lambda: World(""), "Takes new pods; 0 of 110 are here.", False),
    "cordoned": (
        lambda: World("").cordon("node-1"),
        "Cordoned: no new pods come here, and those that are here stay.",
        False,
    ),
    "silent, nobody knows": (
        lambda: World("").unplug("node-1").passes(12),
        "No power since 00:00:00, and nobody knows yet: the cluster misses it in about 38 s.",
        True,
    ),
    "silent": (
        lambda: World("").unplug("node-1").passes(120),
        "No power since 00:00:00. Its pods count as not ready, and are replaced when their patience ends.",
        True,
    ),
    "tainted": (lambda: changed(World(""), tainted("NoSchedule")), "Takes only pods that tolerate its taints.", False),
    "unloved": (
        lambda: changed(World(""), tainted("PreferNoSchedule")),
        "Takes new pods; 0 of 110 are here.",
        False,
    ),
}


@pytest.mark.parametrize(("world", "text", "is_bad"), SAID.values(), ids=SAID)
def test_it_says_how_a_node_stands(world, text, is_bad):
    assert node_of(world()).sentence == places.Remark(text, is_bad)


def test_it_says_what_is_wrong_once_for_all_that_has_the_same_cause():
    assert [one.text for one in node_of(World("").unplug("node-1").passes(120)).remarks] == [
        "MemoryPressure, DiskPressure, PIDPressure, Ready: Unknown since 00:00:50. Kubelet stopped posting node status."
    ]


def test_it_says_what_a_taint_does():
    (taint,) = node_of(changed(World(""), tainted("NoExecute"))).taints
    assert (taint.name, taint.effect, taint.words) == (
        "gpu=yes",
        "NoExecute",
        "drives out pods that do not tolerate it",
    )


def test_it_shows_containers_that_somebody_started_by_hand():
    note = {"id": "0" * 64, "image": "nginx:1.27", "command": [], "args": [], "env": {}, "ports": []}
    world = World("").act(lambda state: hand_containers.run(state, "node-1", "mine", note)).passes(90)
    (one,) = node_of(world).by_hand
    assert (one.name, one.image, one.status, one.is_running) == ("mine", "nginx:1.27", "up 90s", True)
    world.act(lambda state: hand_containers.stop(state, "node-1", "mine", 137)).passes(5)
    assert node_of(world).by_hand[0].status == "exited (137) 5s ago"


def test_it_puts_pods_of_one_version_together():
    world = World(WEB.replace("replicas: 3", "replicas: 30")).passes(SETTLED).set_image("nginx:1.28").passes(5)
    node = node_of(world)
    titles = [(group.owner.title, group.owner.detail, group.owner.hue) for group in node.groups]
    assert titles == [("web", "revision 1: nginx:1.27", 0), ("web", "revision 2: nginx:1.28", 1)]
    assert drawn(world).is_dense


def test_it_counts_nodes_as_people_do():
    world = World("")
    for number in range(4, 12):
        world.act(lambda state, number=number: nodes.add(state, f"node-{number}"))
    assert [node.name for node in drawn(world).nodes][:3] == ["node-1", "node-2", "node-3"]
    assert drawn(world).nodes[-1].name == "node-11"
    assert drawn(world).next_node == "node-12"


def test_it_shows_pods_of_a_node_that_is_gone():
    world = World().passes(SETTLED).act(lambda state: objects.delete(state, ("Node", "", "node-1")))
    ghost = node_of(world)
    assert (ghost.key, ghost.status, sum(group.count for group in ghost.groups)) == (None, "gone", 1)


WAITING = {
    "too large": (ASKING % "9", "0/3 nodes are available: 3 Insufficient cpu."),
    "gated": (
        WEB.replace("spec: {containers", "spec: {schedulingGates: [{name: quota}], containers"),
        "Held back by its scheduling gates: quota.",
    ),
    "another scheduler": (
        WEB.replace("spec: {containers", "spec: {schedulerName: mine, containers"),
        "It asks for the scheduler mine, and there is none of that name.",
    ),
}


@pytest.mark.parametrize(("manifest", "note"), WAITING.values(), ids=WAITING)
def test_it_says_why_pods_wait(manifest, note):
    found = drawn(World(manifest).passes(SETTLED))
    assert [(group.count, group.note) for group in found.waiting] == [(3, note)]
    assert found.sentence == "0 pods on 3 nodes. 3 pods without a node."


def test_it_tells_in_one_sentence_what_is_odd():
    world = World().passes(SETTLED).cordon("node-1").unplug("node-2")
    assert drawn(world).sentence == ("3 pods on 3 nodes. node-1 is Ready,SchedulingDisabled. node-2 is without power.")


def test_it_is_a_view_of_the_stage(alice):
    page = alice[0].get(f"/s/{alice[1].name}/", {"view": "nodes"}).content.decode()
    assert "0 of 12 cores" in page
    assert page.count('class="place"') == 3
