"""The usual commands, foretold."""

import pytest

from cluster.core.images.shell import FileChange, run


def sh(script: str) -> tuple[str, ...]:
    return ("sh", "-c", script)


ENDS = [
    (("true",), 0, 0),
    (("false",), 0, 1),
    (("echo", "hello"), 0, 0),
    (("sleep", "5"), 5000, 0),
    (("/bin/sleep", "1.5"), 1500, 0),
    (("sleep", "1m", "30"), 90_000, 0),
    (("sleep", "x"), 0, 1),
    (sh("exit 3"), 0, 3),
    (sh("exit 256"), 0, 0),
    (sh("sleep 5; exit 1"), 5000, 1),
    (sh("sleep 1 && sleep 2"), 3000, 0),
    (sh("false && sleep 2"), 0, 1),
    (sh("true || sleep 2"), 0, 0),
    (sh("false || exit 4"), 0, 4),
    (sh("echo a\nsleep 2\nexit 7"), 2000, 7),
    (sh("echo 'a; exit 9'"), 0, 0),
    (("bash", "-ec", "sleep 1"), 1000, 0),
    (("sh",), 0, 0),
    (("cat", "/tmp/x"), 0, 1),
    (("cat", "/etc/hosts"), 0, 0),
    (sh("touch /tmp/x; cat /tmp/x"), 0, 0),
    (sh("echo hi > /tmp/x; test -f /tmp/x"), 0, 0),
    (sh("[ -f /tmp/x ]"), 0, 1),
    (sh("touch /tmp/x; rm -f /tmp/x; [ -f /tmp/x ] || exit 2"), 0, 2),
    (sh("while true; do sleep 1; exit 5; done"), 1000, 5),
    (("env", "A=1"), 0, 0),
    (sh("A=1 sleep 2"), 2000, 0),
]


@pytest.mark.parametrize(("words", "exits_ms", "code"), ENDS, ids=[" ".join(words) for words, _, _ in ENDS])
def test_it_knows_when_and_how_a_command_ends(words, exits_ms, code):
    found = run(words)
    assert (found.exits_ms, found.code, found.program_ms) == (exits_ms, code, None)


@pytest.mark.parametrize(
    "words",
    [
        ("sleep", "infinity"),
        ("tail", "-f", "/dev/null"),
        sh("while true; do echo hi; sleep 1; done"),
        sh("while :; do sleep 5; done"),
    ],
    ids=" ".join,
)
def test_it_knows_what_never_ends(words):
    assert (run(words).exits_ms, run(words).program_ms) == (None, None)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        (("nginx", "-g", "daemon off;"), 0),
        (sh("sleep 20 && nginx"), 20_000),
        (sh("exec java -jar app.jar"), 0),
        (("python", "app.py"), 0),
        (sh("if true; then sleep 1; fi"), 0),
        (sh("echo 'unfinished"), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_it_hands_over_to_the_images_program(words, at):
    assert run(words).program_ms == at


def test_it_remembers_which_files_come_and_go():
    assert run(sh("touch /tmp/ok; sleep 30; rm -f /tmp/ok; sleep 600")).files == (
        FileChange(0, "/tmp/ok", True),
        FileChange(30_000, "/tmp/ok", False),
    )


def test_it_sees_a_trap():
    assert run(sh("trap 'exit 0' TERM; sleep infinity")).handles_term
    assert not run(sh("sleep infinity")).handles_term
