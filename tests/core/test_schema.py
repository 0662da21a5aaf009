"""Schemas: which fields there are, how lists merge."""

import pytest

from cluster.core import schema
from cluster.core.kinds import KINDS


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_it_has_a_schema_for_every_kind(kind):
    found = schema.schema_of(kind.api_version, kind.kind)
    assert found is not None
    assert "metadata" in found["properties"]


def test_it_finds_fields_by_path_through_lists():
    found = schema.field("apps/v1", "Deployment", "spec.template.spec.containers.image")
    assert found is not None
    assert schema.type_of(found) == "string"
    assert schema.description(found).startswith("Container image name")
    assert schema.field("apps/v1", "Deployment", "spec.nothing.at.all") is None


def test_it_knows_how_lists_merge():
    containers = schema.field("v1", "Pod", "spec.containers")
    assert schema.patch_strategies(containers) == ("merge",)
    assert schema.merge_key(containers) == "name"
    assert schema.list_map_keys(containers) == ("name",)
    strategy = schema.field("apps/v1", "Deployment", "spec.strategy")
    assert schema.patch_strategies(strategy) == ("retainKeys",)
    assert schema.list_map_keys(schema.field("v1", "Pod", "spec.containers.args")) == ()


def test_it_knows_what_is_required():
    assert schema.required(schema.field("apps/v1", "Deployment", "spec")) == ("selector", "template")


def test_it_knows_no_other_kind():
    assert schema.schema_of("extensions/v1beta1", "Deployment") is None
    assert schema.name_of(None, ["Pod"]) is None


def test_it_calls_a_port_either_number_or_name():
    assert schema.type_of(schema.field("v1", "Service", "spec.ports.targetPort")) == "int-or-string"
