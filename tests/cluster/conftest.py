"""A clock that tests move by hand, and clusters that live under it."""

import random
from types import SimpleNamespace

import pytest

from cluster import store
from cluster.store import cache, held, past


class Wall:
    """The real time: stands still until a test lets it pass."""

    def __init__(self, now: int) -> None:
        self.now = now

    def time_ns(self) -> int:
        return self.now * 1_000_000

    def passes(self, seconds: float) -> None:
        self.now += round(seconds * 1000)


@pytest.fixture(autouse=True)
def no_memories():
    """Each test begins with nothing in memory."""
    cache.clear()
    past.clear()


@pytest.fixture
def wall(monkeypatch):
    wall = Wall(1_767_225_600_000)
    monkeypatch.setattr(held, "time", SimpleNamespace(time_ns=wall.time_ns))
    return wall


@pytest.fixture
def cluster(db, wall):
    return store.create_cluster(name="classroom-1", seed="seed")


@pytest.fixture
def dice():
    """Chance that is the same in every run."""
    return random.Random(7)
