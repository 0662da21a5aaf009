"""Shares: up for maxSurge, down for maxUnavailable."""

import pytest

from cluster.core.int_or_percent import percent_of, scaled


@pytest.mark.parametrize(
    ("value", "total", "up", "down"),
    [("25%", 10, 3, 2), ("50%", 3, 2, 1), ("0%", 10, 0, 0), ("100%", 7, 7, 7), ("200%", 7, 14, 14), (4, 10, 4, 4)],
)
def test_it_scales_and_rounds(value, total, up, down):
    assert scaled(value, total, round_up=True) == up
    assert scaled(value, total, round_up=False) == down


@pytest.mark.parametrize("text", ["25", "abc%", "2.5%", ""])
def test_it_refuses_other_text(text):
    with pytest.raises(ValueError, match="string is not a percentage"):
        scaled(text, 10, round_up=True)


def test_it_knows_a_percentage():
    assert percent_of("25%") == 25
    assert percent_of("-5%") == -5
    assert percent_of(25) is None


def test_it_bears_numbers_without_end():
    assert percent_of("9" * 5000 + "%") == 2**63 - 1
    assert percent_of("0" * 5000 + "7%") == 7
