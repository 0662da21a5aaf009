"""Settings with which a worker could not reach the sockets are refused, each by its own check."""

import sys

import pytest

from cluster.checks import IN_MEMORY, SQLITE, check_workers

REDIS, POSTGRESQL = "channels_redis.core.RedisChannelLayer", "django.db.backends.postgresql"


@pytest.mark.parametrize(
    ("layer", "engine", "name", "command", "processes", "expected"),
    [
        (IN_MEMORY, SQLITE, "db.sqlite3", "serve", "", []),
        (REDIS, POSTGRESQL, "playground", "runworker", "4", []),
        (IN_MEMORY, SQLITE, "db.sqlite3", "runworker", "", ["cluster.E001"]),
        (REDIS, SQLITE, "db.sqlite3", "serve", "", ["cluster.E002"]),
        (IN_MEMORY, SQLITE, "db.sqlite3", "serve", "2", ["cluster.E003"]),
        (IN_MEMORY, SQLITE, ":memory:", "serve", "1", ["cluster.E004"]),
        (IN_MEMORY, POSTGRESQL, "playground", "serve", "many", ["cluster.W005"]),
    ],
    ids=["embedded", "many machines", "worker apart", "Redis on a file", "processes", "in memory", "slow news"],
)
def test_it_judges_settings(settings, monkeypatch, layer, engine, name, command, processes, expected):
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": layer}}
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": engine, "NAME": name})
    monkeypatch.setattr(sys, "argv", ["manage.py", command])
    monkeypatch.setenv("WEB_CONCURRENCY", processes)
    found = check_workers()
    assert [message.id for message in found] == expected
    assert all(message.hint for message in found)
