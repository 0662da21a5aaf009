"""From `kubectl apply` to `kubectl apply --server-side`, as the server sees it."""

import copy
import json
from typing import Any

import pytest

from cluster.core import last_applied
from cluster.core.kinds import Object
from cluster.core.last_applied import LAST_APPLIED
from cluster.core.managed_fields import ApplyConflict
from tests.core.managed_fields.sessions import WEB, Session, containers


def applied_by_client(obj: Object = WEB) -> Session:
    session = Session()
    session.create("kubectl-client-side-apply", last_applied.remember(copy.deepcopy(obj), obj))
    return session


def live_of(session: Session) -> Object:
    assert session.live is not None
    return session.live


def replaced(session: Session, manager: str, image: str) -> None:
    """What `kubectl replace` and `kubectl edit` do: the annotation tells the whole object afterwards."""
    new = copy.deepcopy(live_of(session))
    new["metadata"].pop("managedFields")
    new["spec"]["template"]["spec"]["containers"][-1]["image"] = image
    session.put(manager, last_applied.remember(new, new))


def migrated(session: Session) -> None:
    """kubectl's own patch: whoever owns the annotation by updates becomes the applier `kubectl`."""
    entries = []
    for entry in session.entries:
        annotations = entry["fieldsV1"].get("f:metadata", {}).get("f:annotations", {})
        if f"f:{LAST_APPLIED}" in annotations and entry["operation"] == "Update":
            entries.append({**entry, "manager": "kubectl", "operation": "Apply"})
        elif entry["manager"] != "kubectl":
            entries.append(entry)
    session.update("kubectl", metadata__managedFields=entries)


def test_kubectl_takes_over_what_its_annotation_says() -> None:
    session = applied_by_client()
    session.apply("kubectl", replicas=5)
    assert live_of(session)["spec"]["replicas"] == 5
    assert "kubectl Apply" in session.managers


def test_others_do_not() -> None:
    session = applied_by_client()
    with pytest.raises(ApplyConflict, match="kubectl-client-side-apply"):
        session.apply("me", replicas=5)


def test_kubectl_does_not_take_over_what_was_changed_since() -> None:
    session = applied_by_client()
    session.update("kubectl-scale", "scale", spec__replicas=9)
    with pytest.raises(ApplyConflict) as conflict:
        session.apply("kubectl", replicas=5, template=containers(image="nginx:2"))
    told = 'conflict with "kubectl-scale" with subresource "scale" using apps/v1: .spec.replicas'
    assert conflict.value.message == f"Apply failed with 1 conflict: {told}"


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"apiVersion":"apps/v1beta1"}'])
def test_an_annotation_that_says_nothing_allows_nothing(text: str) -> None:
    session = applied_by_client()
    live_of(session)["metadata"]["annotations"][LAST_APPLIED] = text
    with pytest.raises(ApplyConflict):
        session.apply("kubectl", replicas=5)


def test_the_annotation_follows_what_kubectl_applies() -> None:
    session = applied_by_client()
    session.apply("kubectl", replicas=5)
    recorded: dict[str, Any] = json.loads(live_of(session)["metadata"]["annotations"][LAST_APPLIED])
    assert recorded["spec"] == {"replicas": 5}
    assert recorded["metadata"] == {"name": "web"}


def test_the_annotation_is_not_made_for_those_who_have_none() -> None:
    session = Session()
    session.create("kubectl-create")
    session.apply("kubectl", force=True, replicas=5)
    assert "annotations" not in live_of(session)["metadata"]


def test_an_image_set_by_replace_goes_with_the_migration() -> None:
    """As recorded from Kubernetes 1.36: the first apply is fine, the one after the migration lacks an image."""
    session = applied_by_client()
    session.update("kubectl-patch", spec__replicas=1)
    replaced(session, "kubectl-replace", "nginx:1.19")
    session.apply("kubectl", replicas=5)
    assert live_of(session)["spec"]["template"]["spec"]["containers"][-1]["image"] == "nginx:1.19"
    migrated(session)
    session.apply("kubectl", replicas=5)
    assert "image" not in live_of(session)["spec"]["template"]["spec"]["containers"][-1]
