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


NONE = (
    "api/v1/persistentvolumeclaims", "apis/apps/v1/daemonsets", "apis/apps/v1/statefulsets", "apis/batch/v1/cronjobs",
    "apis/batch/v1/jobs", "apis/networking.k8s.io/v1/ingresses",
)  # fmt: skip


@pytest.mark.parametrize("path", NONE)
def test_there_are_kinds_of_which_it_has_and_takes_none(api, path):
    where, _, plural = path.rpartition("/")
    assert api.get(f"/{path}").body["items"] == []
    assert api.get(f"/{path}", accept=TABLE).body["rows"] == []
    assert api.get(f"/{where}/namespaces/default/{plural}/a").code == 404
    assert api.post(f"/{where}/namespaces/default/{plural}", {"metadata": {"name": "a"}}).code == 405


def test_it_has_no_persistent_volumes(api):
    assert api.get("/api/v1/persistentvolumes").body["items"] == []


def test_it_says_that_it_is_well_and_what_of_it(api):
    assert api.get("/livez").body == "ok"
    assert api.get("/readyz?verbose").body.splitlines()[-1] == "readyz check passed"


def test_it_has_no_custom_resource_definitions_so_that_unknown_kinds_are_told_as_such(api):
    assert api.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions").body["items"] == []


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
