"""`[sig-cli] Kubectl client`, `Kubectl logs`, `Kubectl delete`, `Kubectl rollout` (`test/e2e/kubectl/*.go`)."""

import json

import pytest

from tests.e2e.asking import KINDS, Refused, eventually
from tests.e2e.commands import Kubectl, at_both_ends
from tests.e2e.manifests import AGNHOST, deployment, pod

BUSYBOX = "registry.k8s.io/e2e-test-images/busybox:1.37.0-1"
HTTPD = "registry.k8s.io/e2e-test-images/httpd:2.4.38-4"
NAUTILUS = "registry.k8s.io/e2e-test-images/nautilus:1.7"
DEMO = {"name": "update-demo", "version": "nautilus"}


@pytest.fixture
def run(kubectl, hurried, space):
    return Kubectl(kubectl, hurried, space)


def controller(name, labels, replicas, image, port):
    container = {"name": name, "image": image, "ports": [{"name": "server", "containerPort": port}]}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
    spec = {"replicas": replicas, "selector": labels, "template": template}
    return {**KINDS["replicationcontrollers"], "metadata": {"name": name, "labels": labels}, "spec": spec}


def picture(space, name):
    """What a pod of the demo shows; nothing when it has just been stopped."""
    try:
        return json.loads(space.get("pods", name, "proxy/data.json"))["image"]
    except Refused:
        return None


def pictures(space):
    """What the demo's running pods show."""
    pods = space.list("pods", labelSelector="name=update-demo")
    shown = [one for one in pods if one["status"]["phase"] == "Running" and "deletionTimestamp" not in one["metadata"]]
    return [picture(space, one["metadata"]["name"]) for one in shown]


@at_both_ends
def test_should_scale_a_replication_controller(run, space):
    run.create(controller("update-demo-nautilus", DEMO, 2, NAUTILUS, 80))
    for replicas in (2, 1, 2):
        run("scale", "rc", "update-demo-nautilus", f"--replicas={replicas}", "--timeout=5m")
        eventually(lambda wanted=replicas: pictures(space) == ["nautilus.jpg"] * wanted)
    run("delete", "--grace-period=0", "--force", "rc", "update-demo-nautilus")
    eventually(lambda: pictures(space) == [])


def tier(name, replicas, port, *args):
    labels = {"app": name, "tier": "guestbook"}
    front = deployment(name, replicas, labels, image=AGNHOST, args=["guestbook", *args])
    spec = {"selector": labels, "ports": [{"port": port, "targetPort": port}]}
    service = {**KINDS["services"], "metadata": {"name": name}, "spec": spec}
    return [{**KINDS["deployments"], **front}, service]


@at_both_ends
def test_should_create_and_stop_a_working_application(run, space):
    objects = tier("agnhost-primary", 1, 6379, "--http-port", "6379")
    objects += tier("agnhost-replica", 2, 6379, "--http-port", "6379", "--replicaof", "agnhost-primary")
    run.create(*objects, *tier("frontend", 3, 80, "--backend-port", "6379"))
    for name in ("agnhost-primary", "agnhost-replica", "frontend"):
        run("rollout", "status", f"deployment/{name}")

    def ask(command, value=""):
        where = f"/api/v1/namespaces/{space.name}/services/frontend/proxy/guestbook"
        code, out, _ = run.done("get", "--raw", f"{where}?cmd={command}&key=messages&value={value}")
        return None if code else out

    eventually(lambda: ask("get") == '{"data":""}')
    assert ask("set", "Test%20Entry") == '{"message":"Updated"}'
    assert ask("get") == '{"data":"Test Entry"}'


@at_both_ends
def test_should_support_exec(run, space):
    run("run", "httpd", f"--image={HTTPD}")
    run("wait", "--for=condition=Ready", "pod/httpd")
    assert run("exec", "httpd", "--", "echo", "running", "in", "container") == "running in container\n"
    assert run("exec", "pod/httpd", "--", "echo", "a" * 20_000) == "a" * 20_000 + "\n"
    assert run("exec", "-i", "httpd", "--", "cat", given="abcd1234") == "abcd1234"
    assert run.done("exec", "httpd", "--", "/bin/sh", "-c", "exit 42")[0] == 42


def once(name, script, *flags, policy="Never"):
    return ["run", name, f"--image={BUSYBOX}", f"--restart={policy}", *flags, "--", "sh", "-c", script]


@at_both_ends
def test_should_return_exit_codes_of_commands_that_it_runs(run):
    assert run.done(*once("success", "exit 0", "-i"))[0] == 0
    assert run.done(*once("failure-1", "exit 42", "-i"))[0] == 42
    assert run.done(*once("failure-4", "exit 42", "-i", "--leave-stdin-open"), given="abcd1234")[0] == 0
    code, out, _ = run.done(*once("tmp", "seq 3 | while read i; do echo $i; done", "-i", "--rm"))
    assert (code, out.split()[:3]) == (0, ["1", "2", "3"])


@at_both_ends
def test_should_support_inline_execution_and_attach(run, space):
    flags = ["--attach=true", "--stdin"]
    run(*once("first", "echo -n read: && cat && echo 'stdin closed'", *flags), given="value\nabcd1234")
    assert run("logs", "first") == "read:value\nabcd1234stdin closed\n"
    run(*once("second", "cat && echo 'stdin closed'", "--attach=true", "--leave-stdin-open=true"), given="abcd1234")
    assert run("logs", "second") == "stdin closed\n"
    run(*once("third", "cat && echo 'stdin closed'", *flags, "--leave-stdin-open=true"), given="abcd1234\n")
    eventually(lambda: run("logs", "third") == "abcd1234\n")
    assert space.get("pods", "third")["status"]["phase"] == "Running"


