"""Server-side apply: conflicts, force, co-ownership, what goes when it is no longer wanted."""

import copy
from typing import Any

import pytest

from cluster.core import managed_fields
from cluster.core.managed_fields import ApplyConflict
from tests.core.managed_fields.sessions import START, WEB, Session, containers

WEB_IMAGE = '.spec.template.spec.containers[name="web"].image'


def created(manager: str = "kubectl-create") -> Session:
    session = Session()
    session.create(manager)
    return session


def spec_of(session: Session) -> dict[str, Any]:
    assert session.live is not None
    spec: dict[str, Any] = session.live["spec"]
    return spec


def container_of(session: Session) -> dict[str, Any]:
    found: dict[str, Any] = spec_of(session)["template"]["spec"]["containers"][0]
    return found


def test_it_creates_what_is_not_there() -> None:
    session = Session()
    session.apply("kubectl", metadata={"labels": {"app": "web"}}, replicas=3)
    assert session.managers == ["kubectl Apply"]
    assert session.owned("kubectl") == {"f:metadata": {"f:labels": {"f:app": {}}}, "f:spec": {"f:replicas": {}}}
    assert session.entries[0]["time"] == "2026-01-01T00:00:01Z"


def test_one_conflict_is_told_in_one_line() -> None:
    session = created("kubectl-client-side-apply")
    with pytest.raises(ApplyConflict) as conflict:
        session.apply("me", replicas=5)
    client = '"kubectl-client-side-apply" using apps/v1'
    assert conflict.value.status() == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": f"Apply failed with 1 conflict: conflict with {client}: .spec.replicas",
        "reason": "Conflict",
        "details": {
            "causes": [
                {
                    "reason": "FieldManagerConflict",
                    "message": f"conflict with {client}",
                    "field": ".spec.replicas",
                }
            ]
        },
        "code": 409,
    }


def test_several_conflicts_are_told_by_manager() -> None:
    session = created("b")
    session.update("a", **{"spec__template__spec__containers__0__image": "nginx:2"})
    with pytest.raises(ApplyConflict) as conflict:
        session.apply("me", replicas=5, template=containers(image="nginx:3", env=[{"name": "A", "value": "2"}]))
    assert conflict.value.message == (
        'Apply failed with 3 conflicts: conflicts with "a" using apps/v1:\n'
        f"- {WEB_IMAGE}\n"
        'conflicts with "b" using apps/v1:\n'
        "- .spec.replicas\n"
        '- .spec.template.spec.containers[name="web"].env[name="A"].value'
    )


@pytest.mark.parametrize(
    ("manager", "subresource", "named"),
    [
        ("kube-controller-manager", "scale", '"kube-controller-manager" with subresource "scale" using apps/v1'),
        ("kubectl-scale", "scale", '"kubectl-scale" with subresource "scale" using apps/v1'),
    ],
)
def test_a_conflict_names_the_subresource(manager: str, subresource: str, named: str) -> None:
    session = created()
    session.update(manager, subresource, spec__replicas=4)
    with pytest.raises(ApplyConflict) as conflict:
        session.apply("me", replicas=5)
    assert conflict.value.message == f"Apply failed with 1 conflict: conflict with {named}: .spec.replicas"


def test_a_conflict_with_an_applier_names_no_version() -> None:
    session = created()
    session.apply("one", force=True, replicas=5)
    with pytest.raises(ApplyConflict, match=r'1 conflict: conflict with "one": \.spec\.replicas'):
        session.apply("two", replicas=6)


def test_the_same_value_is_no_conflict_but_owned_by_both() -> None:
    session = created()
    session.apply("me", replicas=2)
    assert session.owned("me") == {"f:spec": {"f:replicas": {}}}
    assert "f:replicas" in session.owned("kubectl-create")["f:spec"]


def test_force_takes_the_fields() -> None:
    session = created()
    session.apply("me", force=True, replicas=5)
    assert spec_of(session)["replicas"] == 5
    assert session.owned("me") == {"f:spec": {"f:replicas": {}}}
    assert "f:replicas" not in session.owned("kubectl-create")["f:spec"]


