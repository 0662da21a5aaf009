"""What holds for any request: it is answered, never by a fault of the server, and a refusal changes nothing."""

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster import store
from cluster.api import resources
from tests.api.asking import DEPLOYMENTS, JSON_PATCH, MERGE, STRATEGIC, TABLE, deployment

fuzz = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=9,
)
METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
ROWS = st.sampled_from(resources.TABLE)
TYPES = st.sampled_from([JSON_PATCH, MERGE, STRATEGIC, "application/apply-patch+yaml", "application/json"])
QUERIES = st.sampled_from(
    [
        "labelSelector",
        "fieldSelector",
        "limit",
        "continue",
        "resourceVersion",
        "resourceVersionMatch",
        "dryRun",
        "fieldValidation",
        "force",
        "fieldManager",
        "propagationPolicy",
        "gracePeriodSeconds",
        "orphanDependents",
        "includeObject",
        "timeoutSeconds",
        "pretty",
    ]
)
TEXTS = st.sampled_from(
    ["", "0", "1", "-1", "true", "All", "Exact", "Strict", "a=b", "a in (", "metadata.name=web", "x" * 300]
)


def place(row, name=""):
    root = f"/apis/{row.group}/{row.version}" if row.group else f"/api/{row.version}"
    space = "/namespaces/default" if row.namespaced else ""
    return f"{root}{space}/{row.plural}" + (f"/{name}" if name else "")


def paths(value, path=()):
    """The path of every value inside another."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*path, key))


def with_value(value, path, new):
    """A copy with one value inside replaced."""
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[path[0]] = with_value(value[path[0]], path[1:], new)
    return copied


@pytest.fixture
def web(api):
    return api.post(DEPLOYMENTS, deployment()).body


@fuzz
@given(METHODS, st.text(max_size=30), st.binary(max_size=50))
def test_it_answers_any_path(api, method, path, body):
    assert api.ask(method, f"/{path}", body).code < 500


@fuzz
@given(METHODS, ROWS, st.sampled_from(["", "web", "node-1", "default"]), QUERIES, TEXTS)
def test_it_answers_any_query(api, web, method, row, name, query, text):
    got = api.ask(method, f"{place(row, name)}?{query}={text}&dryRun=All", accept=TABLE)
    assert got.code != 500, got.body


@fuzz
@given(ROWS, VALUES)
def test_it_bears_any_body(api, row, value):
    body = {"apiVersion": row.api_version, "kind": row.kind, "metadata": {"name": "x"}, "spec": value}
    for sent in (value, body, {**body, "metadata": value}):
        assert api.post(f"{place(row)}?dryRun=All", sent).code < 500


@fuzz
@given(st.data(), VALUES)
def test_it_bears_a_deployment_with_anything_anywhere(api, web, data, value):
    path = data.draw(st.sampled_from(sorted(paths(web), key=str)))
    damaged = with_value(web, path, value)
    before = store.load(api.cluster_id).revision
    created, replaced = (
        api.post(f"{DEPLOYMENTS}?dryRun=All", damaged),
        api.put(f"{DEPLOYMENTS}/web?dryRun=All", damaged),
    )
    reported = api.put(f"{DEPLOYMENTS}/web/status?dryRun=All", damaged)
    assert {created.code, replaced.code, reported.code} <= {200, 201, 400, 409, 422}
    assert store.load(api.cluster_id).revision == before


@fuzz
@given(TYPES, VALUES, st.sampled_from(["", "/status", "/scale"]))
def test_it_bears_any_patch(api, web, kind, value, subresource):
    for body in (
        value,
        {"spec": value},
        {"metadata": value},
        {"status": value},
        [{"op": "add", "path": "/spec", "value": value}],
    ):
        got = api.patch(
            f"{DEPLOYMENTS}/web{subresource}?dryRun=All&fieldManager=me", orjson.dumps(body, default=str), kind
        )
        assert got.code < 500, (got.body, body)
