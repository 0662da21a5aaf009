"""What a person does: kubectl's effects, kubectl's refusals, and the commands shown for them."""

import copy
from contextlib import nullcontext

import pytest

from cluster.core import engine
from cluster.core.acts import catalogue, deployments, nodes, objects, rollouts
from cluster.core.bootstrap import new_state
from cluster.core.errors import AlreadyExists, ApiError, BadRequest, Invalid, NotFound
from cluster.core.kinds import key_of
from tests.core.laws.acting import manifest

WEB = ("Deployment", "default", "web")
NODE = ("Node", "", "node-1")
BASE = manifest("web", 3, "img:1", (1, 0), recreate=False, ready_seconds=0)


def after(state, moves):
    return engine.commit(state, moves, "you")[0]


def started():
    state, _ = new_state("acts", 0)
    return engine.run(after(state, objects.apply(state, BASE).moves), 10_000)[0]


STATE = started()


def web(state=STATE):
    return state.at(WEB)


def image(state):
    return web(state)["spec"]["template"]["spec"]["containers"][0]["image"]


def test_applying_creates_then_changes_then_leaves_alone():
    empty, _ = new_state("acts", 0)
    first = objects.apply(empty, BASE)
    again = objects.apply(STATE, BASE)
    other = objects.apply(STATE, {**BASE, "spec": {**BASE["spec"], "replicas": 5}})
    assert [applied.verdict for applied in (first, again, other)] == ["created", "unchanged", "configured"]
    assert again.moves == []
    assert web(after(STATE, other.moves))["spec"]["replicas"] == 5


