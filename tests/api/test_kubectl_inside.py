"""The real kubectl, looking inside: logs, commands, ports, use, evictions, permissions.

Newer kubectls open no WebSocket to a plain http address with a password in it, so all of them speak SPDY here.
"""

import os
import subprocess
import urllib.request
from contextlib import contextmanager
from itertools import count

import pytest

from tests import kubectls
from tests.api.test_kubectl import Terminal, at_both_ends
from tests.cluster.processes import wait_for
from tests.patient import PATIENCE

SPDY = {"KUBECTL_REMOTE_COMMAND_WEBSOCKETS": "false", "KUBECTL_PORT_FORWARD_WEBSOCKETS": "false"}
COUNT = "i=0; while true; do i=$((i+1)); echo tick $i; sleep 1; done"
NUMBERS = count()
"""Each test has a namespace of its own, as the former one's is still being emptied."""


@pytest.fixture
def inside(played, kubectl):
    made = Terminal(kubectl, played.kubeconfig)
    made.space = f"inside-{next(NUMBERS)}"
    made.run("create", "namespace", made.space)
    wait_for(lambda: "default" in made("get", "serviceaccounts", "-o", "name"))
    yield made
    made.run("delete", "namespace", made.space, "--wait=false")


def started(inside, *words):
    home, config = str(inside.kubeconfig.parent), str(inside.kubeconfig)
    environment = {"PATH": os.environ["PATH"], "HOME": home, "KUBECONFIG": config, **SPDY}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([inside.kubectl, "--namespace", inside.space, *words], text=True, env=environment, **pipes)


def executed(inside, *words, given=""):
    process = started(inside, "exec", *words)
    out, err = process.communicate(given, timeout=PATIENCE)
    return process.returncode, out, err


def run(inside, name, image, *command):
    words = ["--command", "--", *command] if command else []
    inside("run", name, f"--image={image}", *words)
    inside("wait", "--for=condition=Ready", f"pod/{name}", f"--timeout={PATIENCE}s")


@kubectls.each
def test_it_executes(inside):
    run(inside, "tools", "busybox", "sleep", "3600")
    assert executed(inside, "tools", "--", "hostname") == (0, "tools\n", "")
    assert executed(inside, "-i", "tools", "--", "sh", given="echo hi\n") == (0, "hi\n", "")
    code, out, err = executed(inside, "tools", "--", "sh", "-c", "echo no >&2; exit 3")
    assert (code, out, err) == (3, "", "no\ncommand terminated with exit code 3\n")
    assert "executable file not found in $PATH" in executed(inside, "tools", "--", "foo")[2]


@contextmanager
def forwarded(inside, target):
    process = started(inside, "port-forward", target, ":80")
    try:
        line = process.stdout.readline()
        yield int(line.split(":")[1].split(" ")[0])
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


@kubectls.each
def test_it_forwards_ports(inside):
    run(inside, "web", "nginx:1.27")
    with (
        forwarded(inside, "pod/web") as port,
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer,
    ):
        assert (answer.status, b"Welcome to nginx!" in answer.read()) == (200, True)


@at_both_ends
def test_it_reads_logs(inside):
    run(inside, "counter", "busybox", "sh", "-c", COUNT)
    wait_for(lambda: len(inside("logs", "counter").splitlines()) > 2)
    assert inside("logs", "counter", "--limit-bytes=6") == "tick 1"
    assert inside("logs", "counter", "--tail=1").startswith("tick ")
    following = started(inside, "logs", "-f", "counter")
    assert [following.stdout.readline() for _ in range(4)] == [f"tick {n}\n" for n in range(1, 5)]
    following.terminate()
    following.communicate(timeout=PATIENCE)
    assert "previous terminated container" in inside.refused("logs", "--previous", "counter")


@at_both_ends
def test_it_reads_the_log_of_the_run_before(inside):
    inside("run", "failing", "--image=busybox", "--command", "--", "sh", "-c", "echo failing; exit 1")
    wait_for(lambda: inside.run("logs", "--previous", "failing").stdout == "failing\n")


@at_both_ends
def test_it_knows_who_one_is_and_what_one_may_do(inside):
    assert inside("auth", "can-i", "create", "deployments") == "yes\n"
    assert "*.*" in inside("auth", "can-i", "--list")
    assert len(inside("create", "token", "default").split(".")) == 3


@at_both_ends
def test_it_drains_a_node_as_fast_as_the_budget_allows(inside):
    inside("apply", "-f", str(inside.manifest))
    inside("rollout", "status", "deploy/web")
    inside("create", "pdb", "web", "--selector=app=web", "--min-available=2")
    wait_for(lambda: inside("get", "pdb", "web", "-o", "jsonpath={.status.currentHealthy}") == "2")
    node = inside("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].spec.nodeName}")
    words = ("drain", node, "--force", "--ignore-daemonsets", "--pod-selector=app=web")
    try:
        assert "Cannot evict pod as it would violate the pod's disruption budget." in inside.refused(
            *words, "--timeout=3s"
        )
        inside("scale", "deploy/web", "--replicas=4")
        assert f"node/{node} drained" in inside(*words, "--timeout=60s")
    finally:
        inside("uncordon", node)


@at_both_ends
def test_it_autoscales(inside):
    inside("apply", "-f", str(inside.manifest))
    assert inside("autoscale", "deployment", "web", "--min=3", "--max=5", "--cpu-percent=50").endswith("autoscaled\n")
    wait_for(lambda: inside("get", "deploy", "web", "-o", "jsonpath={.spec.replicas}") == "3")
    assert inside("get", "hpa", "web").splitlines()[1].split()[:2] == ["web", "Deployment/web"]
    assert "SuccessfulRescale" in inside("describe", "hpa", "web")


@at_both_ends
def test_it_reaches_applications_through_the_api(inside):
    run(inside, "web", "nginx:1.27")
    path = f"/api/v1/namespaces/{inside.space}/pods/web/proxy/"
    assert "Welcome to nginx!" in inside("get", "--raw", path)


@at_both_ends
def test_it_shows_what_is_used(inside):
    assert "node-1" in inside("top", "nodes")
