"""What Tab offers of kubectl: commands, flags and their values, kinds, names, files, containers."""

import pytest

from cluster import kubectl, store

POD = """
apiVersion: v1
kind: Pod
metadata: {name: %s, namespace: %s}
spec: {containers: [{name: web, image: nginx}, {name: side, image: busybox}]}
"""
CASES = {
    "commands": (["rol"], ["rollout"]),
    "subcommands": (["rollout", "re"], ["restart", "resume"]),
    "what is made": (["create", "conf"], ["configmap"]),
    "kinds": (["get", "deploy"], ["deploy", "deployment", "deployments"]),
    "kinds with a slash": (["get", "pod/we"], ["pod/web-1"]),
    "names": (["describe", "pods", ""], ["other", "web-1"]),
    "names but those that stand there": (["delete", "pod", "other", ""], ["web-1"]),
    "names of another namespace": (["get", "pods", "-n", "kube-system", ""], ["dns"]),
    "pods to look into": (["logs", "w"], ["web-1"]),
    "pods to enter": (["exec", "-it", "o"], ["other"]),
    "containers": (["logs", "web-1", "-c", ""], ["side", "web"]),
    "containers after =": (["logs", "web-1", "--container=s"], ["--container=side"]),
    "nodes": (["cordon", ""], ["node-1", "node-2", "node-3"]),
    "namespaces": (["get", "pods", "-n", "kube-p"], ["kube-public"]),
    "flags": (["get", "pods", "--all-n"], ["--all-namespaces"]),
    "flags of the command": (["scale", "--cur"], ["--current-replicas"]),
    "values": (["get", "pods", "-o", "j"], ["json", "jsonpath="]),
    "a value after =": (["apply", "--dry-run=s"], ["--dry-run=server"]),
    "files": (["apply", "-f", "d"], ["deploy/"]),
    "files in folders": (["apply", "-f", "deploy/w"], ["deploy/web.yml"]),
    "contexts": (["--context", ""], ["one"]),
    "what a rollout is of": (["rollout", "status", "d"], ["deploy", "deployments"]),
    "nothing that is unknown": (["get", "nonsense", ""], []),
    "nothing for names to come": (["run", ""], []),
}


@pytest.fixture
def session(db):
    cluster = store.create_cluster(name="one", seed="seed")
    session = kubectl.Session(cluster.pk, kubectl.Kubeconfig.of("one"), print, print)
    session.files = kubectl.MemoryFiles({"deploy/web.yml": "", "notes": ""})
    texts = [POD % ("web-1", "default"), POD % ("other", "default"), POD % ("dns", "kube-system")]
    for text in texts:
        session.stdin = lambda text=text: text
        assert kubectl.run(["create", "-f", "-"], session) == 0
    return session


@pytest.mark.parametrize(("words", "offered"), CASES.values(), ids=CASES)
def test_it_offers(session, words, offered):
    assert kubectl.complete(words, session) == offered
