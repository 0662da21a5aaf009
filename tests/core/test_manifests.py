"""Manifests as text: what Kubernetes reads in YAML, and that nothing a stranger writes does harm."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster.core import manifests
from cluster.core.errors import ApiError, BadRequest

HEAD = "apiVersion: v1\nkind: ConfigMap\n"
VALUES = {
    "a date stays a text": ("2026-01-01", "2026-01-01"),
    "a moment stays a text": ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
    "a time of day is no number to the base of 60": ("12:30", "12:30"),
    "an equals sign is a text": ("=", "="),
    "yes is true": ("yes", True),
    "off is false": ("off", False),
    "a mere y is true": ("y", True),
    "a mere N is false": ("N", False),
    "a word with y is a text": ("yy", "yy"),
    "a quoted yes is a text": ('"yes"', "yes"),
    "a tilde is null": ("~", None),
    "nothing is null": ("", None),
    "octal, YAML 1.1": ("0755", 493),
    "octal, YAML 1.2": ("0o755", 493),
    "hexadecimal": ("0x1F", 31),
    "no octal": ("08", 8.0),
    "exponent without point": ("1e3", 1000.0),
    "underscores": ("1_000", 1000),
    "a version with two points": ("1.27.0", "1.27.0"),
    "a version with one point is a number": ("1.27", 1.27),
    "a sign": ("-5", -5),
    "bytes": ("!!binary aGk=", "hi"),
}


@pytest.mark.parametrize(("text", "value"), VALUES.values(), ids=VALUES)
def test_it_reads_values_as_kubernetes_does(text, value):
    [obj] = manifests.read(f"{HEAD}x: {text}\n")
    assert (obj["x"], type(obj["x"])) == (value, type(value))


def test_it_reads_several_documents_and_leaves_empty_ones_out():
    assert len(manifests.read(f"---\n{HEAD}---\n---\n{HEAD}...\n# the end\n")) == 2


def test_it_opens_lists():
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod"}] * 2})
    assert [obj["kind"] for obj in manifests.read(text)] == ["Pod", "Pod"]


def test_keys_become_texts():
    [obj] = manifests.read(f"{HEAD}data: {{2: a, true: b, null: c}}\n")
    assert obj["data"] == {"2": "a", "true": "b", "null": "c"}


def test_anchors_are_expanded():
    [obj] = manifests.read(f"{HEAD}a: &x {{b: 1}}\nc: *x\nd: {{<<: *x, e: 2}}\n")
    assert (obj["c"], obj["d"]) == ({"b": 1}, {"b": 1, "e": 2})


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)
)
REFUSED = {
    "a tab": ("a:\n\t- b", "yaml: line 2: found character that cannot start any token"),
    "an open list": ("a: [", "did not find expected node content"),
    "an unknown alias": ("a: *b", "undefined alias"),
    "a tag that does not fit": ("a: !!bool maybe", "a value does not fit its tag"),
    "a tag that runs code": ("a: !!python/object/apply:os.getcwd []", "could not determine a constructor"),
    "a list": ("- a", "document 1 is not an object"),
    "a word": ("hello", "document 1 is not an object"),
    "the second is wrong": (f"{HEAD}---\nfoo: 1", "document 2: apiVersion not set"),
    "no kind": ("apiVersion: v1", "document 1: kind not set"),
    "a kind that is no text": ("apiVersion: v1\nkind: [a]", "document 1: kind not set"),
    "infinity": (f"{HEAD}x: .inf", "JSON has no inf"),
    "a set": (f"{HEAD}x: !!set {{a, b}}", "JSON has no set"),
    "billions of values": (HEAD + BOMB, "too large once its aliases are expanded"),
    "itself inside": (f"{HEAD}x: &x [*x]", "nested too deeply"),
    "deep": (HEAD + "x: " + "[" * 100 + "]" * 100, "nested too deeply"),
    "very deep": ("[" * 100_000, "nested too deeply"),
    "long": ("#" * 1_000_001, "at most 1,000,000 are read"),
    "many": ("---\n" * 300, "more than 200 documents"),
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.values(), ids=REFUSED)
def test_it_says_in_one_sentence_what_is_wrong(text, sentence):
    with pytest.raises(BadRequest) as refusal:
        manifests.read(text)
    assert sentence in refusal.value.message
    assert "\n" not in refusal.value.message


PIECES = [
    *("a: ", "- ", "[", "{", "}", "]", "\n", "  ", "&a ", "*a", "!!bool ", "!!int ", "!!float ", "!!set ", "!!omap "),
    *("!!timestamp ", "!!binary ", "<<: ", "? ", ": ", "x", "~", "1", "0x", "=", "|", "> ", "---\n", "...", "'", '"'),
    *("%YAML", "\t", "apiVersion: v1\nkind: List\nitems: ", ".inf", "1:30", "\ud800", "\x00"),
]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=500, deadline=None, derandomize=True)
def test_whatever_is_written_only_an_api_error_refuses(text):
    try:
        found = manifests.read(text)
    except ApiError:
        return
    assert json.loads(json.dumps(found, allow_nan=False)) == found


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), VALUE, max_size=4))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_what_it_writes_it_reads_again(data):
    obj = {"apiVersion": "v1", "kind": "ConfigMap", "data": data}
    assert manifests.read(manifests.dump(obj)) == [obj]
    assert manifests.read(manifests.dump_sorted(obj)) == [obj]
