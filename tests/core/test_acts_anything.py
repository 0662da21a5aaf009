"""Whatever stands in a manifest: it is applied or refused, and nothing breaks."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from cluster.core import engine
from cluster.core.acts import objects
from cluster.core.bootstrap import new_state
from cluster.core.errors import ApiError
from cluster.core.kinds import KINDS
from tests.core.laws.acting import manifest

BASE = manifest("web", 3, "img:1", (1, 0), recreate=False, ready_seconds=0)


def after(state, moves):
    return engine.commit(state, moves, "you")[0]


def started():
    state, _ = new_state("acts", 0)
    return engine.run(after(state, objects.apply(state, BASE).moves), 10_000)[0]


STATE = started()
SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["web", "25%"])
FIELDS = st.sampled_from(
    [
        *("metadata", "name", "namespace", "spec", "replicas", "selector", "matchLabels", "matchExpressions", "data"),
        *("template", "containers", "image", "labels", "annotations", "strategy", "type", "rollingUpdate", "maxSurge"),
        *("status", "conditions", "ports", "port", "env", "value", "resources", "limits", "finalizers", "uid", "hard"),
        *("ownerReferences", "resourceVersion", "generateName", "operator", "nodeName", "endpoints", "subsets"),
    ]
)
VALUE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4), max_leaves=12
)


@st.composite
def distorted(draw):
    """The base manifest with something else in some place."""
    wanted = copy.deepcopy(BASE)
    for _ in range(draw(st.integers(1, 3))):
        place, path = wanted, draw(st.integers(1, 6))
        while path and isinstance(place, dict | list) and place:
            name = draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
            path -= 1
            if not path or not isinstance(place[name], dict | list):
                place[name] = draw(VALUE)
                break
            place = place[name]
    return wanted


def any_kind():
    return st.builds(
        lambda kind, fields, name: {
            **fields,
            "apiVersion": KINDS[kind].api_version,
            "kind": kind,
            "metadata": {"name": name},
        },
        st.sampled_from(sorted(KINDS)),
        st.dictionaries(FIELDS, VALUE, max_size=3),
        st.sampled_from(["web", "kubernetes", "default", "node-1", "new"]),
    )


@given(distorted() | any_kind() | st.dictionaries(FIELDS | st.sampled_from(["kind", "apiVersion"]), VALUE))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_whatever_is_applied_only_an_api_error_refuses_and_nothing_breaks(obj):
    kept = repr(obj)
    try:
        applied = objects.apply(STATE, obj)
    except ApiError:
        applied = None
    assert repr(obj) == kept
    if applied:
        state = after(STATE, applied.moves)
        assert state.at(applied.key) is not None
        engine.run(state, state.now + 3000)
