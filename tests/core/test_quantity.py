"""Quantities: exact, ordered, written as the API server stores them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster.core import quantity
from cluster.core.quantity import QuantityError, parse


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("1", "1"), ("1000m", "1"), ("0.5", "500m"), (".5", "500m"), ("5.", "5"), ("100m", "100m"), ("1500m", "1500m"),
        ("0", "0"), ("0Mi", "0"), ("-1Mi", "-1Mi"), ("+2", "2"), ("64Mi", "64Mi"), ("1024Mi", "1Gi"),
        ("1536Mi", "1536Mi"), ("0.5Gi", "512Mi"), ("1.1Gi", "1181116007"), ("1023", "1023"), ("1024", "1024"),
        ("2000", "2k"), ("1500k", "1500k"), ("1E", "1E"), ("1e3", "1e3"), ("1E3", "1e3"), ("12e6", "12e6"),
        ("100n", "100n"), ("0.1n", "1n"), ("1u", "1u"), ("0.5Ki", "512"), (1, "1"), (0.25, "250m"),
    ],
)  # fmt: skip
def test_it_writes_quantities_like_the_api_server(given, canonical):
    assert quantity.canonical(given) == canonical


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("lots", quantity.FORMAT_WRONG),
        ("", quantity.FORMAT_WRONG),
        ("1x", quantity.FORMAT_WRONG),
        ("1.2.3", quantity.FORMAT_WRONG),
        ("٣", quantity.FORMAT_WRONG),
        (True, quantity.FORMAT_WRONG),
        (None, quantity.FORMAT_WRONG),
        ("1mm", quantity.SUFFIX_WRONG),
        ("1e", quantity.SUFFIX_WRONG),
        ("m", quantity.NUMERIC_WRONG),
    ],
)
def test_it_refuses_what_is_no_quantity(given, message):
    with pytest.raises(QuantityError) as caught:
        parse(given)
    assert str(caught.value) == message


def test_it_compares_amounts_whatever_their_form():
    assert parse("1Gi") > parse("1G") > parse("999M")
    assert parse("1000m") == parse("1")
    assert sorted([parse("2"), parse("1500m"), parse("1Ki")])[0] == parse("1500m")


def test_it_adds_and_keeps_the_form_of_the_first():
    assert str(parse("512Mi") + parse("512Mi")) == "1Gi"
    assert str(quantity.ZERO + parse("1Gi")) == "1Gi"
    assert str(parse("1") - parse("250m")) == "750m"


def test_it_rounds_up_to_whole_units_and_thousandths():
    assert parse("1500m").value == 2
    assert parse("-1500m").value == -1
    assert parse("1").milli == 1000
    assert parse("1u").milli == 1


@given(st.integers(-(10**21), 10**21), st.sampled_from(["", "m", "k", "M", "Ki", "Mi", "Gi", "e3", "n"]))
def test_it_reads_back_what_it_writes(number, suffix):
    found = parse(f"{number}{suffix}")
    assert parse(str(found)) == found
