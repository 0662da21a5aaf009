import pytest

from cluster.core import engine


@pytest.fixture
def only(monkeypatch):
    """Lets only these controllers work."""

    def choose(*controllers):
        monkeypatch.setattr(engine, "CONTROLLERS", controllers)
        monkeypatch.setattr(engine, "TRIGGERS", engine._triggers(controllers))

    return choose
