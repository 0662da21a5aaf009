"""JSON merge patch: the examples of RFC 7386, appendix A, and laws."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster.core.errors import BadRequest
from cluster.core.patch import merge_patch

EXAMPLES = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]
NO_MAPS = [["c"], "bar", 1, None]
SCALARS = st.one_of(st.integers(), st.text(max_size=3), st.booleans(), st.lists(st.integers(), max_size=2))
DOCUMENTS = st.recursive(SCALARS, lambda inner: st.dictionaries(st.sampled_from("abc"), inner), max_leaves=8)
MAPS = st.dictionaries(st.sampled_from("abc"), DOCUMENTS)


@pytest.mark.parametrize(("target", "patch", "wanted"), EXAMPLES)
def test_it_does_what_the_standard_says(target: Any, patch: Any, wanted: Any) -> None:
    assert merge_patch(target, patch) == wanted


@pytest.mark.parametrize("patch", NO_MAPS)
def test_it_refuses_a_patch_that_is_no_map(patch: Any) -> None:
    with pytest.raises(BadRequest, match="Invalid JSON Patch"):
        merge_patch({"a": 1}, patch)


@given(MAPS)
def test_an_object_without_nulls_patched_into_nothing_is_itself(obj: dict[str, Any]) -> None:
    assert merge_patch({}, obj) == obj


@given(MAPS, MAPS)
def test_a_patch_applied_twice_changes_nothing_more(obj: dict[str, Any], patch: dict[str, Any]) -> None:
    once = merge_patch(obj, patch)
    assert merge_patch(once, patch) == once
