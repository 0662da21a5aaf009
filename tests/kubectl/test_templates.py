"""JSONPath, Go templates and custom columns against what kubectl 1.32 printed for the same object.

The records were made with `kubectl label --local -f FILE z=1 --overwrite -o KIND=TEMPLATE`, which needs no server.
Templates that walk a whole map are not among them: Go does it in a random order.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster.kubectl.output import custom_columns, go_template, jsonpath
from cluster.kubectl.output.jsonpath import JSONPathError

DATA = json.loads((Path(__file__).parents[1] / "data" / "kubectl_templates.json").read_text())
OBJECT = DATA["object"]


def printed(case: dict) -> tuple[str, str]:
    kind, template, missing = case["kind"], case["template"], case["missing"]
    try:
        if kind == "go-template":
            return go_template.render(template, OBJECT, missing), ""
        return jsonpath.render(template, OBJECT, missing, as_json=kind == "jsonpath-as-json"), ""
    except (go_template.TemplateError, JSONPathError) as fault:
        return getattr(fault, "printed", ""), f"error: {str(fault).removesuffix(chr(10))}\n"


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: f"{case['kind']}={case['template']}"[:60])
def test_it_prints_what_kubectl_prints(case):
    out, err = printed(case)
    assert (out, err.rstrip("\n")) == (case["out"], case["err"].rstrip("\n"))


@settings(deadline=None)
@given(
    st.text(st.sampled_from("{}[]()?@.*:,'\"`$|-+/# \n=<!&0159ax")) | st.text(),
    st.sampled_from(["go-template", "jsonpath"]),
)
def test_it_never_raises_anything_else(template, kind):
    printed({"kind": kind, "template": template, "missing": True})
    printed({"kind": kind, "template": f"{{{{{template}}}}}", "missing": True})


def test_columns_are_aligned_and_what_is_missing_is_none():
    spec = "NAME:.metadata.name,IMAGES:{.spec.template.spec.containers[*].image},X:nope"
    assert custom_columns.render(spec, OBJECT, {"metadata": {"name": "a-longer-name"}}) == (
        "NAME            IMAGES            X\n"
        "web             nginx:1,busybox   <none>\n"
        "a-longer-name   <none>            <none>\n"
    )


def test_columns_print_maps_as_go_does():
    assert custom_columns.render("L:.metadata.labels", OBJECT, no_headers=True) == "map[a.b/c:x<y app:web z:1]\n"


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("", "custom-columns format specified but no custom columns given"),
        ("NAME", "unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>"),
        ("A:{{x}}", "unexpected path string, expected a 'name1.name2' or '.name1.name2'"),
    ],
)
def test_columns_that_cannot_be_read(spec, message):
    with pytest.raises(JSONPathError, match=message.replace("{", r"\{")):
        custom_columns.columns_of(spec)


def test_columns_come_from_a_file():
    assert [tuple(column) for column in custom_columns.columns_of_file("A  B\n.x .y\n")] == [
        ("A", "{.x}"),
        ("B", "{.y}"),
    ]
