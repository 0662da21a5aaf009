"""Settings with which a worker could not reach the sockets are refused, each by its own check."""

import ast
import os
import subprocess
import sys

import pytest
from channels_redis.core import RedisChannelLayer

from cluster.checks import IN_MEMORY, SQLITE, check_workers
from tests.cluster.processes import ROOT

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


def test_it_waits_longer_for_redis_than_channels_lets_redis_wait():
    script = "from playground.settings import CHANNEL_LAYERS as layers; print(layers['default']['CONFIG']['hosts'])"
    environment = {**os.environ, "REDIS_URL": "redis://cache.example"}
    hosts = subprocess.check_output([sys.executable, "-c", script], cwd=ROOT, env=environment, text=True)
    (host,) = ast.literal_eval(hosts)
    assert host["address"] == "redis://cache.example"
    assert host["socket_timeout"] > RedisChannelLayer.brpop_timeout
