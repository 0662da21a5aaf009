"""The page's editor and `kubectl explain` say the same of a field."""

import pytest

from cluster.core import schema
from cluster.core.editing import fields
from cluster.core.kinds import KINDS
from cluster.kubectl.commands import explain


def structs_of(name, seen):
    """All structs below a kind, itself among them."""
    if name in seen:
        return seen
    seen.add(name)
    for field in fields.fields_of(name).values():
        node = field.schema
        while "items" in node or isinstance(node.get("additionalProperties"), dict):
            node = node.get("items") or node["additionalProperties"]
        below = fields.struct_of(node)
        if below:
            structs_of(below, seen)
    return seen


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_it_tells_type_need_and_meaning_as_kubectl_does(kind):
    for name in structs_of(schema.name_of(kind.api_version, kind.kind), set()):
        told = explain._resolved(name)
        for field in fields.fields_of(name).values():
            theirs = told["properties"][field.name]
            assert (field.type, field.is_required) == (
                explain._type(theirs),
                field.name in (told.get("required") or ()),
            )
            assert explain._description(theirs).startswith(field.description)
