"""What holds for any configurations: of the sets of fields, of updates, and of appliers beside each other."""

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cluster.core import managed_fields
from cluster.core.managed_fields import sets
from cluster.core.managed_fields.fields import compare, field_set
from cluster.core.managed_fields.merging import merge
from cluster.core.managed_fields.types import type_of
from tests.core.managed_fields.sessions import START
from tests.core.patch.generated import PAIRS, kind_of

Pair = tuple[dict[str, Any], dict[str, Any]]
LEAVES = st.just({})
CHILDREN = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda entries, own: ({".": {}} if own and entries else {}) | entries,
        st.dictionaries(st.sampled_from(["f:a", "f:b", 'k:{"name":"x"}', "v:1"]), inner, max_size=3),
        st.booleans(),
    ),
    max_leaves=10,
)
SETS = st.dictionaries(st.sampled_from(["f:a", "f:b", "f:c"]), CHILDREN)
laws = settings(max_examples=30, deadline=None)


def members(fields: dict[str, Any]) -> set[tuple[str, ...]]:
    return set(sets.paths(fields))


def owned(obj: dict[str, Any], manager: str) -> dict[str, Any]:
    found = [entry for entry in obj["metadata"]["managedFields"] if entry["manager"] == manager]
    return found[0]["fieldsV1"] if found else {}


@given(SETS, SETS)
def test_sets_of_fields_are_sets_of_paths(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert members(sets.union(a, b)) == members(a) | members(b)
    assert members(sets.intersection(a, b)) == members(a) & members(b)
    assert members(sets.difference(a, b)) == members(a) - members(b)


@given(SETS, SETS)
def test_what_is_taken_away_and_put_back_is_there(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert sets.union(sets.difference(a, b), sets.intersection(a, b)) == a
    assert sets.ordered(a) == a
    assert all(sets.has(a, path) for path in members(a))


@given(PAIRS)
@laws
def test_a_comparison_sees_nothing_but_differences(pair: Pair) -> None:
    kind = type_of(*kind_of(pair[0]))
    assert compare(pair[0], pair[0], kind) == ({}, {}, {})
    assert (compare(*pair, kind) == ({}, {}, {})) == (pair[0] == pair[1] or not _differ_in_sets(pair))
    there, back = compare(*pair, kind), compare(pair[1], pair[0], kind)
    assert (there.removed, there.modified, there.added) == (back.added, back.modified, back.removed)


def _differ_in_sets(pair: Pair) -> bool:
    kind = type_of(*kind_of(pair[0]))
    return merge(*pair, kind) != pair[0] or merge(pair[1], pair[0], kind) != pair[1]


@given(PAIRS)
@laws
def test_applying_twice_changes_nothing(pair: Pair) -> None:
    live = managed_fields.update(None, pair[0], "creator", "Update", pair[0]["apiVersion"], "", START)
    once = managed_fields.apply(live, pair[1], "me", True, START)
    assert managed_fields.apply(once, pair[1], "me", False, START + 60_000) == once


@given(PAIRS)
@laws
def test_what_is_applied_is_there_and_owned(pair: Pair) -> None:
    kind = type_of(*kind_of(pair[0]))
    live = managed_fields.apply(None, pair[0], "other", False, START)
    found = managed_fields.apply(live, pair[1], "me", True, START)
    assert merge(found, pair[1], kind) == found
    mine = members(field_set({"spec": pair[1]["spec"]}, kind))
    assert mine <= members(owned(found, "me"))


@given(PAIRS)
@laws
def test_after_force_nobody_else_owns_what_was_changed(pair: Pair) -> None:
    kind = type_of(*kind_of(pair[0]))
    live = managed_fields.apply(None, pair[0], "other", False, START)
    found = managed_fields.apply(live, pair[1], "me", True, START)
    changed = compare(live, found, kind)
    assert not members(owned(found, "other")) & members(changed.written)
    assert not members(owned(found, "other")) & members(changed.removed)


@given(PAIRS)
@laws
def test_who_applies_another_configuration_leaves_nothing_of_the_first(pair: Pair) -> None:
    once = managed_fields.apply(None, pair[0], "me", False, START)
    again = managed_fields.apply(once, pair[1], "me", False, START)
    kind = type_of(*kind_of(pair[0])).field("spec")
    assert members(field_set(again.get("spec") or {}, kind)) <= members(field_set(pair[1]["spec"], kind))


@given(PAIRS)
@laws
def test_an_update_owns_exactly_what_it_changed(pair: Pair) -> None:
    kind, version = type_of(*kind_of(pair[0])), pair[0]["apiVersion"]
    live = managed_fields.update(None, pair[0], "one", "Update", version, "", START)
    assume(live["metadata"]["managedFields"])  # who creates something empty owns nothing, and nobody is tracked
    found = managed_fields.update(live, pair[1], "two", "Update", version, "", START)
    assert members(owned(found, "two")) == members(compare(*pair, kind).written)
    assert not members(owned(found, "one")) & members(owned(found, "two"))
