"""What several rooms share: clusters under a clock of their own, and a playground that runs, for real clients."""

import subprocess
import sys

import pytest

from cluster import store
from cluster.store import advancing, cache, held, past
from playground.sandbox import clients
from playground.sandbox.consumers import feeds
from playground.sandbox.terminal import terminals
from tests.browser.server import ROOT, Server
from tests.wall import Wall

REAL = frozenset({"server", "mortal_server", "played", "hurried"})
TRIES_MORE = 2


def pytest_collection_modifyitems(items):
    """What meets a clock that runs must not be decided by a machine that is busy for seconds. Reruns are told."""
    for item in items:
        committing = item.get_closest_marker("django_db")
        is_timed = committing is not None and committing.kwargs.get("transaction")
        if is_timed or REAL & set(item.fixturenames):
            item.add_marker(pytest.mark.flaky(reruns=TRIES_MORE))


@pytest.fixture(autouse=True)
def no_memories():
    """Each test begins with nothing in memory, whatever the one before left."""
    cache.clear()
    past.clear()
    clients.FOLLOWER.forget()
    feeds.open.clear()
    terminals.open.clear()


@pytest.fixture
def wall(monkeypatch):
    """The store reads this clock; on a busy machine, too, it does all that is due at once."""
    wall = Wall()
    monkeypatch.setattr(advancing, "PATIENCE", 60)
    monkeypatch.setattr(held, "time", wall)
    return wall


@pytest.fixture
def cluster(db, wall):
    return store.create_cluster(name="classroom-1", seed="seed")


class Played(Server):
    """A server with one sandbox, made by the command while it runs."""

    def __init__(self, folder):
        super().__init__(folder, collected=False)
        self.start()
        self.kubeconfig = folder / "one.yaml"
        self.sandbox("create", "one", f"--server={self.url}", f"--kubeconfig={self.kubeconfig}")

    def sandbox(self, *words):
        """`manage.py sandbox`, beside the running server."""
        command = [sys.executable, "manage.py", "sandbox", *words]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """A server for all tests with real clients; they clean up what they make, or make what nobody else makes."""
    server = Played(tmp_path_factory.mktemp("played"))
    yield server
    server.end()
    assert "Internal Server Error" not in server.said()


HURRY = 20
"""How much faster the clock of the hurried sandbox runs."""


@pytest.fixture(scope="session")
def hurried(played):
    """The kubeconfig of a second sandbox, in which what takes a pod a minute takes it three seconds."""
    kubeconfig = played.folder / "hurried.yaml"
    played.sandbox("create", "hurried", f"--server={played.url}", f"--kubeconfig={kubeconfig}", f"--speed={HURRY}")
    return kubeconfig
