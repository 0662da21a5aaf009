"""Refuses combinations of settings in which a worker could not reach the sockets, or not even the clusters."""

import os
import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

IN_MEMORY = "channels.layers.InMemoryChannelLayer"
SQLITE = "django.db.backends.sqlite3"


@register()
def check_workers(app_configs: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """What is wrong with the channel layer, the database and the number of processes, taken together."""
    return list(_found())


def _found() -> Iterator[CheckMessage]:
    in_memory = settings.CHANNEL_LAYERS.get("default", {}).get("BACKEND") == IN_MEMORY
    database = settings.DATABASES["default"]
    sqlite = database["ENGINE"] == SQLITE
    if in_memory and sys.argv[1:2] == ["runworker"]:
        yield Error(
            "A worker in a process of its own cannot reach the sockets: the channel layer is in memory.",
            hint="Set REDIS_URL, or run no worker: `manage.py serve` has one inside.",
            id="cluster.E001",
        )
    if sqlite and not in_memory:
        yield Error(
            "The channel layer reaches many machines, but SQLite's file lies on one of them.",
            hint="Set DATABASE_URL to a PostgreSQL database, or unset REDIS_URL and run one process.",
            id="cluster.E002",
        )
    if in_memory and _processes() > 1:
        yield Error(
            f"{_processes()} server processes are wanted (WEB_CONCURRENCY), but the channel layer is in memory.",
            hint="Set REDIS_URL, or run one process.",
            id="cluster.E003",
        )
    if sqlite and ":memory:" in str(database["NAME"]):
        yield Error(
            "The worker has a thread of its own, and a SQLite database in memory belongs to one thread.",
            hint="Set DATABASE_URL to a file, such as sqlite:////tmp/playground.sqlite3.",
            id="cluster.E004",
        )
    if in_memory and not sqlite:
        yield Warning(
            "With this database and a channel layer in memory, what other processes do is seen a second late.",
            hint="Set REDIS_URL if more than one process uses the database.",
            id="cluster.W005",
        )


def _processes() -> int:
    """How many processes gunicorn, uvicorn and most hosts are asked for; nonsense is theirs to refuse."""
    text = os.environ.get("WEB_CONCURRENCY", "")
    return int(text) if text.isdecimal() else 1
