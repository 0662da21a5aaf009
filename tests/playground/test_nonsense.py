"""Whatever is sent, the answer is a sentence and never a fault of the server."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster.core.acts.catalogue import OFFERS
from cluster.core.kinds import KINDS

ODD = ["", "0", "-1", "1e9", "9" * 400, "\0", "web", "node-1", "../", "🙂"]
TEXTS = st.one_of(st.text(max_size=30), st.sampled_from(ODD))
FIELDS = st.fixed_dictionaries(
    {
        "act": st.one_of(st.sampled_from(sorted(OFFERS)), TEXTS),
        "kind": st.one_of(st.sampled_from(sorted(KINDS)), TEXTS),
    },
    optional=dict.fromkeys(("namespace", "name", "container", "image", "replicas", "revision"), TEXTS),
)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(fields=FIELDS)
def test_it_answers_any_act(alice, fields):
    assert alice[0].post(f"/s/{alice[1].name}/act", fields).status_code == 200


@MANY
@given(verb=st.one_of(st.sampled_from(["pause", "resume", "step", "next", "speed"]), TEXTS), speed=TEXTS)
def test_it_answers_any_turn_of_the_clock(alice, verb, speed):
    assert alice[0].post(f"/s/{alice[1].name}/clock", {"verb": verb, "speed": speed}).status_code in {200, 204}


@MANY
@given(text=TEXTS)
def test_it_answers_any_manifest(alice, text):
    answer = alice[0].post(f"/s/{alice[1].name}/apply", {"manifest": text})
    assert answer.status_code == 200
    assert "<li" in answer.content.decode()


FORM = "application/x-www-form-urlencoded"
MANY_FIELDS = b"&".join(b"a%d=1" % number for number in range(2000))
BODIES = {
    "bytes that are no text": (b"manifest=\xff\xfe\x00&act=\xe4", FORM, 200),
    "a form that ends in the middle": (b"--x\r\nContent-Disposition: form-da", "multipart/form-data; boundary=x", 200),
    "a form without a boundary": (b"--x", "multipart/form-data", 400),
    "another charset": (b"manifest=a", f"{FORM}; charset=utf-7", 400),
    "JSON": (b"{}", "application/json", 200),
    "too many fields": (MANY_FIELDS, FORM, 400),
    "too large": (b"manifest=" + b"x" * 3_000_000, FORM, 413),
}


@pytest.mark.parametrize(("body", "kind", "status"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("route", ["apply", "act", "clock"])
def test_it_answers_any_body(alice, route, body, kind, status):
    answer = alice[0].post(f"/s/{alice[1].name}/{route}", body, content_type=kind, HTTP_HX_REQUEST="true")
    assert answer.status_code == status
    assert status == 200 or answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("address", ["object/Pod/default/%00", "object/Pod/%00/a", "object/Nothing/-/a", "object/Pod"])
def test_it_finds_nothing_at_a_senseless_address(alice, address):
    assert alice[0].get(f"/s/{alice[1].name}/{address}").status_code == 404


def test_it_shows_a_page_for_an_object_that_never_was(alice):
    answer = alice[0].get(f"/s/{alice[1].name}/object/Pod/default/{'x' * 300}")
    assert "Nothing is known of such an object." in answer.content.decode()
