"""The real kubectl, each that this machine has: one test a family of commands, in a namespace for each kubectl."""

import json

import pytest

from tests import kubectls
from tests.cluster.processes import wait_for

MANIFEST = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "nginx:1.27"}]}
"""


NEWEST_AND_OLDEST = list(kubectls.found().items())[:: max(1, len(kubectls.found()) - 1)]
at_both_ends = pytest.mark.parametrize(
    "kubectl",
    [pytest.param(path, id=name) for name, path in NEWEST_AND_OLDEST]
    or [pytest.param(None, id="none", marks=pytest.mark.skip(reason=kubectls.NONE))],
)
"""For what takes its time: the oldest and the newest kubectl. Those between differ in how they send, not in what."""


class Terminal:
    """One kubectl in one namespace."""

    def __init__(self, kubectl, kubeconfig):
        self.kubectl, self.kubeconfig = kubectl, kubeconfig
        self.space = f"with-{kubectl.name.replace('.', '-')}"
        self.manifest = kubeconfig.parent / f"{self.space}.yaml"
        self.manifest.write_text(MANIFEST)

    def run(self, *words):
        return kubectls.run(self.kubectl, self.kubeconfig, "--namespace", self.space, *words)

    def __call__(self, *words):
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words):
        done = self.run(*words)
        assert done.returncode != 0, done.stdout
        return done.stderr


@pytest.fixture
def terminal(played, kubectl):
    made = Terminal(kubectl, played.kubeconfig)
    made.run("create", "namespace", made.space)
    yield made
    made.run("delete", "deployments,replicasets,pods,services,configmaps,secrets", "--all", "--wait=false")


@pytest.fixture
def web(terminal):
    terminal("apply", "-f", str(terminal.manifest))
    return terminal


@kubectls.each
def test_it_gets(web):
    assert web("get", "deployment", "web", "-o", "name") == "deployment.apps/web\n"
    assert web("get", "deploy/web").splitlines()[0].split() == ["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"]
    assert json.loads(web("get", "deploy", "web", "-o", "json"))["spec"]["replicas"] == 2
    assert web("get", "nodes", "-o", "jsonpath={.items[*].metadata.name}", "--chunk-size=1") == "node-1 node-2 node-3"
    assert web("get", "nodes", "--field-selector", "metadata.name=node-2", "-o", "name") == "node/node-2\n"
    assert "No resources found" in web.run("get", "pods", "-l", "app=nope").stderr


@kubectls.each
def test_it_creates(terminal):
    terminal("create", "-f", str(terminal.manifest))
    assert '"web" already exists' in terminal.refused("create", "-f", str(terminal.manifest))
    terminal("create", "deployment", "made", "--image=nginx:1.27", "--replicas=0")
    terminal("create", "configmap", "made", "--from-literal=a=b")
    terminal("create", "secret", "generic", "made", "--from-literal=a=b")
    assert terminal("get", "configmap", "made", "-o", "jsonpath={.data.a}") == "b"
    assert terminal("get", "secret", "made", "-o", "jsonpath={.data.a}") == "Yg=="
    dry = terminal("create", "deployment", "dry", "--image=nginx:1.27", "--dry-run=server")
    assert dry == "deployment.apps/dry created (server dry run)\n"


@kubectls.each
def test_it_refuses_what_the_server_refuses(terminal):
    terminal.manifest.write_text(MANIFEST.replace("replicas: 2", "replica: 2"))
    assert 'unknown field "spec.replica"' in terminal.refused("create", "-f", str(terminal.manifest))
    terminal.manifest.write_text(MANIFEST.replace("app: web}}\n  template", "app: other}}\n  template"))
    assert "`selector` does not match template `labels`" in terminal.refused("create", "-f", str(terminal.manifest))


@kubectls.each
def test_it_applies(web):
    assert web("apply", "-f", str(web.manifest)) == "deployment.apps/web unchanged\n"
    web.manifest.write_text(MANIFEST.replace("1.27", "1.28"))
    assert web.run("diff", "-f", str(web.manifest)).returncode == 1
    assert web("apply", "-f", str(web.manifest)) == "deployment.apps/web configured\n"
    assert web("apply", "--server-side", "-f", str(web.manifest)) == "deployment.apps/web serverside-applied\n"
    assert web("diff", "-f", str(web.manifest)) == ""


@kubectls.each
def test_it_changes(web):
    assert web("scale", "deploy/web", "--replicas=1") == "deployment.apps/web scaled\n"
    web("rollout", "status", "deploy/web")
    assert web("patch", "deploy", "web", "-p", '{"spec":{"replicas":1}}') == "deployment.apps/web patched (no change)\n"
    assert web("label", "deploy", "web", "a=b") == "deployment.apps/web labeled\n"
    assert web("annotate", "deploy", "web", "a=b").startswith("deployment.apps/web annotate")
    assert web("set", "image", "deploy/web", "web=nginx:1.28") == "deployment.apps/web image updated\n"
    assert web("set", "env", "deploy/web", "A=b") == "deployment.apps/web env updated\n"
    assert web("get", "deploy", "web", "-o", "jsonpath={.metadata.labels.a}{.metadata.generation}") == "b5"
    web("rollout", "status", "deploy/web")
    assert web("replace", "-f", str(web.manifest)) == "deployment.apps/web replaced\n"
    conflict = web.refused("scale", "deploy/web", "--replicas=3", "--current-replicas=9")
    assert "Expected replicas to be 9, was 2" in conflict


@at_both_ends
def test_it_rolls_out(web):
    assert 'deployment "web" successfully rolled out' in web("rollout", "status", "deploy/web")
    web("set", "image", "deploy/web", "web=nginx:1.28")
    assert 'deployment "web" successfully rolled out' in web("rollout", "status", "deploy/web")
    assert [line.split()[0] for line in web("rollout", "history", "deploy/web").splitlines()[2:4]] == ["1", "2"]
    assert web("rollout", "undo", "deploy/web") == "deployment.apps/web rolled back\n"
    assert web("rollout", "restart", "deploy/web") == "deployment.apps/web restarted\n"
    assert web("rollout", "pause", "deploy/web") == "deployment.apps/web paused\n"
    assert web("rollout", "resume", "deploy/web") == "deployment.apps/web resumed\n"


@at_both_ends
def test_it_describes(web):
    web("rollout", "status", "deploy/web")
    told = web("describe", "deploy", "web")
    assert "Replicas:               2 desired | 2 updated | 2 total | 2 available | 0 unavailable" in told
    assert "ScalingReplicaSet" in told
    assert "Successfully assigned" in web("describe", "pods", "-l", "app=web")
    assert "HolderIdentity:  node-1" in web("describe", "node", "node-1")


@at_both_ends
def test_it_deletes(web):
    web("rollout", "status", "deploy/web")
    assert web("delete", "deploy", "web", "--cascade=orphan") == 'deployment.apps "web" deleted\n'
    assert web("get", "rs", "-o", "name").startswith("replicaset.apps/web-")
    web("delete", "rs", "-l", "app=web", "--cascade=foreground")
    assert web("get", "pods", "-o", "name") == ""
    assert '"web" not found' in web.refused("delete", "deploy", "web")
    assert web("delete", "deploy", "web", "--ignore-not-found") == ""


@at_both_ends
def test_it_exposes(web):
    assert web("expose", "deploy", "web", "--port=80") == "service/web exposed\n"
    slices = (
        "get",
        "endpointslices",
        "-l",
        "kubernetes.io/service-name=web",
        "-o",
        "jsonpath={.items[*].ports[*].port}",
    )
    wait_for(lambda: web(*slices) == "80")


@at_both_ends
def test_it_tells_what_there_is(terminal):
    assert "v1.36.2" in terminal.run("version", "-o", "json").stdout
    assert "deployments" in terminal("api-resources", "--api-group=apps", "-o", "name")
    assert {"v1", "apps/v1"} <= set(terminal("api-versions").split())
    assert "is running at" in terminal("cluster-info")
    assert terminal("get", "--raw", "/livez") == "ok"
    assert terminal("get", "--raw", "/api/v1/namespaces/default").startswith('{"apiVersion":"v1","kind":"Namespace"')


@at_both_ends
def test_it_looks_after_nodes(terminal):
    node = "node-3"
    assert terminal("cordon", node) in {f"node/{node} cordoned\n", f"node/{node} already cordoned\n"}
    assert terminal("get", "node", node).splitlines()[1].split()[1] == "Ready,SchedulingDisabled"
    assert terminal("uncordon", node) == f"node/{node} uncordoned\n"
    assert terminal("taint", "node", node, "a=b:NoSchedule") == f"node/{node} tainted\n"
    assert terminal("taint", "node", node, "a-") == f"node/{node} untainted\n"


@at_both_ends
def test_it_waits_and_tells_events(web):
    assert web("wait", "--for=condition=Available", "deploy/web") == "deployment.apps/web condition met\n"
    assert "ScalingReplicaSet" in web("events", "--for=deployment/web")
