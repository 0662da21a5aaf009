"""Writes that are no server-side apply: whoever changes a field owns it."""

import copy
from typing import Any

import pytest

from cluster.core import managed_fields
from tests.core.managed_fields.sessions import START, WEB, Session

CREATED = {
    "f:metadata": {"f:labels": {".": {}, "f:app": {}}},
    "f:spec": {
        "f:replicas": {},
        "f:selector": {},
        "f:strategy": {"f:rollingUpdate": {".": {}, "f:maxSurge": {}, "f:maxUnavailable": {}}, "f:type": {}},
        "f:template": {
            "f:metadata": {"f:labels": {".": {}, "f:app": {}}},
            "f:spec": {
                "f:containers": {
                    'k:{"name":"web"}': {
                        ".": {},
                        "f:env": {".": {}, 'k:{"name":"A"}': {".": {}, "f:name": {}, "f:value": {}}},
                        "f:image": {},
                        "f:name": {},
                        "f:ports": {
                            ".": {},
                            'k:{"containerPort":80,"protocol":"TCP"}': {
                                ".": {},
                                "f:containerPort": {},
                                "f:protocol": {},
                            },
                        },
                        "f:resources": {},
                    }
                },
                "f:securityContext": {},
            },
        },
    },
}
"""What a real API server notes when this Deployment is created."""


def created() -> Session:
    session = Session()
    session.create("kubectl-create")
    return session


def test_the_creator_owns_all_but_the_status_and_what_is_nobodys() -> None:
    assert created().entries == [
        {
            "manager": "kubectl-create",
            "operation": "Update",
            "apiVersion": "apps/v1",
            "time": "2026-01-01T00:00:01Z",
            "fieldsType": "FieldsV1",
            "fieldsV1": CREATED,
        }
    ]


def test_a_changed_field_goes_to_whoever_changed_it() -> None:
    session = created()
    session.update("kubectl-patch", spec__replicas=5)
    assert session.owned("kubectl-patch") == {"f:spec": {"f:replicas": {}}}
    assert "f:replicas" not in session.owned("kubectl-create")["f:spec"]


def test_a_new_field_is_owned_with_the_map_that_it_came_in() -> None:
    session = created()
    session.update("kubectl-annotate", metadata__annotations={"note": "x"})
    assert session.owned("kubectl-annotate") == {"f:metadata": {"f:annotations": {".": {}, "f:note": {}}}}


def test_a_removed_field_is_owned_by_nobody() -> None:
    session = created()
    session.update("kubectl-label", metadata__labels__app=None)
    assert session.managers == ["kubectl-create Update"]
    assert session.owned("kubectl-create")["f:metadata"] == {"f:labels": {}}


def test_a_manager_that_owns_nothing_more_is_forgotten() -> None:
    session = created()
    session.update("one", spec__replicas=5)
    session.update("two", spec__replicas=6)
    assert session.managers == ["kubectl-create Update", "two Update"]


def test_nothing_is_noted_when_nothing_changed() -> None:
    session = created()
    before = copy.deepcopy(session.entries)
    assert session.live is not None
    session.put("kubectl-edit", copy.deepcopy(session.live))
    assert session.entries == before


def test_the_time_of_an_entry_moves_only_with_its_own_writes() -> None:
    session = created()
    session.update("a", spec__replicas=5)
    session.update("b", spec__paused=True)
    assert [entry["time"] for entry in session.entries] == [f"2026-01-01T00:00:0{second}Z" for second in (1, 2, 3)]


def test_writes_through_a_subresource_have_an_entry_of_their_own() -> None:
    session = created()
    session.update("hpa", "scale", spec__replicas=5)
    session.update("hpa", "", spec__paused=True)
    assert session.managers == ["kubectl-create Update", "hpa Update scale", "hpa Update"]
    assert session.entries[1]["fieldsV1"] == {"f:spec": {"f:replicas": {}}}


def test_a_write_of_the_status_owns_no_spec() -> None:
    session = created()
    session.update("robot", "status", spec__replicas=9, status__replicas=3)
    assert session.owned("robot") == {"f:status": {"f:replicas": {}}}


def test_a_write_of_the_spec_owns_no_status() -> None:
    session = created()
    session.update("robot", "", spec__replicas=9, status__replicas=3)
    assert session.owned("robot") == {"f:spec": {"f:replicas": {}}}


