"""What is said kindly after a mistake, apart from the command's own words: one line, or nothing.

A hint names what to type. It never replaces an error, and a command that went well has none.
"""

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cluster.terminal.commands import COMMANDS

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

KUBECTL = (
    "get", "describe", "create", "apply", "delete", "edit", "explain", "expose", "run", "set", "scale", "autoscale",
    "rollout", "logs", "exec", "port-forward", "label", "annotate", "patch", "replace", "diff", "wait", "top", "cordon",
    "uncordon", "drain", "taint", "config", "api-resources", "cluster-info", "version",
)  # fmt: skip
MADE_BY_CREATE = frozenset({
    "deployment", "deploy", "service", "svc", "namespace", "ns", "configmap", "cm", "secret", "job", "cronjob",
    "ingress", "ing", "quota", "role", "rolebinding", "serviceaccount", "sa", "poddisruptionbudget", "pdb",
    "priorityclass", "pc", "clusterrole", "clusterrolebinding", "token",
})  # fmt: skip
NOT_CREATED = {
    "pod": "use kubectl run NAME --image=IMAGE, or a file; kubectl create deployment makes pods that are kept alive",
    "replicaset": "a ReplicaSet comes from a Deployment (kubectl create deployment) or from a file (apply -f FILE)",
    "node": "nodes are machines: the page has a button that adds one",
}
FLAG_OWNERS = {
    "--replicas": "create deployment and kubectl scale", "--image": "run and kubectl create deployment",
    "--port": "run, expose and kubectl create deployment",
    "--to-revision": "rollout undo", "--revision": "rollout history",
    "--target-port": "expose", "--type": "expose and kubectl patch", "--min": "autoscale", "--max": "autoscale",
    "--follow": "logs", "--tail": "logs", "--previous": "logs", "--grace-period": "delete and kubectl apply",
    "--ignore-daemonsets": "drain", "--overwrite": "label and kubectl annotate", "--for": "wait", "--watch": "get",
    "--record": "no command any more: use kubectl annotate deployment/NAME kubernetes.io/change-cause=...",
}  # fmt: skip
_FILE = re.compile(r'the path "(.+?)" does not exist|(?:cannot open|bash:|cat:) ?\'?(\S+?)\'?: No such file', re.DOTALL)
_FLAG = re.compile(r"unknown flag: (--[\w-]+)")
_KIND = re.compile(r'the server doesn\'t have a resource type "(.+?)"')
_FOUND = re.compile(r'\(NotFound\): (\S+) "(.+?)" not found')
_KINDS = (
    "pods", "deployments", "replicasets", "services", "nodes", "namespaces", "events", "configmaps", "secrets",
    "endpoints", "endpointslices", "serviceaccounts", "persistentvolumeclaims", "horizontalpodautoscalers",
    "poddisruptionbudgets", "all",
)  # fmt: skip


def of(shell: "Shell", words: list[str], code: int, told: str) -> str:
    """A hint for words that ended with a code and said something on stderr; '' when there is none to give."""
    if code in {0, 130} or not words:
        return ""
    if code == 127 and "command not found" in told:
        return _unknown(shell, words[0])
    if words[0] == "kubectl":
        hint = _kubectl(words[1:], told)
        if hint:
            return hint
    return _file(shell, told)


def _near(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    found = difflib.get_close_matches(word[:60], list(known), n=1, cutoff=cutoff)
    return found[0] if found else ""


def _unknown(shell: "Shell", name: str) -> str:
    if name in KUBECTL:
        return f"did you mean: kubectl {name} ...?"
    if name in {"apt", "apt-get", "curl", "wget", "ssh", "git", "helm", "minikube", "kind", "python", "python3", "pip"}:
        return f"{name} is not part of this terminal; type help to see what is"
    near = _near(name, [*COMMANDS, *shell.externals, *shell.aliases])
    return f"did you mean {near}?" if near else "type help to see what there is"


def _kubectl(words: list[str], told: str) -> str:
    arguments = [word for word in words if not word.startswith("-")]
    if arguments[:1] == ["create"] and len(arguments) > 1 and _one(arguments[1]) not in MADE_BY_CREATE:
        return _create(_one(arguments[1]))
    if "unknown command" in told and arguments:
        near = _near(arguments[0], KUBECTL)
        return f"did you mean: kubectl {near}?" if near else "kubectl --help lists its commands"
    if flag := _FLAG.search(told):
        return _flag(flag.group(1), arguments)
    if kind := _KIND.search(told):
        near = _near(kind.group(1), _KINDS)
        return f"did you mean kubectl {arguments[0]} {near}?" if near else "kubectl api-resources lists all kinds"
    if found := _FOUND.search(told):
        plural = found.group(1).partition(".")[0]
        return f"kubectl get {plural} lists those that are there; with -A in all namespaces"
    return ""


def _one(kind: str) -> str:
    return {
        "po": "pod",
        "pods": "pod",
        "rs": "replicaset",
        "replicasets": "replicaset",
        "no": "node",
        "nodes": "node",
    }.get(kind, kind)


def _create(kind: str) -> str:
    if kind in NOT_CREATED:
        return NOT_CREATED[kind]
    near = _near(kind, MADE_BY_CREATE)
    return f"did you mean: kubectl create {near}?" if near else ""


def _flag(flag: str, arguments: list[str]) -> str:
    owner = FLAG_OWNERS.get(flag)
    if owner:
        return f"{flag} belongs to {owner}" if owner.startswith("no ") else f"{flag} is a flag of kubectl {owner}"
    near = _near(
        flag, [*FLAG_OWNERS, "--namespace", "--all-namespaces", "--output", "--selector", "--filename", "--dry-run"]
    )
    if near:
        return f"did you mean {near}?"
    return f"kubectl {arguments[0]} --help lists its flags" if arguments else ""


def _file(shell: "Shell", told: str) -> str:
    found = _FILE.search(told)
    if found is None:
        return ""
    name = found.group(1) or found.group(2)
    files = shell.folder.below(".") or shell.folder.below("~")
    near = next((path for path in files if path.rsplit("/", 1)[-1] == name.rsplit("/", 1)[-1]), "") or _near(
        name, files
    )
    return f"did you mean {near}?" if near else "ls -R shows the files that you have"