def test_what_is_no_longer_applied_goes() -> None:
    session = created()
    session.apply("me", paused=True, template=containers(env=[{"name": "B", "value": "2"}]))
    session.apply("me", template=containers())
    assert "paused" not in spec_of(session)
    assert [item["name"] for item in container_of(session)["env"]] == ["A"]
    assert session.owned("me")["f:spec"] == {
        "f:template": {"f:spec": {"f:containers": {'k:{"name":"web"}': {".": {}, "f:name": {}}}}}
    }


def test_what_somebody_else_owns_stays_when_it_is_no_longer_applied() -> None:
    session = created()
    session.apply("me", replicas=2, template=containers(image="nginx:1.14.2"))
    session.apply("me", metadata={"labels": {"x": "y"}})
    assert spec_of(session)["replicas"] == 2
    assert container_of(session)["image"] == "nginx:1.14.2"


def test_an_applier_that_wants_nothing_more_is_forgotten() -> None:
    session = created()
    session.apply("me", paused=True)
    session.apply("me")
    assert session.managers == ["kubectl-create Update"]


def test_a_whole_item_goes_with_its_applier() -> None:
    session = created()
    extra = {"spec": {"containers": [{"name": "extra", "image": "busybox"}]}}
    session.apply("me", template=extra)
    assert [item["name"] for item in spec_of(session)["template"]["spec"]["containers"]] == ["web", "extra"]
    session.apply("me", paused=True)
    assert [item["name"] for item in spec_of(session)["template"]["spec"]["containers"]] == ["web"]


def test_a_missing_protocol_is_tcp() -> None:
    session = created()
    session.apply("me", template=containers(ports=[{"containerPort": 80, "name": "http"}]))
    assert container_of(session)["ports"] == [{"containerPort": 80, "protocol": "TCP", "name": "http"}]


def test_maps_that_are_owned_as_a_whole_are_replaced() -> None:
    session = created()
    session.apply("me", template={"spec": {"nodeSelector": {"disk": "ssd"}}})
    session.apply("me", template={"spec": {"nodeSelector": {"zone": "a"}}})
    assert spec_of(session)["template"]["spec"]["nodeSelector"] == {"zone": "a"}


@pytest.mark.parametrize(
    ("live", "applied", "wanted"),
    [
        ("abc", "b", "abc"),
        ("abc", "cxb", "acxb"),
        ("ab", "xa", "xab"),
        ("ab", "bx", "abx"),
        ("abc", "ca", "bca"),
    ],
)
def test_items_keep_their_order_as_far_as_both_agree(live: str, applied: str, wanted: str) -> None:
    session = Session()
    session.apply("one", template={"spec": {"containers": [{"name": name} for name in live]}})
    session.apply("two", template={"spec": {"containers": [{"name": name} for name in applied]}})
    assert "".join(item["name"] for item in spec_of(session)["template"]["spec"]["containers"]) == wanted


def test_an_untracked_object_belonged_to_somebody_before_the_first_apply() -> None:
    session = created()
    session.update("kubectl-patch", metadata__managedFields=[])
    with pytest.raises(ApplyConflict, match='conflict with "before-first-apply" using apps/v1'):
        session.apply("me", replicas=5)
    session.apply("me", paused=True)
    assert session.managers == ["me Apply", "before-first-apply Update"]


def test_the_status_cannot_be_applied_with_the_rest() -> None:
    config = {**copy.deepcopy(WEB), "status": {"replicas": 7}}
    merged = managed_fields.apply(None, config, "me", False, START)
    assert "f:status" not in merged["metadata"]["managedFields"][0]["fieldsV1"]


def test_only_another_time_is_no_change() -> None:
    session = created()
    session.apply("me", force=True, replicas=5)
    before = session.live
    assert before is not None
    entries = [{**entry, "time": "2030-01-01T00:00:00Z"} for entry in session.entries]
    later = {**before, "metadata": {**before["metadata"], "managedFields": entries}}
    assert managed_fields.unless_only_times_changed(before, later) is before
    changed = {**later, "spec": {}}
    assert managed_fields.unless_only_times_changed(before, changed) is changed
