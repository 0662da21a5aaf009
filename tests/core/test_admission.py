"""What the API server does between a request and storage: placing, defaulting, keeping what is not the client's."""

import pytest

from cluster.core import admission, deletion, engine
from cluster.core.bootstrap import new_state
from cluster.core.errors import AlreadyExists, BadRequest, Conflict, Forbidden, Invalid, NotFound
from cluster.core.moves import Put
from cluster.core.objects import with_metadata, with_spec, with_status
from tests.core.laws.acting import manifest

BASE = manifest("web", 3, "img:1", (1, 0), recreate=False, ready_seconds=0)
WEB = ("Deployment", "default", "web")
NAMESPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team"}}


def started():
    state, _ = new_state("admission", 0)
    state, _ = engine.commit(state, [Put(admission.create(state, obj), "") for obj in (BASE, NAMESPACE)], "you")
    return engine.run(state, 10_000)[0]


STATE = started()
STORED = STATE.at(WEB)


def test_it_places_an_object_into_the_namespace_of_the_request():
    assert admission.create(STATE, BASE, "team")["metadata"]["namespace"] == "team"
    placed = with_metadata(BASE, namespace="team")
    assert admission.create(STATE, placed, "default")["metadata"]["namespace"] == "team"


def test_it_fills_in_defaults_and_leaves_the_request_alone():
    kept = repr(BASE)
    stored = admission.create(STATE, BASE, "team")
    assert stored["spec"]["template"]["spec"]["restartPolicy"] == "Always"
    assert repr(BASE) == kept


def test_what_is_the_servers_a_client_cannot_set():
    wanted = with_metadata(BASE, uid="mine", creationTimestamp="2001-01-01T00:00:00Z", generation=7, managedFields=[{}])
    stored = admission.create(STATE, {**wanted, "status": {"replicas": 9}, "simulation": {"x": 1}}, "team")
    assert not stored["metadata"].keys() & {"uid", "creationTimestamp", "generation", "managedFields"}
    assert not stored.get("status")
    assert "simulation" not in stored


def test_an_update_keeps_what_is_not_the_clients():
    wanted = with_metadata(with_spec(STORED, replicas=5), uid=None, creationTimestamp=None, generation=99)
    stored = admission.update(STATE, with_status(wanted, replicas=77))
    assert stored["spec"]["replicas"] == 5
    assert stored["status"] == STORED["status"]
    for field in ("uid", "creationTimestamp", "generation", "resourceVersion"):
        assert stored["metadata"][field] == STORED["metadata"][field]


def test_a_status_write_changes_nothing_but_the_status():
    wanted = with_status(with_spec(STORED, replicas=5), replicas=77)
    stored = admission.update(STATE, wanted, "status")
    assert stored["status"]["replicas"] == 77
    assert stored["spec"] == STORED["spec"]


def test_a_spec_that_is_the_same_is_the_same_object():
    assert admission.update(STATE, STORED) == STORED


def old(**metadata):
    return with_metadata(STORED, **metadata)


def going():
    state, _ = engine.commit(STATE, deletion.delete(STATE, ("Namespace", "", "team")), "you")
    return state


REFUSALS = {
    "stale": (lambda: admission.update(STATE, old(resourceVersion="1")), Conflict, "the object has been modified"),
    "someone else": (lambda: admission.update(STATE, old(uid="other")), Conflict, "Precondition failed: UID"),
    "nobody": (lambda: admission.update(STATE, old(name="nobody")), NotFound, 'deployments.apps "nobody" not found'),
    "again": (lambda: admission.create(STATE, BASE), AlreadyExists, 'deployments.apps "web" already exists'),
    "with a version": (
        lambda: admission.create(STATE, with_metadata(BASE, resourceVersion="5")),
        BadRequest,
        "resourceVersion should not be set on objects to be created",
    ),
    "no namespace": (lambda: admission.create(STATE, BASE, "nowhere"), NotFound, 'namespaces "nowhere" not found'),
    "a namespace that is going": (
        lambda: admission.create(going(), BASE, "team"),
        Forbidden,
        "because it is being terminated",
    ),
    "no kind": (lambda: admission.create(STATE, {"metadata": {}}), BadRequest, "no matches for kind"),
    "a name that is no text": (lambda: admission.create(STATE, old(name=5)), BadRequest, "must be strings"),
    "metadata that is none": (lambda: admission.create(STATE, {**BASE, "metadata": 5}), BadRequest, "metadata"),
    "an invalid size": (
        lambda: admission.update(STATE, with_spec(STORED, replicas=-1)),
        Invalid,
        "must be greater than or equal to 0",
    ),
    "no name": (
        lambda: admission.create(STATE, with_metadata(BASE, name=None)),
        Invalid,
        "name or generateName is required",
    ),
}


@pytest.mark.parametrize(("request_it", "kind", "words"), REFUSALS.values(), ids=REFUSALS)
def test_it_refuses_and_says_why(request_it, kind, words):
    with pytest.raises(kind) as refusal:
        request_it()
    assert words in refusal.value.message


def test_a_generated_name_needs_no_name():
    wanted = with_metadata(BASE, name=None, generateName="web-")
    state, [change] = engine.commit(STATE, [Put(admission.create(STATE, wanted), "")], "you")
    assert change.key[2].startswith("web-")
    assert state.at(change.key)["metadata"]["generateName"] == "web-"


def test_a_scaled_object_keeps_the_private_notes_of_who_runs_it():
    pod = next(STATE.of_kind("Pod", "default"))
    assert admission.update(STATE, with_metadata(pod, labels={"a": "b"}))["simulation"] == pod["simulation"]
