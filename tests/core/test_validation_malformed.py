"""Whatever JSON stands in whatever place: errors or success, never an exception, and nothing is changed."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import SAMPLES

from cluster.core import decoding, defaults, schema, typed, validation

KINDS = sorted(SAMPLES)
TEXTS = ["1Gi", "25%", "-1", "None", "Always", "10.0.0.1", "a/b/c", "Exists", "/", "..", "2026-01-01T00:00:00Z"]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(TEXTS),
)
KEYS = st.one_of(st.text(max_size=8), st.sampled_from(["name", "spec", "key", "values"]))
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)
EXAMPLES = 20
"""For each kind and test; 400 were tried once and found nothing more."""


def places(value, path=()):
    """The path of every part of a JSON value."""
    yield path
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from places(item, (*path, key))


def replaced(value, path, new):
    if not path:
        return new
    found = deepcopy(value)
    place = found
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return found


def judge(obj, old):
    """Everything that the API server would do with it."""
    validation.validate_create(obj)
    validation.validate_update(obj, old)
    validation.validate_update(old, obj)
    validation.validate_status_update(obj, old)
    validation.warnings(obj)
    decoding.decode(obj)


def try_everything(obj, old):
    before = deepcopy(obj)
    judge(obj, old)
    judge(defaults.apply(obj), defaults.apply(old))
    decoded = decoding.decode(obj)
    if not decoded.fault:
        judge(defaults.apply(decoded.object), old)
    assert repr(obj) == repr(before)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=EXAMPLES)
@given(data=st.data())
def test_it_survives_any_json_in_any_place(kind, data):
    sample = SAMPLES[kind]
    path = data.draw(st.sampled_from(list(places(sample))))
    try_everything(replaced(sample, path, data.draw(JSON)), sample)


def fields_of(kind):
    """A strategy of objects with real field names and values that may be of the right type."""
    sample = SAMPLES[kind]
    identity = {key: sample[key] for key in ("apiVersion", "kind")}
    return values_of(schema.schema_of(sample["apiVersion"], kind), 4).map(lambda found: found | identity)


def values_of(node, depth):
    name = schema.reference(node)
    if name in typed.SPECIAL:
        return SCALARS
    node = schema.resolve(node)
    if "properties" in node:
        if depth == 0:
            return st.just({})
        names = sorted(node["properties"])
        return st.lists(st.sampled_from(names), max_size=4, unique=True).flatmap(
            lambda chosen: st.fixed_dictionaries({n: values_of(node["properties"][n], depth - 1) for n in chosen})
        )
    if "items" in node:
        return st.lists(values_of(node["items"], depth), max_size=2)
    return {
        "string": st.one_of(st.text(max_size=5), SCALARS.filter(lambda value: isinstance(value, str))),
        "integer": st.integers(-3, 2**31),
        "boolean": st.booleans(),
    }.get(schema.type_of(node), st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2))


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=EXAMPLES)
@given(data=st.data())
def test_it_survives_any_object_of_known_fields(kind, data):
    try_everything(data.draw(fields_of(kind)), SAMPLES[kind])


@pytest.mark.parametrize("obj", [None, [], "Pod", 1, {}, {"kind": []}, {"kind": "Pod", "apiVersion": {}}], ids=repr)
def test_it_refuses_what_is_no_object_of_a_known_kind(obj):
    assert validation.validate_create(obj)
    assert validation.warnings(obj) == []
    assert defaults.apply(obj) == obj


def test_it_survives_depth_and_length():
    deep = []
    for _ in range(900):
        deep = [deep]
    sample = SAMPLES["Deployment"]
    assert [str(e) for e in validation.validate_create(replaced(sample, ("spec", "replicas"), deep))] == [
        'spec.replicas: Invalid value: "array": must be of type int32'
    ]
    surge = ("spec", "strategy", "rollingUpdate", "maxSurge")
    try_everything(replaced(sample, surge, "9" * 5000 + "%"), sample)
    try_everything(replaced(sample, ("metadata", "name"), "a.-" * 100_000), sample)


@pytest.mark.parametrize("kind", KINDS)
def test_it_accepts_the_sample(kind):
    obj = defaults.apply(decoding.decode_strictly(SAMPLES[kind]))
    assert validation.validate_create(obj) == []
    versioned = {**obj, "metadata": {**obj["metadata"], "resourceVersion": "1"}}
    assert validation.validate_update(versioned, versioned) == []


@pytest.mark.parametrize("kind", KINDS)
def test_it_defaults_once_and_for_all(kind):
    once = defaults.apply(decoding.decode_strictly(SAMPLES[kind]))
    assert defaults.apply(once) == once
    assert decoding.decode_strictly(once) == once
