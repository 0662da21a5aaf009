"""What the editor knows, at every place of texts that are half typed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster.core import kinds, schema
from cluster.core.bootstrap import new_state
from cluster.core.editing import completing, fields, problems
from cluster.core.field_errors import FieldError
from tests.work import calls_of

STATE = new_state("seed", 0, 2)[0]
HEAD = "apiVersion: apps/v1\nkind: Deployment\n"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: nginx\n"


def at_mark(text):
    """The text without its `^`, and the line and column where it stood."""
    before, _, after = text.partition("^")
    return before + after, before.count("\n"), len(before) - before.rfind("\n") - 1


def offered(text):
    return [offer.text for offer in completing.complete(*at_mark(text), STATE).offers]


OFFERS = {
    "an empty text": ("^", ["apiVersion", "kind", "metadata", "spec"]),
    "half of the first word": ("ap^", ["apiVersion"]),
    "a kind of a known version": ("apiVersion: policy/v1\nkind: ^", ["PodDisruptionBudget"]),
    "a version of a known kind": ("kind: Deployment\napiVersion: ^", ["apps/v1"]),
    "a second document": (f"{HEAD}---\nkind: ConfigMap\nda^", ["data", "metadata", "binaryData"]),
    "a name below a key": (HEAD + "spec:\n  repl^", ["replicas"]),
    "what stands there already": (HEAD + "spec:\n  replicas: 3\n  repl^", []),
    "a word between others": (HEAD + "spec:\n  repl^\n  replicas: 1\n  paused: true", []),
    "values of an enum": (HEAD + "spec:\n  strategy:\n    type: ^", ["Recreate", "RollingUpdate"]),
    "values, half typed": (HEAD + "spec:\n  strategy:\n    type: rol^", ["RollingUpdate"]),
    "true and false": (HEAD + "spec:\n  paused: ^", ["true", "false"]),
    "a list as far left as its key": (POD + "    imagePullP^", ["imagePullPolicy"]),
    "a new item": (POD + "  - im^", ["image", "imagePullPolicy"]),
    "in braces": (HEAD + "spec: {strategy: {ty^", ["type"]),
    "a value in braces": (HEAD + "spec: {strategy: {type: ^}}", ["Recreate", "RollingUpdate"]),
    "braces of several lines": (HEAD + "spec: {\n  paused: true,\n  strat^", ["strategy"]),
    "JSON": ('{"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"repl^', ["replicas"]),
    "names of namespaces": (HEAD + "metadata:\n  namespace: kube-s^", ["kube-system"]),
    "labels that must agree": (
        HEAD
        + "spec:\n  selector:\n    matchLabels:\n      app: ^\n  template:\n    metadata:\n      labels: {app: shop}",
        ["shop"],
    ),
    "images": (POD.replace("nginx\n", "nginx:^"), ["nginx:1.29", "nginx:1.28"]),
    "in a comment": (HEAD + "spec:\n  # repl^", []),
    "in a block of text": ("apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    imm^\n", []),
    "behind a block of text": ("apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    x\nimm^", ["immutable"]),
    "of no known kind": ("apiVersion: v1\nkind: Nothing\nspec:\n  ^", []),
}


@pytest.mark.parametrize(("text", "expected"), OFFERS.values(), ids=OFFERS)
def test_it_offers_what_may_be_typed(text, expected):
    assert offered(text) == expected


INSERTED = {
    "a scalar": (HEAD + "spec:\n  repl^", "replicas: "),
    "a struct": (HEAD + "spec:\n  strat^", "strategy:\n    "),
    "a list": ("apiVersion: v1\nkind: Pod\nspec:\n  init^", "initContainers:\n    - "),
    "a list in a list": (POD + "    env^", "env:\n      - "),
    "with a colon already": (HEAD + "spec:\n  repl^: 3", "replicas"),
    "in braces": (HEAD + "spec: {strat^", "strategy: "),
    "right behind a colon": (HEAD + "spec:\n  paused:^", " true"),
}


@pytest.mark.parametrize(("text", "expected"), INSERTED.values(), ids=INSERTED)
def test_it_types_what_belongs_to_a_field(text, expected):
    assert completing.complete(*at_mark(text)).offers[0].insert == expected


def test_required_fields_come_first():
    offers = completing.complete(*at_mark(HEAD + "spec:\n  ^")).offers
    assert (
        [offer.text for offer in offers if offer.is_required]
        == ["selector", "template"]
        == [offer.text for offer in offers[:2]]
    )


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=kinds.KINDS)
def test_it_offers_all_fields_of_every_kind(kind):
    found = offered(f"apiVersion: {kind.api_version}\nkind: {kind.kind}\n^")
    known = set(schema.schema_of(kind.api_version, kind.kind)["properties"])
    assert set(found) == known - {"apiVersion", "kind", "status"}


EXPLAINED = {
    "a name": (HEAD + "spec:\n  repli^cas: 3", "spec.replicas", "integer", False, "Number of desired pods"),
    "a value": (HEAD + "spec:\n  replicas: 3^", "spec.replicas", "integer", False, "Number of desired pods"),
    "required": (HEAD + "spec:\n  sel^ector: {}", "spec.selector", "LabelSelector", True, "Label selector for pods"),
    "an item": (POD.replace("image:", "ima^ge:"), "spec.containers[0].image", "string", False, "Container image name"),
    "an enum": (HEAD + "spec:\n  strategy: {type: R^}", "spec.strategy.type", "string", False, '`"Recreate"` Kill all'),
    "a kind": ("apiVersion: v1\nkind: P^od", "kind", "string", False, "Kind is a string value"),
}


@pytest.mark.parametrize(("text", "path", "type_", "required", "words"), EXPLAINED.values(), ids=EXPLAINED)
def test_it_explains_the_field_under_the_cursor(text, path, type_, required, words):
    found = completing.document(*at_mark(text))
    assert (found.path, found.type, found.is_required) == (path, type_, required)
    assert words in found.description


WEB = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: nginx
        image: nginx
"""
FAULTS = {
    "nothing wrong": (WEB, []),
    "nothing at all": ("# only a comment\n---\n", []),
    "a word without a colon": (WEB.replace("  replicas: 3", "  replicas"), [(4, 2, "mapping values are not allowed")]),
    "a last word without a colon": (WEB + "        im", [(12, 8, "could not find expected ':'")]),
    "a tab": ("a:\n\tb: 1", [(1, 0, "yaml: line 2: found character that cannot start any token")]),
    "an unknown field": (WEB.replace("replicas", "replcas"), [(4, 2, 'unknown field "spec.replcas"')]),
    "an unknown field of an item": (
        WEB.replace("image:", "imge:"), [(11, 8, 'unknown field "spec.template.spec.containers[0].imge"')]
    ),
    "a wrong type": (WEB.replace("3", "x"), [(4, 12, 'spec.replicas: Invalid value: "x": must be of type int32')]),
    "a value that is refused": (WEB.replace("3", "-1"), [(4, 12, "must be greater than or equal to 0")]),
    "labels that do not agree": (
        WEB.replace("labels: {app: web}", "labels: {app: shop}"),
        [(7, 15, "`selector` does not match template `labels`")],
    ),
    "a missing field": (WEB.replace("name: nginx", "tty: true"), [(10, 8, "containers[0].name: Required value")]),
    "no kind": ("apiVersion: v1\nmetadata: {}", [(0, 0, "kind not set")]),
    "no such kind": ("apiVersion: v1\nkind: Deployment", [(0, 12, 'no matches for kind "Deployment" in version "v1"')]),
    "no such namespace": (
        WEB.replace("name: web}", "name: web, namespace: shop}"), [(2, 33, 'namespaces "shop" not found')]
    ),
    "a namespace of the same file": (
        WEB.replace("name: web}", "name: web, namespace: shop}")
        + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}", []
    ),
    "a key given twice": (WEB + "        image: redis\n", [(12, 8, 'key "image" already set in map')]),
    "a list": ("- a\n- b", [(0, 0, "is not an object")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_it_points_at_what_is_wrong(text, expected):
    found = problems.find(text, STATE)
    assert [(one.line, one.start) for one in found] == [(line, column) for line, column, _ in expected]
    for one, (_, _, words) in zip(found, expected, strict=True):
        assert words in one.text


def test_a_document_that_is_half_typed_spoils_no_other():
    found = problems.find(f"{WEB}---\nkind: {{\n---\n{WEB.replace('replicas', 'replcas')}", STATE)
    assert [one.line for one in found][-1] == 19
    assert len(found) == 2


def test_it_leaves_the_cluster_alone():
    before = STATE.revision, len(STATE.objects)
    problems.find(WEB, STATE)
    assert (STATE.revision, len(STATE.objects)) == before


PIECES = st.sampled_from(
    [*WEB.splitlines(keepends=True), "- ", "  ", "{", "}", "[", "]", ": ", "|\n", '"', "'", "#", "\n", "---\n", "&a",
     "*a", "<<: *a", "\t", "\0", "\ud800", "é🙂", "!!int x", "!!binary x", "? ", "- - -", "kind: List\nitems:\n- 1\n",
     "%YAML 9\n"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))


LINE_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # YAML's


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, line=st.integers(-1, 30), column=st.integers(-1, 60))
def test_any_text_at_any_cursor_has_an_answer(text, line, column):
    completing.complete(text, line, column, STATE)
    completing.document(text, line, column)
    for problem in problems.find(text, STATE):
        assert 0 <= problem.line <= len(LINE_BREAKS.findall(text))
        assert 0 <= problem.start < problem.end


@settings(max_examples=100, deadline=None)
@given(cut=st.integers(0, len(WEB)))
def test_every_beginning_of_a_manifest_has_an_answer(cut):
    line, column = WEB[:cut].count("\n"), cut - WEB[:cut].rfind("\n") - 1
    assert completing.complete(WEB[:cut], line, column, STATE).start <= column
    problems.find(WEB[:cut], STATE)


MANY_FIELDS = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" + "".join(f"k{n}: x\n" for n in range(8000))
NAUGHTY = {
    "one long line": "a" + " " * 95_000,
    "many dashes": "- " * 47_000,
    "many braces": "{" * 95_000,
    "many keys in braces": "a: {\n" + "b: 1,\n" * 13_000,
    "many unknown fields": MANY_FIELDS,
    "a staircase": "\n".join(" " * step + "a:" for step in range(430)),
    "many tags": "a: " + "!a " * 30_000,
}


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY)
def test_no_text_keeps_it_busy(text):
    assert len(text) < problems.LONGEST

    def told():
        completing.complete(text, text.count("\n"), 5, STATE)
        completing.document(text, 0, len(text))
        assert len(problems.find(text, STATE)) <= problems.MOST

    assert calls_of(told) < 2_000_000  # 20 for each character: some 0.3 s


def test_types_are_told_as_kubectl_tells_them():
    spec = schema.name_of("v1", "Pod")
    told = {
        ("spec", "containers"): "[]Container",
        ("metadata", "labels"): "map[string]string",
        ("spec", "containers", 0, "resources", "limits"): "map[string]Quantity",
        ("spec", "containers", 0, "livenessProbe", "httpGet", "port"): "IntOrString",
        ("metadata", "creationTimestamp"): "string",
    }
    assert {path: fields.find(spec, path).type for path in told} == told


def test_an_error_of_a_field_with_dots_in_its_key_is_found():
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a.b/c: x\n"
    found = problems.find(text, STATE)
    assert [(one.line, one.start) for one in found] == [(4, 9)]
    assert str(FieldError("FieldValueInvalid", found[0].field, "a.b/c", "")).startswith("data[a.b/c]")
