"""What bash does with a line, done the same way; the expected texts are those of bash 5.2 on Debian."""

import time

import pytest

from cluster.terminal import is_complete
from tests.patient import PATIENCE

LINES = {
    "words": ("echo a  'b  c' \"d $HOME\" e\\ f", "a b  c d /home/learner e f\n"),
    "variables": ("x=1; y=${x}2; echo $y ${z:-none} ${#y}", "12 none 2\n"),
    "a sum": ("i=3; echo $((i * 2 + 1))", "7\n"),
    "a command's output": ("echo [$(echo a; echo b)] `echo c`", "[a b] c\n"),
    "globs": ("echo deploy/*.yml d*/w* no*", "deploy/db.yml deploy/web.yml deploy/web.yml no*\n"),
    "and, or": ("false && echo a || echo b; true && echo c", "b\nc\n"),
    "for": ("for i in a b; do echo $i; done", "a\nb\n"),
    "while": ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i", "3\n"),
    "if": ("if [ -f pods.json ]; then echo yes; else echo no; fi", "yes\n"),
    "a here-document": ("cat <<EOF | tr a-z A-Z\nhi $USER\nEOF", "HI LEARNER\n"),
    "a literal here-document": ("cat <<'EOF'\n$USER \"x\" 'y'\nEOF", "$USER \"x\" 'y'\n"),
    "an empty here-document": ("cat <<EOF\nEOF", ""),
    "files": ("echo a > f; echo b >> f; cat < f; rm f; ls", "a\nb\ndeploy\npods.json\ntable\n"),
    "both streams": ("ls nope > f 2>&1; cat f", "ls: cannot access 'nope': No such file or directory\n"),
    "silence": ("ls nope 2>/dev/null; echo $?", "2\n"),
    "comments": ("echo a # b", "a\n"),
    "an alias": ("alias e='echo -n'; e x", "x"),
    "a subshell": ("(cd deploy; pwd); pwd", "/home/learner/deploy\n/home/learner\n"),
    "read": ("echo 'a b c' | while read x y; do echo $y-$x; done", "b c-a\n"),
    "a line goes on": ("echo a \\\n b", "a b\n"),
    "break": ("for i in 1 2 3; do if [ $i = 2 ]; then break; fi; echo $i; done", "1\n"),
}
FAULTS = {
    "unknown": ("foo", "bash: foo: command not found\n", 127),
    "a path": ("./foo", "bash: ./foo: No such file or directory\n", 127),
    "a quote": ("echo 'a", "bash: unexpected EOF while looking for matching `''\n", 2),
    "a token": ("echo a | | b", "bash: syntax error near unexpected token `|'\n", 2),
    "done": ("done", "bash: syntax error near unexpected token `done'\n", 2),
    "ambiguous": ("x='a b'; echo > $x", "bash: $x: ambiguous redirect\n", 1),
    "missing": ("cat < nope", "bash: nope: No such file or directory\n", 1),
    "a folder": ("echo > deploy", "bash: deploy: Is a directory\n", 1),
    "outside": ("echo > /etc/x", "bash: /etc/x: No such file or directory\n", 1),
    "cd": ("cd nope", "bash: cd: nope: No such file or directory\n", 1),
    "rm": ("rm deploy", "rm: cannot remove 'deploy': Is a directory\n", 1),
    "cp": ("cp nope x", "cp: cannot stat 'nope': No such file or directory\n", 1),
    "cat": ("cat nope", "cat: nope: No such file or directory\n", 1),
    "mkdir": ("mkdir deploy", "mkdir: cannot create directory 'deploy': File exists\n", 1),
    "bracket": ("[ 1 -gt x ]", "bash: [: x: integer expression expected\n", 2),
    "exit": ("exit 7; echo no", "", 7),
}


@pytest.mark.parametrize(("line", "out"), LINES.values(), ids=LINES)
def test_it_does_what_bash_does(terminal, line, out):
    assert terminal(line)[:2] == (out, "")


@pytest.mark.parametrize(("line", "err", "code"), FAULTS.values(), ids=FAULTS)
def test_it_complains_as_bash_does(terminal, line, err, code):
    assert terminal(line) == ("", err, code)


@pytest.mark.parametrize(
    "text", ["echo 'a", "cat <<E\nx", "for i in a; do", "if true; then", "a |", "a &&", "echo \\", "$(a"]
)
def test_an_unfinished_line_waits_for_more(text):
    assert not is_complete(text)


@pytest.mark.parametrize("text", ["echo a", "cat <<E\nx\nE", "fi", "echo 'a'", "a | | b", "", "x" * 70_000])
def test_a_whole_line_is_not_waited_for(text):
    assert is_complete(text)


@pytest.mark.parametrize(
    "line", ["sleep 100", "while true; do sleep 1; done", "yes > /dev/null", "watch ls", "cat | tail -f table"]
)
def test_control_c_ends_it(terminal, line):
    terminal.start(line)
    time.sleep(0.1)
    terminal.stop.set()
    assert terminal.end().code == 130


def test_output_comes_as_it_is_written(terminal):
    terminal.start("(echo one; sleep 60) | grep o")
    end = time.monotonic() + PATIENCE
    while not terminal.out and time.monotonic() < end:
        time.sleep(0.01)
    assert terminal.out == ["one\n"]
    terminal.stop.set()
    terminal.end()


def test_a_writer_ends_when_nobody_reads(terminal):
    assert terminal("yes | head -2").out == "y\ny\n"


def test_too_much_output_is_cut_with_a_note(terminal):
    said = terminal("seq 1000000")
    assert len(said.out) < 1_100_000
    assert said.out.endswith("[output cut: a command may print 1 MB]\n")


def test_endless_loops_end(terminal):
    assert terminal("while true; do :; done").err == "bash: stopped: a line may carry out 10,000 commands\n"


def test_commands_that_are_handed_in_are_part_of_pipes(terminal):
    terminal.shell.externals["kubectl"] = lambda shell, args, io: io.out(f"{args}\n{io.stdin.read()}") or 3
    assert terminal("echo hi | k get pods | cat; k x; echo $?").out == "['get', 'pods']\nhi\n['x']\n3\n"
