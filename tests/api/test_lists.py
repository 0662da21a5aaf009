"""GET of collections: selection, order, chunks, revisions."""

import pytest

from cluster import store
from cluster.api import paging
from tests.api.asking import config_map

HERE = "/api/v1/namespaces/default/configmaps"
EVERYWHERE = "/api/v1/configmaps"
NAMES = ["a", "b", "c", "d", "e", "kube-root-ca.crt"]


@pytest.fixture
def api(api):
    for index, name in enumerate(["d", "a", "c", "e", "b"]):
        api.post(HERE, config_map(name, parity="even" if index % 2 == 0 else "odd"))
    return api


def test_it_sorts_by_name_and_tells_the_revision(api):
    got = api.get(HERE)
    assert got.names == NAMES
    assert got.body["kind"], got.body["apiVersion"] == ("ConfigMapList", "v1")
    assert got.body["metadata"] == {"resourceVersion": str(store.load(api.cluster_id).revision)}


def test_it_leaves_the_kind_of_items_to_the_list(api):
    assert not {"kind", "apiVersion"} & set(api.get(HERE).body["items"][0])


def test_it_sorts_all_namespaces_by_namespace_first(api):
    got = api.get(EVERYWHERE)
    places = [(item["metadata"]["namespace"], item["metadata"]["name"]) for item in got.body["items"]]
    assert places == sorted(places)
    assert len({namespace for namespace, _ in places}) == 4


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("labelSelector=parity=even", ["b", "c", "d"]),
        ("labelSelector=parity!=even", ["a", "e", "kube-root-ca.crt"]),
        ("labelSelector=parity in (odd)", ["a", "e"]),
        ("labelSelector=!parity", ["kube-root-ca.crt"]),
        ("fieldSelector=metadata.name=c", ["c"]),
        ("fieldSelector=metadata.name!=c&labelSelector=parity=even", ["b", "d"]),
        ("resourceVersion=0", NAMES),
        ("limit=0", NAMES),
        ("limit=100", NAMES),
    ],
)
def test_it_selects(api, query, names):
    assert api.get(f"{HERE}?{query}").names == names


def test_it_gives_a_list_in_chunks_as_it_was_at_the_first(api):
    first = api.get(f"{HERE}?limit=2")
    assert (first.names, first.body["metadata"]["remainingItemCount"]) == (NAMES[:2], 4)
    api.post(HERE, config_map("bb"))
    api.delete(f"{HERE}/e")
    second = api.get(f"{HERE}?limit=3&continue={first.body['metadata']['continue']}")
    assert second.names == NAMES[2:5]
    assert second.body["metadata"]["resourceVersion"] == first.body["metadata"]["resourceVersion"]
    last = api.get(f"{HERE}?limit=3&continue={second.body['metadata']['continue']}")
    assert (last.names, set(last.body["metadata"])) == (NAMES[5:], {"resourceVersion"})


def test_it_finds_the_state_of_a_chunk_in_the_log_when_it_is_forgotten(api):
    token = api.get(f"{HERE}?limit=2").body["metadata"]["continue"]
    api.delete(f"{HERE}/c")
    paging._kept.clear()
    assert api.get(f"{HERE}?continue={token}").names == NAMES[2:]


def test_it_tells_no_remaining_count_of_a_selection(api):
    meta = api.get(f"{HERE}?limit=1&labelSelector=parity=even").body["metadata"]
    assert set(meta) == {"resourceVersion", "continue"}


def test_it_lists_as_it_was_at_an_exact_revision(api):
    then = api.get(HERE).body["metadata"]["resourceVersion"]
    api.delete(f"{HERE}/a")
    assert api.get(f"{HERE}?resourceVersion={then}&resourceVersionMatch=Exact").names == NAMES
    assert api.get(f"{HERE}?resourceVersion={then}&resourceVersionMatch=NotOlderThan").names == NAMES[1:]


def compacted(api, monkeypatch):
    """The cluster after its log was compacted."""
    then = api.get(f"{HERE}?limit=2").body["metadata"]

    def gone(*_):
        raise store.Compacted(10**6)

    monkeypatch.setattr(store, "state_at", gone)
    paging._kept.clear()
    api.delete(f"{HERE}/a")
    return then


def test_it_says_that_a_chunk_is_too_old_and_how_to_go_on(api, monkeypatch):
    then = compacted(api, monkeypatch)
    got = api.get(f"{HERE}?limit=3&continue={then['continue']}")
    assert (got.code, got.body["reason"]) == (410, "Expired")
    assert got.body["message"].startswith("The provided continue parameter is too old")
    again = api.get(f"{HERE}?continue={got.body['metadata']['continue']}")
    assert again.names == NAMES[2:]


def test_it_says_that_a_revision_is_too_old(api, monkeypatch):
    then = compacted(api, monkeypatch)["resourceVersion"]
    got = api.get(f"{HERE}?resourceVersion={then}&resourceVersionMatch=Exact")
    assert (got.code, got.body["reason"]) == (410, "Expired")
    assert got.body["message"] == "The resourceVersion for the provided list is too old."


MATCH = 'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: '


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        (
            "resourceVersion=x",
            400,
            'resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
        ),
        ("continue=x", 400, "continue key is not valid: the token was not made by this server"),
        ("limit=x", 400, 'strconv.ParseInt: parsing "x": invalid syntax'),
        (
            "resourceVersionMatch=Exact",
            422,
            f"{MATCH}Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
        ),
        (
            "resourceVersionMatch=Near&resourceVersion=3",
            422,
            f'{MATCH}Unsupported value: "Near": supported values: "Exact", "NotOlderThan", ""',
        ),
        (
            "resourceVersionMatch=Exact&resourceVersion=0",
            422,
            f'{MATCH}Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
        ),
        ("continue=x&resourceVersion=3", 400, "specifying resource version is not allowed when using continue"),
    ],
)
def test_it_refuses_lists_that_make_no_sense(api, query, code, message):
    got = api.get(f"{HERE}?{query}")
    assert (got.code, got.body["message"]) == (code, message)


def test_it_knows_no_revision_of_the_future(api):
    got = api.get(f"{HERE}?resourceVersion=999999")
    current = store.load(api.cluster_id).revision
    assert (got.code, got.body["reason"]) == (504, "Timeout")
    assert got.body["message"] == f"Timeout: Too large resource version: 999999, current: {current}"
    assert got.body["details"]["causes"][0]["reason"] == "ResourceVersionTooLarge"


def test_it_deletes_what_is_selected(api):
    got = api.delete(f"{HERE}?labelSelector=parity=even")
    assert got.names == ["b", "c", "d"]
    assert api.get(HERE).names == ["a", "e", "kube-root-ca.crt"]
