"""The simulated shell: what commands answer in a container."""

import pytest

from cluster.core import shell
from cluster.core.shell import sums
from cluster.core.shell.grammar import parse
from cluster.core.shell.words import BadSyntax
from tests.core.lived_in import later, lived_in, pod, service

CONFIG = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cm"}, "data": {"a.txt": "hi\nthere\n"}}
SECRET = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "keys"}, "data": {"key": "czNjcmV0"}}


def _web():
    web = pod("web", "nginx:1.27", volumeMounts=[{"name": "v", "mountPath": "/cfg"}], env=[
        {"name": "GREETING", "value": "$(HELLO), $(UNKNOWN)"},
        {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
        {"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "keys", "key": "key"}}},
    ])  # fmt: skip
    web["spec"]["containers"][0]["env"].insert(0, {"name": "HELLO", "value": "hello"})
    web["spec"]["volumes"] = [{"name": "v", "configMap": {"name": "cm"}}]
    return web


@pytest.fixture(scope="module")
def state():
    tools = pod("tools", "busybox", "sleep", "3600")
    return lived_in(CONFIG, SECRET, service("web"), service("nobody"), service("db", 5432), _web(), tools,
                    pod("db", "postgres:16"))  # fmt: skip


def run(state, name, *argv, stdin=""):
    where = state.get("Pod", "default", name)
    return shell.run(state, where, where["spec"]["containers"][0], list(argv), stdin)


SCRIPTS = {
    "lists": ("true && echo a || echo b; false || echo c", "a\nc\n"),
    "status": ("false; echo $?", "1\n"),
    "pipes": ("printf 'b\\na\\nb\\n' | sort | uniq -c | tr -s ' ' | head -1", "      1 a\n"),
    "quotes": ("""x="a  b"; echo "$x" '$x' $x""", "a  b $x a b\n"),
    "defaults": ("echo ${NOPE:-def} ${#HOME} ${HOME%/*}x", "def 5 x\n"),
    "sums": ("echo $((2 + 3 * (4 - 1) % 5))", "6\n"),
    "substitution": ("echo <$(echo $(hostname))>", None),
    "for": ("for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done", "1\n3\n"),
    "while": ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i", "3\n"),
    "read": ("printf 'a 1\\nb 2\\n' | while read n v; do echo $v$n; done", "1a\n2b\n"),
    "if": ("if [ -f /nope ]; then echo 1; elif [ -d /etc ]; then echo 2; else echo 3; fi", "2\n"),
    "files": ("echo a > /tmp/x; echo b >> /tmp/x; cat /tmp/x; ls /tmp; rm /tmp/x; ls /tmp", "a\nb\nx\n"),
    "nothing but errors": ("ls /nope 2> /dev/null; echo $?", "1\n"),
    "errors as output": ("ls /nope 2>&1 | wc -l", "1\n"),
    "globs": ("echo /etc/host*", "/etc/hostname /etc/hosts\n"),
    "text tools": ("echo foo=bar | cut -d= -f2 | sed s/b/B/ | tr a-z A-Z; seq 9 | tail -n 2 | grep -v 9", "BAR\n8\n"),
    "subshells": ("(cd /etc; pwd); { echo a; echo b; } | wc -l", "/etc\n2\n"),
    "background": ("sleep 100 & echo at once", "at once\n"),
    "arguments": ("sh -c 'echo $1-$#' name first second", "first-2\n"),
}


@pytest.mark.parametrize(("script", "expected"), SCRIPTS.values(), ids=SCRIPTS)
def test_it_carries_out_scripts(state, script, expected):
    done = run(state, "tools", "sh", "-c", script)
    assert done.stdout == expected if expected is not None else done.stderr


def test_it_knows_the_container_from_inside(state):
    where = state.get("Pod", "default", "web")
    assert run(state, "web", "hostname").stdout == "web\n"
    found = dict(line.split("=", 1) for line in run(state, "web", "env").stdout.splitlines())
    assert (found["GREETING"], found["NODE"], found["KEY"]) == (
        "hello, $(UNKNOWN)", where["spec"]["nodeName"], "s3cret",
    )  # fmt: skip
    assert found["WEB_SERVICE_HOST"] == state.get("Service", "default", "web")["spec"]["clusterIP"]
    assert run(state, "web", "cat", "/cfg/a.txt").stdout == "hi\nthere\n"
    assert f"{where['status']['podIP']}\tweb" in run(state, "web", "cat", "/etc/hosts").stdout
    token = run(state, "web", "cat", "/var/run/secrets/kubernetes.io/serviceaccount/token").stdout
    assert len(token.split(".")) == 3


ASKED = {
    "a Service": (("wget", "-qO-", "http://web"), 0, "<h1>Welcome to nginx!</h1>", ""),
    "by its full name": (("wget", "-qO-", "web.default.svc.cluster.local"), 0, "Welcome", ""),
    "nobody behind it": (("wget", "-qO-", "http://nobody"), 1, "", "Connection refused"),
    "no such port": (("wget", "-qT", "2", "-O-", "web:81"), 1, "", "download timed out"),
    "unknown name": (("wget", "-qO-", "http://nope"), 1, "", "bad address 'nope'"),
    "no internet": (("wget", "-qO-", "http://example.com"), 1, "", "bad address"),
    "not found": (("wget", "-qO-", "web/nope"), 1, "", "HTTP/1.1 404 Not Found"),
    "a name": (("nslookup", "web"), 0, "Name:\tweb.default.svc.cluster.local", ""),
    "no name": (("nslookup", "nope"), 1, "NXDOMAIN", ""),
    "a port": (("nc", "-zv", "db", "5432"), 0, "", "5432) open"),
    "a cluster IP": (("ping", "-c", "1", "web"), 1, "100% packet loss", ""),
}


@pytest.mark.parametrize(("argv", "code", "out", "err"), ASKED.values(), ids=ASKED)
def test_it_asks_its_neighbours(state, argv, code, out, err):
    done = run(state, "tools", *argv)
    assert (done.exit, out in done.stdout, err in done.stderr) == (code, True, True), done


def test_curl_tells_how_it_failed(state):
    assert run(state, "web", "curl", "-s", "localhost").stdout.startswith("<!DOCTYPE html>")
    assert run(state, "web", "curl", "-so", "/dev/null", "-w", "%{http_code}", "localhost/x").stdout == "404"
    assert (refused := run(state, "web", "curl", "localhost:81")).exit == 7
    assert "curl: (7) Failed to connect to localhost port 81" in refused.stderr
    assert run(state, "web", "curl", "nope").exit == 6
    assert (late := run(state, "web", "curl", "-m", "2", "10.244.9.9")).exit == 28
    assert late.took == 2000


def test_a_server_that_stopped_is_no_longer_reached(state):
    node = state.get("Pod", "default", "db")["spec"]["nodeName"]
    assert run(state, "db", "pg_isready").exit == 0
    silent = state.get("Node", "", node)
    lost = state._replace(objects=state.objects.set(("Node", "", node), {**silent, "simulation": {"silent_since": 1}}))
    assert run(lost, "tools", "nc", "-w", "1", "db", "5432").stderr == "nc: timed out\n"


@pytest.mark.parametrize(("name", "why"), [
    ("bash", 'exec: "bash": executable file not found in $PATH: unknown'),
    ("/bin/nope", 'exec: "/bin/nope": stat /bin/nope: no such file or directory: unknown'),
])  # fmt: skip
def test_what_is_not_installed_cannot_be_started(state, name, why):
    done = run(state, "tools", name)
    assert done.exit == 127
    assert done.failure == f"OCI runtime exec failed: exec failed: unable to start container process: {why}"


def test_images_without_a_shell_run_nothing():
    state = lived_in(pod("echo", "hashicorp/http-echo:1.0.0", args=["-text=hi"]))
    assert run(state, "echo", "sh", "-c", "echo hi").failure.endswith("executable file not found in $PATH: unknown")


def test_what_never_ends_is_told_as_such(state):
    assert run(state, "tools", "sh", "-c", "echo a; sleep infinity")[:4] == ("a\n", "", 0, True)
    assert run(state, "tools", "sh", "-c", "while true; do :; done").endless
    assert run(state, "tools", "sleep", "5").took == 5000
    assert run(state, "tools", "timeout", "2", "sleep", "60").exit == 143


@pytest.mark.parametrize(
    "script", ["echo 'a", "if true", "for", "a | ", "echo $(b", "&&", "> ", "(", "done", "${", "$(("]
)
def test_what_is_no_script_is_refused(state, script):
    done = run(state, "tools", "sh", "-c", script)
    assert done.exit in {0, 1, 2, 127}
    assert done.exit == 0 or done.stderr


def test_bad_syntax_is_told():
    with pytest.raises(BadSyntax, match="unterminated"):
        parse("echo 'a")


@pytest.mark.parametrize(
    ("text", "value"), [("1+2*3", 7), ("-7/2", -3), ("-7%3", -1), ("1/0", 0), ("i+1", 6), ("(", 0)]
)
def test_sums(text, value):
    assert sums.value(text, {"i": "5"}) == value


def test_a_session_remembers():
    state = lived_in(pod("tools", "busybox", "sleep", "3600"))
    where = state.get("Pod", "default", "tools")
    session = shell.Session(state, where, where["spec"]["containers"][0], state.now)
    assert session.prompt == "/ # "
    session.feed("cd /etc; x=1")
    assert (session.prompt, session.feed("echo $x").stdout) == ("/etc # ", "1\n")
    assert session.feed("exit 3")[2:5:2] == (3, "exit")


def test_time_goes_on_inside():
    state = lived_in(pod("tools", "busybox", "sleep", "3600"))
    assert run(state, "tools", "date", "+%T").stdout == "00:00:30\n"
    assert run(later(state, 60), "tools", "sh", "-c", "sleep 5; date +%T").stdout == "00:01:35\n"