@at_both_ends
def test_should_contain_last_line_of_the_log(run, space):
    run(*once("log", "sleep 10; seq 100 | while read i; do echo $i; sleep 0.01; done; echo EOF"))
    eventually(lambda: space.get("pods", "log")["status"]["phase"] in {"Running", "Succeeded"})
    assert run("logs", "-f", "log").split()[-2:] == ["100", "EOF"]


@at_both_ends
def test_should_be_able_to_retrieve_and_filter_logs(run, space):
    run("run", "generator", f"--image={AGNHOST}", "--restart=Never", "--", "logs-generator", "--log-lines-total", "50")
    eventually(lambda: space.get("pods", "generator")["status"]["phase"] in {"Running", "Succeeded"})
    eventually(lambda: "/api/v1/namespaces/kube-system" in run("logs", "generator"))
    assert run("logs", "generator", "--tail=1").count("\n") == 1
    assert len(run("logs", "generator", "--limit-bytes=1")) == 1
    assert run("logs", "generator", "--tail=1", "--timestamps")[:2] == "20"


@at_both_ends
def test_should_create_services_for_rc(run, space):
    labels = {"app": "agnhost", "role": "primary"}
    run.create(controller("agnhost-primary", labels, 1, AGNHOST, 6379))
    run("expose", "rc", "agnhost-primary", "--name=rm2", "--port=1234", "--target-port=6379")
    run("expose", "service", "rm2", "--name=rm3", "--port=2345", "--target-port=6379")
    for name in ("rm2", "rm3"):
        query = {"labelSelector": f"kubernetes.io/service-name={name}"}
        found = eventually(lambda query=query: [s for s in space.list("endpointslices", **query) if s.get("endpoints")])
        assert [port["port"] for port in found[0]["ports"]] == [6379]
    eventually(lambda: run("logs", "rc/agnhost-primary") == "Paused\n")


SET = {"KUBECTL_APPLYSET": "true"}


def config_maps(*names):
    return "".join(
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, labels: {{g: p}}}}\n---\n" for name in names
    )


@at_both_ends
@pytest.mark.parametrize(
    ("chosen", "variables"), [(["--applyset=one"], SET), (["-l", "g=p"], {})], ids=["applyset", "labels"]
)
def test_should_apply_and_prune_objects(run, space, chosen, variables):
    for names in (("cm1", "cm2"), ("cm1",), ("cm1",)):
        run("apply", "--prune", *chosen, "-f", "-", given=config_maps(*names), **variables)
        found = {one["metadata"]["name"] for one in space.list("configmaps")} - {"kube-root-ca.crt"}
        assert found == set(names)


@at_both_ends
def test_should_create_quotas_with_scopes(run, space):
    run("create", "quota", "scopes", "--hard=pods=1000000", "--scopes=BestEffort,NotTerminating")
    assert space.get("resourcequotas", "scopes")["spec"]["scopes"] == ["BestEffort", "NotTerminating"]
    assert run.done("create", "quota", "other", "--hard=hard=pods=1000000", "--scopes=Foo")[0] != 0
    assert "unsupported scope" in run.done("create", "quota", "other", "--hard=pods=1", "--scopes=Foo")[2]


@at_both_ends
def test_should_update_labels_and_patch_pods(run, space):
    space.create("pods", pod("pause", {"name": "pause"}, name="pause"))
    run("label", "pods", "pause", "testing-label=testing-label-value")
    assert "testing-label-value" in run("get", "pod", "pause", "-L", "testing-label")
    run("label", "pods", "pause", "testing-label-")
    assert "testing-label-value" not in run("get", "pod", "pause", "-L", "testing-label")
    run("patch", "pod", "pause", "-p", '{"metadata":{"annotations":{"x":"y"}}}')
    assert space.get("pods", "pause")["metadata"]["annotations"]["x"] == "y"


@at_both_ends
def test_should_update_and_dry_run_a_single_container_pods_image(run, space):
    run("run", "web", f"--image={HTTPD}")
    eventually(lambda: space.get("pods", "web")["status"]["phase"] == "Running")
    written = run("get", "pod", "web", "-o", "json").replace(HTTPD, BUSYBOX, 1)
    patch = json.dumps({"spec": {"containers": [{"name": "web", "image": BUSYBOX}]}})
    run("patch", "pod", "web", "-p", patch, "--dry-run=server")
    assert space.get("pods", "web")["spec"]["containers"][0]["image"] == HTTPD
    run("replace", "-f", "-", given=written)
    assert space.get("pods", "web")["spec"]["containers"][0]["image"] == BUSYBOX


@at_both_ends
def test_undo_should_rollback_and_update_deployment_env(run, space):
    made = deployment("web", 2, {"app": "httpd"}, image=HTTPD)
    made["spec"]["template"]["metadata"]["annotations"] = {"foo": "bar"}
    run("apply", "-f", "-", given=json.dumps({**KINDS["deployments"], **made}))
    before = space.get("deployments", "web")["spec"]["template"]
    run("set", "env", "deployment/web", "foo=bar")
    run("rollout", "status", "deployment/web")
    run("rollout", "undo", "deployment/web")
    run("rollout", "status", "deployment/web")
    assert space.get("deployments", "web")["spec"]["template"] == before
