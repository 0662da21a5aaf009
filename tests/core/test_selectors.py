"""Label and field selectors: upstream's tables, and the answers of a real API server."""

import pytest
from upstream_tables import cases

from cluster.core import field_selectors, selectors
from cluster.core.requirements import Requirement, Selector, SelectorError, new_requirement

HELPERS = {
    "add_label": selectors.add_label,
    "clone_and_add_label": selectors.add_label,
}
SELECTOR_HELPERS = ("clone_selector_and_add_label", "add_label_to_selector")


@pytest.mark.parametrize("case", cases("selectors_test", operations=("parse_and_match",)))
def test_it_matches_what_is_written(case):
    selector = selectors.parse(case["given"]["selector"])
    assert selector.matches(case["given"]["labels"]) is case["expect"]["matches"]


@pytest.mark.parametrize("case", cases("selectors_test", operations=("parse",)))
def test_it_parses_and_writes_selectors(case):
    try:
        found, error = str(selectors.parse(case["given"]["selector"])), None
    except SelectorError as fault:
        found, error = None, str(fault)
    assert found == case["expect"]["canonical"]
    assert error == case.get("observed", {}).get("error")


@pytest.mark.parametrize("case", cases("selectors_test", operations=("new_requirement",)))
def test_it_checks_requirements(case):
    given, error = case["given"], None
    try:
        new_requirement(given["key"], given["operator"], given["values"])
    except SelectorError as fault:
        error = str(fault)
    assert error == case.get("observed", {}).get("error")


@pytest.mark.parametrize("case", cases("selectors_test", operations=("match_requirements",)))
def test_it_matches_requirements(case):
    given = case["given"]["requirements"]
    built = [Requirement(r["key"], r["operator"], tuple(r["values"])) for r in given if isinstance(r, dict)]
    selector = Selector(tuple(built)) if built else selectors.parse(given)
    assert selector.matches(case["given"]["labels"]) is case["expect"]["matches"]


@pytest.mark.parametrize("case", cases("selectors_test", operations=("label_selector_as_selector",)))
def test_it_reads_label_selector_objects(case):
    expect, given = case["expect"], case["given"]["label_selector"]
    if not expect["valid"]:
        with pytest.raises(SelectorError) as caught:
            selectors.from_label_selector(given)
        assert str(caught.value) == case["observed"]["error"]
        return
    found = selectors.from_label_selector(given)
    assert str(found) == expect["canonical"]
    assert found.empty is expect.get("matches_everything", False)
    assert found.nothing is expect.get("matches_nothing", False)


@pytest.mark.parametrize("case", cases("selectors_test", operations=("selector_from_map",)))
def test_it_makes_selectors_of_labels(case):
    try:
        found, error = selectors.canonical({"matchLabels": case["given"]["labels"]}), None
    except SelectorError as fault:
        found, error = None, str(fault)
    assert found == case["expect"]["canonical"]
    assert error == case.get("observed", {}).get("error")


@pytest.mark.parametrize("case", cases("selectors_test", operations=tuple(HELPERS)))
def test_it_adds_labels(case):
    given = case["given"]
    found = HELPERS[given["operation"]](given["labels"], given["key"], given["value"])
    assert found == case["expect"]["labels"]


@pytest.mark.parametrize("case", cases("selectors_test", operations=SELECTOR_HELPERS))
def test_it_adds_labels_to_selectors(case):
    given = case["given"]
    found = selectors.add_label_to_selector({"matchLabels": given["labels"]}, given["key"], given["value"])
    assert found["matchLabels"] == case["expect"]["labels"]


def test_it_says_why_a_list_cannot_be_selected():
    with pytest.raises(SelectorError, match=r"unable to parse requirement: found '', expected: ',' or '\)'"):
        selectors.parse("a in (b")


@pytest.mark.parametrize(
    ("selector", "labels", "expected"),
    [
        (None, {"app": "web"}, False),
        ({}, None, True),
        ({"matchLabels": {"app": "web"}}, {"app": "web", "tier": "x"}, True),
        ({"matchLabels": {"app": "web"}}, {"app": "api"}, False),
        ({"matchExpressions": [{"key": "app", "operator": "In", "values": ["a", "b"]}]}, {"app": "b"}, True),
        ({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["a"]}]}, {}, True),
        ({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, {}, False),
        ({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}, {}, True),
        ({"matchExpressions": [{"key": "app", "operator": "Perhaps"}]}, {"app": "a"}, False),
    ],
)
def test_it_matches_label_selector_objects(selector, labels, expected):
    assert selectors.matches(selector, labels) is expected


POD = {"metadata": {"name": "web", "namespace": "a"}, "spec": {"nodeName": "n,1"}, "status": {"phase": "Running"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("metadata.name=web", True),
        ("metadata.name==web,status.phase!=Pending", True),
        ("status.phase=Pending", False),
        (r"spec.nodeName=n\,1", True),
        ("spec.hostNetwork=false", True),
    ],
)
def test_it_matches_fields(text, expected):
    assert field_selectors.matches(field_selectors.parse(text, "Pod"), POD) is expected


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        (
            "spec.replicas=1",
            "Deployment",
            '"spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
        ),
        ("spec.image=x", "Pod", "field label not supported: spec.image"),
        ("web", "Pod", "invalid selector: 'web'; can't understand 'web'"),
        ("metadata.name=a=b", "Pod", "invalid field selector: unescaped character in value: ="),
        ("metadata.name=a\\", "Pod", "invalid field selector: invalid escape sequence: \\"),
    ],
)
def test_it_says_why_fields_cannot_be_selected(text, kind, message):
    with pytest.raises(SelectorError) as caught:
        field_selectors.parse(text, kind)
    assert str(caught.value) == message
