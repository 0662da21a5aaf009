"""`manage.py serve`: one process with everything inside, that ends in good order."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from cluster import store
from tests.cluster.processes import ROOT, database_url, wait_for
from tests.cluster.samples import deployment, putting
from tests.patient import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(port, *command):
    environment = {**os.environ, "DATABASE_URL": database_url()}
    command = command or (sys.executable, "manage.py", "serve", "--port", str(port))
    pipe = subprocess.PIPE
    # A shell that runs the tests in the background has them ignore Ctrl-C, and so would the server.
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)
    finally:
        signal.signal(signal.SIGINT, former)


@pytest.fixture
def server(transactional_db):
    """A running server; killed in the end if it still runs."""
    child = started(port := free_port())
    assert child.stdout.readline() == f"The playground is at http://localhost:{port} (Ctrl-C ends it).\n"
    child.port = port
    yield child
    child.kill()
    child.communicate()


def answers(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing-here", timeout=PATIENCE).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def test_it_answers_and_lets_clusters_live(server):
    assert answers(server.port) == 404
    cluster = store.create_cluster(speed=20)
    store.act(cluster.id, putting(deployment()))
    wait_for(lambda: store.load(cluster.id).count("Pod") == 3)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_ends_in_good_order(server, sign):
    server.send_signal(sign)
    assert server.wait(PATIENCE) == 0
    assert "Traceback" not in server.stderr.read()


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("sqlite:///{}/new.sqlite3", "The database is new or older than this version"),
        ("sqlite:///{}/none/new.sqlite3", "The database cannot be used: unable to open database file"),
    ],
    ids=["new", "out of reach"],
)
def test_it_says_what_is_missing_when_the_database_is(tmp_path, address, complaint):
    command = [sys.executable, "manage.py", "serve", "--port=1"]
    environment = {**os.environ, "DATABASE_URL": address.format(tmp_path)}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert complaint in ended.stderr
    assert "Traceback" not in ended.stderr


def test_it_says_so_when_the_port_is_taken(server):
    second = started(server.port)
    _, complaint = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert f"Port {server.port} of 127.0.0.1 cannot be used" in complaint


def test_it_works_inside_plain_daphne_from_the_first_request_on(transactional_db):
    port = free_port()
    child = started(port, sys.executable, "-m", "daphne", "-p", str(port), "playground.asgi:application")
    try:
        cluster = store.create_cluster(speed=20)
        store.act(cluster.id, putting(deployment()))
        wait_for(lambda: answers(port) == 404)
        wait_for(lambda: store.load(cluster.id).count("Pod") == 3)
    finally:
        child.kill()
        child.communicate()
