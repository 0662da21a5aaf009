"""What clients look for, and what `agnhost` writes for them."""

import pytest

from tests.api.asking import TABLE

AGNHOST = "registry.k8s.io/e2e-test-images/agnhost:2.53"
PODS = "/api/v1/namespaces/default/pods"


def test_it_has_components_that_are_well(api):
    found = api.get("/api/v1/componentstatuses", accept=TABLE)
    assert [row["cells"] for row in found.body["rows"]] == [
        ["controller-manager", "Healthy", "ok", ""],
        ["etcd-0", "Healthy", "ok", ""],
        ["scheduler", "Healthy", "ok", ""],
    ]
    assert found.warnings == ['299 - "v1 ComponentStatus is deprecated in v1.19+"']
    assert api.get("/api/v1/componentstatuses/etcd-0").body["conditions"][0]["status"] == "True"


def test_it_has_no_daemon_sets_and_takes_none(api):
    assert api.get("/apis/apps/v1/daemonsets").body["items"] == []
    assert api.get("/apis/apps/v1/namespaces/default/daemonsets/a").code == 404
    assert api.post("/apis/apps/v1/namespaces/default/daemonsets", {"metadata": {"name": "a"}}).code == 405


def run(api, *args, policy="Never"):
    spec = {"restartPolicy": policy, "containers": [{"name": "a", "image": AGNHOST, "args": list(args)}]}
    assert api.post(PODS, {"metadata": {"name": "a"}, "spec": spec}).code == 201


@pytest.mark.parametrize("args", [(), ("pause",)])
def test_it_pauses(api, passes, args):
    run(api, *args)
    passes(10)
    assert api.get(f"{PODS}/a/log").body == "Paused\n"


def test_it_generates_logs_and_ends(api, passes):
    run(api, "logs-generator", "--log-lines-total", "100", "--run-duration=20s")
    passes(15)
    some = api.get(f"{PODS}/a/log").body.splitlines()
    assert 40 < len(some) < 100
    assert "/api/v1/namespaces/kube-system" in some[0]
    passes(15)
    assert len(api.get(f"{PODS}/a/log").body.splitlines()) == 100
    assert api.get(f"{PODS}/a").body["status"]["phase"] == "Succeeded"