@pytest.mark.parametrize("reset", [[], [{}]])
def test_an_empty_list_forgets_everybody(reset: list[Any]) -> None:
    session = created()
    session.update("kubectl-patch", metadata__managedFields=reset, spec__replicas=5)
    assert session.entries == []
    session.update("kubectl-patch", spec__replicas=6)
    assert session.entries == []


def test_a_client_may_write_the_list_itself() -> None:
    session = created()
    entries = [{**session.entries[0], "manager": "renamed"}]
    session.update("kubectl-patch", metadata__managedFields=entries)
    assert session.managers == ["renamed Update"]


ENTRY = {"manager": "x", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": {"f:a": {}}}
SENSELESS: dict[str, Any] = {
    "no list": "x",
    "no map": ["x"],
    "no operation": [{"manager": "x"}],
    "another operation": [{**ENTRY, "operation": "Delete"}],
    "no version": [{**ENTRY, "apiVersion": ""}],
    "no type of fields": [{key: value for key, value in ENTRY.items() if key != "fieldsType"}],
    "another type of fields": [{**ENTRY, "fieldsType": "FieldsV2"}],
    "a number as manager": [{**ENTRY, "manager": 1}],
    "a time that is none": [{**ENTRY, "time": "2026-99-01T00:00:00Z"}],
    "fields that are no map": [{**ENTRY, "fieldsV1": {"f:a": 1}}],
    "a field without a kind": [{**ENTRY, "fieldsV1": {"a": {}}}],
    "a key that is no JSON": [{**ENTRY, "fieldsV1": {"k:{": {}}}],
    "a key without fields": [{**ENTRY, "fieldsV1": {"k:{}": {}}}],
    "a value that is no JSON": [{**ENTRY, "fieldsV1": {"v:x": {}}}],
    "one good, one bad": [ENTRY, {}],
}


@pytest.mark.parametrize("senseless", SENSELESS.values(), ids=SENSELESS)
def test_a_senseless_list_is_ignored(senseless: Any) -> None:
    session = created()
    session.update("kubectl-patch", metadata__managedFields=senseless)
    assert session.managers == ["kubectl-create Update"]


def test_a_list_of_any_depth_is_borne() -> None:
    fields: dict[str, Any] = {}
    for _ in range(5000):
        fields = {"f:a": fields}
    session = created()
    new = {**WEB, "metadata": {**WEB["metadata"], "managedFields": [{**ENTRY, "fieldsV1": fields}]}}
    session.put("kubectl-patch", new)
    assert session.managers == ["kubectl-create Update"]


def test_a_list_written_through_a_subresource_is_ignored() -> None:
    session = created()
    session.update("robot", "status", metadata__managedFields=[], status__replicas=3)
    assert session.managers == ["kubectl-create Update", "robot Update status"]


def test_the_oldest_of_more_than_ten_updaters_are_joined() -> None:
    session = created()
    for number in range(11):
        session.update(f"m{number:02}", **{f"metadata__labels__l{number}": "x"})
    assert session.managers[0] == "ancient-changes Update"
    assert session.managers[1:] == [f"m{number:02} Update" for number in range(2, 11)]
    assert {"f:l0", "f:l1", "f:app"} <= set(session.owned("ancient-changes")["f:metadata"]["f:labels"])


def test_a_nameless_manager_is_called_unknown() -> None:
    session = Session()
    session.create("")
    assert session.managers == ["unknown Update"]


def test_items_are_told_apart_by_all_their_keys() -> None:
    session = created()
    ports = [{"containerPort": 80, "protocol": "TCP"}, {"containerPort": 80, "protocol": "UDP"}]
    session.update("dns", **{"spec__template__spec__containers__0__ports": ports})
    owned = session.owned("dns")["f:spec"]["f:template"]["f:spec"]["f:containers"]['k:{"name":"web"}']
    assert list(owned["f:ports"]) == ['k:{"containerPort":80,"protocol":"UDP"}']


def test_it_leaves_both_objects_alone() -> None:
    live, new = copy.deepcopy(WEB), {**copy.deepcopy(WEB), "spec": {**WEB["spec"], "replicas": 3}}
    before = copy.deepcopy((live, new))
    managed_fields.update(live, new, "x", "Update", "apps/v1", "", START)
    assert (live, new) == before
