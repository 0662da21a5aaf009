"""Anything at all may be typed: nothing raises, nothing hangs, and the shell goes on."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster.terminal.commands import COMMANDS
from cluster.terminal.completion import complete
from cluster.terminal.source import is_complete

SIGNS = [
    "|",
    "||",
    "&&",
    ";",
    ">",
    ">>",
    "<",
    "2>&1",
    "<<E",
    "\nE\n",
    "$(",
    ")",
    "(",
    "'",
    '"',
    "`",
    "$x",
    "${",
    "}",
    "*",
    "[",
    "]",
    "\\",
    "\n",
    "&",
    "{",
    "#",
    "$((",
    "))",
    "~",
    "!",
    "=",
    "\0",
    "\x1b[A",
    "é",
]
WORDS = [
    *sorted(set(COMMANDS) - {"sleep", "watch", "yes", "tail"}),
    "for",
    "i",
    "in",
    "do",
    "done",
    "if",
    "then",
    "fi",
    "while",
    "case",
    "esac",
    ";;",
    "function",
    "f",
    "()",
    "[[",
    "]]",
    "=~",
    "((",
    "i++",
    "{1..3}",
    "{a,b}",
    "$'a",
    "${x^^}",
    "${x//a/b}",
    "${x:1:2}",
    ".a[1]|=2",
    "deploy/web.yml",
    "table",
    "pods.json",
    "-n",
    "-r",
    "-1",
    "s/a/b/",
    "{print $1}",
    ".items[]",
    "^a.*$",
    "99999999999",
    "-",
]
lines = st.lists(st.sampled_from(SIGNS + WORDS) | st.text(string.printable, max_size=8), max_size=14).map(" ".join)
calm = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(lines)
@calm
def test_it_survives_any_line(terminal, line):
    is_complete(line)
    terminal(line, stdin="a\nb\n", seconds=10)
    terminal.shell.folder.cwd = "/home/learner"


@given(
    st.sampled_from(["jq", "awk", "sed", "grep", "grep -E", "printf", "tr", "cut -c", "sort -k"]), st.text(max_size=30)
)
@calm
def test_it_survives_any_program(terminal, command, program):
    quoted = program.replace("'", "").replace("\0", "")
    terminal(f"{command} '{quoted}' < pods.json", seconds=10)


@given(lines)
@calm
def test_it_completes_anything(terminal, line):
    start, _ = complete(terminal.shell, line, lambda words: words)
    assert 0 <= start <= len(line)


@pytest.mark.parametrize(
    "line",
    [
        "x" * 1_000_000,
        "(" * 30_000,
        "$(" * 3000,
        "`" * 9999,
        '"' * 60_001,
        "{ " * 5000,
        "echo " + "$(echo " * 40 + ")" * 40,
        "echo a | " * 50 + "cat",
        'eval \'eval "$x"\'; x=\'eval "$x"\'; eval "$x"',
        "echo " + "{" * 60_000,
        "x=aaaa; " + "x=$x$x; " * 40 + "echo ${#x}",
        "alias a=a; a",
        "bash -c 'bash -c \"bash\"'",
        "seq 1000000 | sort | tail -1",
        "printf '%99999999s' x",
        "cat <<E\n" * 50,
    ],
    ids=lambda line: line[:20],
)
def test_it_survives_monsters(terminal, line):
    terminal(line, seconds=20)
    assert terminal("echo alive").out == "alive\n"
