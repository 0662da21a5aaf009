"""Configurations that cannot be applied, in the API server's words."""

from typing import Any

import pytest

from cluster.core import managed_fields
from cluster.core.errors import BadRequest
from cluster.core.patch import MalformedPatch
from tests.core.managed_fields.sessions import START, WEB

REFUSED = {
    "unknown field": (
        {"spec": {"size": 1}},
        "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): "
        ".spec.size: field not declared in schema",
    ),
    "an item twice": (
        {"spec": {"template": {"spec": {"containers": [{"name": "a"}, {"name": "a"}]}}}},
        "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): "
        '.spec.template.spec.containers: duplicate entries for key [name="a"]',
    ),
    "an item without its key": (
        {"spec": {"template": {"spec": {"containers": [{"image": "a"}]}}}},
        "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): "
        ".spec.template.spec.containers: element 0: associative list with keys has an element that omits all key "
        'fields ["name"]'
        " (and doesn't have default values for any key fields)",
    ),
}


@pytest.mark.parametrize(("part", "message"), REFUSED.values(), ids=REFUSED)
def test_it_refuses_what_is_no_deployment(part: dict[str, Any], message: str) -> None:
    config = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "default"},
        **part,
    }
    with pytest.raises(MalformedPatch) as refused:
        managed_fields.apply(None, config, "me", False, START)
    assert refused.value.message == message


@pytest.mark.parametrize("entries", [[], [{"manager": "x"}]])
def test_it_refuses_a_list_of_managers(entries: list[Any]) -> None:
    config = {**WEB, "metadata": {"name": "web", "managedFields": entries}}
    with pytest.raises(BadRequest, match=r"metadata\.managedFields must be nil"):
        managed_fields.apply(None, config, "me", False, START)


def test_it_refuses_another_kind_than_is_served() -> None:
    with pytest.raises(BadRequest, match="invalid object type: apps/v1, Kind=Deployment"):
        managed_fields.apply(None, WEB, "me", False, START, "apps/v1", "ReplicaSet")
