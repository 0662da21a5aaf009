"""Processes beside the test's own, on its database: `python -m tests.cluster.processes worker | act ID | log SEED`."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.patient import PATIENCE

ROOT = Path(__file__).resolve().parent.parent.parent


def database_url() -> str:
    """The address of the test's own database."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(connection.settings_dict)


@contextmanager
def process(*words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A process on the test's database; killed in the end, if it still runs."""
    command = [sys.executable, "-m", "tests.cluster.processes", *words]
    environment = {**os.environ, "DATABASE_URL": database_url(), "PYTHONHASHSEED": "random", **environment}
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()


def wait_for(happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until it happened; fails when it does not happen in time."""
    started = time.monotonic()
    while not happened():
        assert time.monotonic() - started < seconds, "it did not happen in time"
        time.sleep(0.005)


def work() -> None:
    """Be a worker until killed."""
    from channels.layers import get_channel_layer
    from channels.routing import ChannelNameRouter

    from cluster.worker import EagerWorker, channel_names

    EagerWorker(ChannelNameRouter(channel_names), ["cluster"], get_channel_layer()).run()


def act(cluster_id: str) -> None:
    """Act when told by a line of input."""
    from cluster import store
    from tests.cluster.samples import config_map, putting

    store.load(int(cluster_id))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    store.act(int(cluster_id), putting(config_map()))


def log(seed: str) -> None:
    """Live through a rollout in memory, and write its log."""
    from tests.cluster.samples import written

    sys.stdout.writelines(f"{line}\n" for line in written(seed))


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "playground.settings"
    django.setup()
    {"worker": work, "act": act, "log": log}[sys.argv[1]](*sys.argv[2:])
