"""Settings refuse nonsense."""

import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from playground.environment import env_bool, env_choice, env_list, env_text, secret_from_file
from playground.settings import BASE_DIR, database


@pytest.mark.parametrize(("text", "expected"), [("1", True), ("Yes", True), ("off", False), ("0", False), (" ", True)])
def test_it_reads_a_yes_or_no(monkeypatch, text, expected):
    monkeypatch.setenv("FLAG", text)
    assert env_bool("FLAG", default=True) is expected


@pytest.mark.parametrize(
    ("read", "text", "complaint"),
    [
        (lambda: env_bool("VALUE", default=False), "ture", "VALUE must be one of 1, true"),
        (lambda: env_choice("VALUE", "INFO", ("INFO", "ERROR")), "loud", "VALUE must be one of INFO, ERROR"),
    ],
    ids=["bool", "choice"],
)
def test_it_refuses_nonsense(monkeypatch, read, text, complaint):
    monkeypatch.setenv("VALUE", text)
    with pytest.raises(ImproperlyConfigured, match=complaint):
        read()


def test_it_counts_an_empty_variable_as_missing(monkeypatch):
    monkeypatch.setenv("VALUE", "")
    assert env_text("VALUE", "default") == "default"


def test_it_splits_a_list(monkeypatch):
    monkeypatch.setenv("HOSTS", "a.example, b.example,")
    assert env_list("HOSTS") == ["a.example", "b.example"]


def test_it_makes_a_secret_once_and_for_the_owner_alone(tmp_path):
    first = secret_from_file(tmp_path / "secret")
    assert len(first) > 50
    assert secret_from_file(tmp_path / "secret") == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_it_takes_the_write_lock_of_sqlite_at_the_start():
    options = database("sqlite:////tmp/some.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_it_knows_postgresql_by_its_address():
    config = database("postgres://ada:secret@db.example:5433/playground")
    assert (config["ENGINE"], config["HOST"], config["PORT"]) == ("django.db.backends.postgresql", "db.example", 5433)


def test_it_refuses_a_database_that_it_does_not_know():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is not a database's address"):
        database("gopher://db.example/playground")


def test_it_does_not_start_with_a_misspelt_value():
    command = [sys.executable, "manage.py", "check"]
    result = subprocess.run(
        command, cwd=BASE_DIR, env={"DEBUG": "ture"}, capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode != 0
    assert "DEBUG must be one of" in result.stderr