def test_applying_keeps_what_others_wrote_and_takes_back_what_it_wrote():
    scaled = after(STATE, deployments.scale(STATE, WEB, 7))
    without_size = {name: value for name, value in BASE["spec"].items() if name not in {"replicas", "minReadySeconds"}}
    applied = after(scaled, objects.apply(scaled, {**BASE, "spec": without_size}).moves)
    # The size was the manifest's own, so it goes with it, and the default stands in.
    assert web(applied)["spec"]["replicas"] == 1
    assert web(applied)["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "1"


def test_creating_twice_is_refused():
    with pytest.raises(AlreadyExists, match=r'deployments\.apps "web" already exists'):
        objects.create(STATE, BASE)


ACTS = {
    "scale": (lambda state: deployments.scale(state, WEB, 5), lambda state: web(state)["spec"]["replicas"] == 5),
    "set image": (lambda state: deployments.set_image(state, WEB, "c", "img:2"), lambda state: image(state) == "img:2"),
    "every image": (
        lambda state: deployments.set_image(state, WEB, "*", "img:3"),
        lambda state: image(state) == "img:3",
    ),
    "pause": (lambda state: deployments.pause(state, WEB), lambda state: web(state)["spec"]["paused"]),
    "cordon": (lambda state: nodes.cordon(state, NODE), lambda state: state.at(NODE)["spec"]["unschedulable"]),
    "add a node": (lambda state: nodes.add(state, "node-9"), lambda state: state.get("Node", "", "node-9")),
    "delete": (lambda state: objects.delete(state, WEB), lambda state: state.at(WEB) is None),
}


@pytest.mark.parametrize(("act", "is_done"), ACTS.values(), ids=ACTS)
def test_an_act_has_its_effect(act, is_done):
    assert not is_done_before(is_done)
    assert is_done(after(STATE, act(STATE)))


def is_done_before(is_done):
    try:
        return is_done(STATE)
    except KeyError:
        return False


def test_what_was_done_can_be_taken_back():
    paused = after(STATE, deployments.pause(STATE, WEB))
    assert not web(after(paused, deployments.resume(paused, WEB)))["spec"].get("paused")
    cordoned = after(STATE, nodes.cordon(STATE, NODE))
    assert after(cordoned, nodes.uncordon(cordoned, NODE)).at(NODE)["spec"] == STATE.at(NODE)["spec"]
    dark = after(STATE, nodes.unplug(STATE, NODE))
    assert after(dark, nodes.plug_in(dark, NODE)).at(NODE)["status"] == STATE.at(NODE)["status"]


NOBODY = ("Deployment", "default", "nobody")
REFUSALS = {
    "nobody": (lambda: deployments.scale(STATE, NOBODY, 1), NotFound, 'deployments.apps "nobody" not found'),
    "nobody's pause": (lambda: deployments.pause(STATE, NOBODY), NotFound, "not found"),
    "nobody's restart": (lambda: deployments.restart(STATE, NOBODY), NotFound, "not found"),
    "nobody's undo": (lambda: deployments.undo(STATE, NOBODY), NotFound, "not found"),
    "no such node": (lambda: nodes.unplug(STATE, ("Node", "", "x")), NotFound, 'nodes "x" not found'),
    "the same node": (lambda: nodes.add(STATE, "node-1"), AlreadyExists, "already exists"),
    "less than nothing": (lambda: deployments.scale(STATE, WEB, -1), Invalid, "must be greater than or equal to 0"),
    "no container": (
        lambda: deployments.set_image(STATE, WEB, "x", "img:2"),
        deployments.Refused,
        'error: unable to find container named "x"',
    ),
    "no image": (lambda: deployments.set_image(STATE, WEB, "c", ""), BadRequest, "an image is needed"),
    "no history": (lambda: deployments.undo(STATE, WEB), deployments.Refused, "error: no rollout history found"),
    "no revision": (
        lambda: deployments.undo(STATE, WEB, 9),
        deployments.Refused,
        "unable to find specified revision 9",
    ),
    "no need": (lambda: deployments.undo(STATE, WEB, 1), deployments.Refused, "skipped rollback"),
    "not paused": (lambda: deployments.resume(STATE, WEB), deployments.Refused, 'deployments.apps "web" is not paused'),
    "an unknown kind": (
        lambda: objects.apply(STATE, {"apiVersion": "v1", "kind": "Nope", "metadata": {"name": "x"}}),
        BadRequest,
        'no matches for kind "Nope" in version "v1"',
    ),
    "an unknown namespace": (
        lambda: objects.apply(STATE, {**BASE, "metadata": {"name": "web", "namespace": "nowhere"}}),
        NotFound,
        'namespaces "nowhere" not found',
    ),
    "a changed selector": (
        lambda: objects.apply(STATE, manifest_with_selector()),
        Invalid,
        "field is immutable",
    ),
}


def manifest_with_selector():
    changed = copy.deepcopy(BASE)
    changed["spec"]["selector"]["matchLabels"] = changed["spec"]["template"]["metadata"]["labels"] = {"app": "x"}
    return changed


@pytest.mark.parametrize(("act", "kind", "words"), REFUSALS.values(), ids=REFUSALS)
def test_what_kubernetes_refuses_is_refused_in_its_words(act, kind, words):
    with pytest.raises(kind) as refusal:
        act()
    assert words in refusal.value.message


def test_restarting_twice_in_a_second_is_refused():
    restarted = after(STATE, deployments.restart(STATE, WEB))
    with pytest.raises(deployments.Refused, match="error: "):
        deployments.restart(restarted, WEB)


COMMANDS = {
    "set-image": ({"container": "c", "image": "img:2"}, "kubectl set image deployment/web c=img:2"),
    "scale": ({"replicas": "5"}, "kubectl scale deployment/web --replicas=5"),
    "undo": ({"revision": "2"}, "kubectl rollout undo deployment/web --to-revision=2"),
    "restart": ({}, "kubectl rollout restart deployment/web"),
    "pause": ({}, "kubectl rollout pause deployment/web"),
    "resume": ({}, "kubectl rollout resume deployment/web"),
    "delete": ({}, "kubectl delete deployment/web"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_offer_shows_its_command(name):
    fields, command = COMMANDS[name]
    assert catalogue.OFFERS[name].command(WEB, fields) == command
    team = ("Deployment", "team", "web")
    assert catalogue.OFFERS[name].command(team, fields) == f"{command} -n team"


def test_a_command_that_is_shown_can_be_typed_whatever_was_filled_in():
    shown = catalogue.OFFERS["set-image"].command(WEB, {"container": "web", "image": "not an $IMAGE"})
    assert shown == "kubectl set image deployment/web web='not an $IMAGE'"


def test_a_deployment_is_offered_all_that_has_a_command_and_a_node_its_own():
    assert {offer.name for offer in catalogue.offers_for("Deployment")} == set(COMMANDS)
    assert {offer.name for offer in catalogue.offers_for("Node")} >= {
        "cordon",
        "uncordon",
        "unplug",
        "plug-in",
        "delete",
    }


@pytest.mark.parametrize("name", sorted(catalogue.OFFERS))
def test_every_offer_can_be_performed_or_refused(name):
    offer = catalogue.OFFERS[name]
    key = WEB if "Deployment" in offer.kinds else NODE
    # There is no history yet, nothing is paused, and the node is there.
    refused = pytest.raises(ApiError) if name in {"undo", "resume", "add-node"} else nullcontext()
    with refused:
        moves = offer.perform(STATE, key, {"container": "c", "image": "img:2", "replicas": "5"})
        assert all(move.reason for move in moves)


@pytest.mark.parametrize("text", ["", "x", "1.5", "1e3", "٣", "--1", "99999999999"])
def test_a_number_is_a_number(text):
    with pytest.raises(BadRequest, match="replicas must be a whole number"):
        catalogue.number({"replicas": text}, "replicas")


def test_changes_of_a_command_line_find_their_deployment():
    api = {**BASE, "metadata": {"name": "api", "namespace": "team"}}
    target = rollouts.choose([BASE, api], "api")
    assert rollouts.command(target, "scale", "3") == "kubectl scale deployment/api --replicas=3 -n team"
    with pytest.raises(BadRequest, match="several Deployments could be meant"):
        rollouts.command(rollouts.choose([BASE, api]), "scale", "3")


def test_the_key_of_what_is_applied_is_known():
    assert objects.apply(STATE, BASE).key == key_of(web())
