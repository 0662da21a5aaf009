"""What is said kindly after a mistake, and that nothing is said when all is well."""

import pytest

from cluster.terminal import hints

CASES = {
    "a slip": (["kubeclt", "get"], 127, "bash: kubeclt: command not found", "did you mean kubectl?"),
    "kubectl forgotten": (
        ["rollout", "status"],
        127,
        "bash: rollout: command not found",
        "did you mean: kubectl rollout ...?",
    ),
    "create pod": (
        ["kubectl", "create", "pod", "x"],
        1,
        "error: Unexpected args",
        "use kubectl run NAME --image=IMAGE",
    ),
    "create slip": (["kubectl", "create", "deploymnet"], 1, "error:", "did you mean: kubectl create deployment?"),
    "a verb": (
        ["kubectl", "gett", "pods"],
        1,
        'error: unknown command "gett" for "kubectl"',
        "did you mean: kubectl get?",
    ),
    "another's flag": (
        ["kubectl", "get", "--replicas=3"],
        1,
        "error: unknown flag: --replicas",
        "--replicas is a flag of kubectl create",
    ),
    "a flag's slip": (
        ["kubectl", "get", "--namespce=x"],
        1,
        "error: unknown flag: --namespce",
        "did you mean --namespace?",
    ),
    "a kind": (
        ["kubectl", "get", "deploymnets"],
        1,
        'error: the server doesn\'t have a resource type "deploymnets"',
        "did you mean kubectl get deployments?",
    ),
    "a name": (
        ["kubectl", "get", "deploy", "x"],
        1,
        'Error from server (NotFound): deployments.apps "x" not found',
        "kubectl get deployments lists",
    ),
    "a file": (
        ["kubectl", "apply", "-f", "web.yml"],
        1,
        'error: the path "web.yml" does not exist',
        "did you mean deploy/web.yml?",
    ),
    "all well": (["kubectl", "get", "pods"], 0, "", ""),
    "Ctrl-C": (["kubectl", "get", "-w"], 130, "", ""),
}


@pytest.mark.parametrize(("words", "code", "told", "hint"), CASES.values(), ids=CASES)
def test_it_says_what_to_type(terminal, words, code, told, hint):
    terminal.shell.externals["kubectl"] = lambda *_: 0
    found = hints.of(terminal.shell, words, code, told)
    assert found.startswith(hint)
    assert bool(found) == bool(hint)


def test_a_hint_follows_the_error_in_the_terminal(terminal):
    terminal.shell.hint = hints.of
    assert terminal("gerp x").err == "bash: gerp: command not found\nhint: did you mean grep?\n"
