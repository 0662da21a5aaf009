"""Chance that is the same in every run."""

import random

import pytest


@pytest.fixture
def dice():
    """Chance that is the same in every run."""
    return random.Random(7)
