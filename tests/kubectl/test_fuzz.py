"""Whatever is typed, our kubectl answers with an exit code and a text, and never blames itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster import kubectl, store
from cluster.kubectl.commands import ROOT

ENDLESS = {"-w", "--watch", "--watch-only", "-f", "--follow", "--timeout=9h"}
WORDS = [
    "pods",
    "deploy",
    "deploy/web",
    "svc,pods",
    "all",
    "web",
    "nope",
    "foo",
    "/",
    "a/b/c",
    "--",
    "-o",
    "yaml",
    "-o=json",
    "-o=jsonpath={.a",
    "-o=go-template={{",
    "-o=custom-columns=A:.b",
    "--all",
    "-A",
    "-l",
    "a=b",
    "a in (",
    "-n",
    "",
    "=",
    "a=",
    "a-",
    "-",
    "--dry-run=client",
    "--dry-run=server",
    "--force",
    "--cascade=orphan",
    "--image=nginx",
    "x=y:NoExecute",
    "--replicas=2",
    "--for=delete",
    "--for=jsonpath={.a}=1",
    "--timeout=0",
    "--timeout=1ms",
    "--help",
    "-h",
    "--type=json",
    "-p",
    "{",
    "[]",
    "null",
    '[{"op":"add"}]',
    '{"spec":{"replicas":1}}',
    "--sort-by=.x",
    "--raw=/",
    "--record",
    "ü",
    "\x00",
    "--namespace=x/y",
    "--from-literal=a",
    "--tcp=80:80",
    "--port=80",
    "--selector=,",
    "--field-selector=x",
    "--wait=false",
    "--revision=1",
    "--to-revision=0",
    "--local",
    "--server-side",
    "--prune",
    "--list",
    "--overwrite",
    "spec.replicas",
    "--filename=all.yaml",
    "--filename=bad.yaml",
    "--filename=nope.yaml",
    "--filename=.",
    "--recursive",
    "current-context",
    "--current",
    "sh",
    "echo",
    "-i",
    "-c",
    "--grace-period=0",
    "--now",
    "--max=3",
    "--overrides={",
    "--limits=cpu=1",
]
FILES = {
    "all.yaml": "kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n---\n- 1\n---\nkind: List\nitems: [null, 3]\n",
    "bad.yaml": "a: [\n",
}
texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=8))


def commands(command):
    """All paths of commands: ["rollout", "undo"], ..."""
    yield []
    for sub in command.subcommands:
        for path in commands(sub):
            yield [sub.name, *path]


@pytest.fixture
def cluster_id(db):
    return store.create_cluster(name="fuzzed", seed="seed").pk


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(list(commands(ROOT))), words=st.lists(texts, max_size=6), stdin=texts)
def test_it_never_raises(path, words, stdin, cluster_id):
    told = []
    words = [word for word in words if word not in ENDLESS and not word.startswith(("-w", "-f", "--w"))]
    session = kubectl.Session(
        cluster_id,
        kubectl.Kubeconfig.of("fuzzed"),
        out=told.append,
        err=told.append,
        files=kubectl.MemoryFiles(dict(FILES)),
        stdin=lambda: stdin,
        edit=lambda name, text: text.replace("a", "b", 3),
    )
    session.monotonic = iter(range(0, 10**9, 10**6)).__next__
    code = kubectl.run([*path, *words], session)
    assert isinstance(code, int), words
    assert "the fault is ours" not in "".join(told), [*path, *words]
