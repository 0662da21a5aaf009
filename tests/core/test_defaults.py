"""Defaults, kind by kind; those of Deployments are compared with a real API server's in test_validation_api_server."""

from copy import deepcopy

import pytest
from samples import SAMPLES

from cluster.core import defaults
from cluster.core.defaults.pod import pull_policy


def pod(**spec):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}


def service(**spec):
    obj = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": spec}
    return defaults.apply(obj)["spec"]


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("nginx", "Always"),
        ("nginx:latest", "Always"),
        ("nginx:1.27", "IfNotPresent"),
        ("localhost:5000/a/b", "Always"),
        ("localhost:5000/a/b:1", "IfNotPresent"),
        (f"nginx@sha256:{'0' * 64}", "IfNotPresent"),
        (" nginx", "IfNotPresent"),
        ("Nginx", "IfNotPresent"),
        ("", "IfNotPresent"),
    ],
)
def test_it_pulls_always_what_has_no_tag(image, policy):
    assert pull_policy(image) == policy


def test_it_fills_up_a_pod():
    spec = defaults.apply(pod(containers=[{"name": "c", "image": "nginx:1"}]))["spec"]
    assert spec.pop("containers")[0]["terminationMessagePath"] == "/dev/termination-log"
    assert spec == {
        "restartPolicy": "Always",
        "dnsPolicy": "ClusterFirst",
        "schedulerName": "default-scheduler",
        "terminationGracePeriodSeconds": 30,
        "securityContext": {},
        "enableServiceLinks": True,
    }


def test_it_asks_for_what_a_pod_is_limited_to_but_leaves_templates():
    container = {"name": "c", "image": "a", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}
    container["resources"]["requests"] = {"cpu": "500m"}
    found = defaults.apply(pod(containers=[container]))["spec"]["containers"][0]["resources"]["requests"]
    assert found == {"cpu": "500m", "memory": "1Gi"}
    template = {"spec": {"containers": [container]}}
    obj = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": template}}
    kept = defaults.apply(obj)["spec"]["template"]["spec"]["containers"][0]["resources"]
    assert kept == container["resources"]


def test_it_opens_the_same_port_on_the_host_of_a_host_network_pod():
    container = {"name": "c", "image": "a", "ports": [{"containerPort": 80}]}
    found = defaults.apply(pod(hostNetwork=True, containers=[container]))["spec"]["containers"][0]["ports"]
    assert found == [{"containerPort": 80, "hostPort": 80, "protocol": "TCP"}]


def test_it_names_the_service_account_twice():
    spec = defaults.apply(pod(serviceAccountName="robot"))["spec"]
    assert (spec["serviceAccount"], spec["serviceAccountName"]) == ("robot", "robot")


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ({}, {"emptyDir": {}}),
        ({"secret": {"secretName": "a"}}, {"secret": {"secretName": "a", "defaultMode": 420}}),
        ({"configMap": {"name": "a", "defaultMode": 0}}, {"configMap": {"name": "a", "defaultMode": 0}}),
        ({"hostPath": {"path": "/a"}}, {"hostPath": {"path": "/a", "type": ""}}),
        (
            {"projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}},
            {
                "projected": {
                    "sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 3600}}],
                    "defaultMode": 420,
                }
            },
        ),
    ],
    ids=["none", "secret", "configMap", "hostPath", "projected"],
)
def test_it_fills_up_volumes(volume, expected):
    spec = defaults.apply(pod(volumes=[{"name": "v", **volume}]))["spec"]
    assert spec["volumes"] == [{"name": "v", **expected}]


def test_it_fills_up_a_service():
    assert service(selector={"app": "web"}, ports=[{"port": 80}, {"port": 81, "targetPort": "http"}]) == {
        "type": "ClusterIP",
        "selector": {"app": "web"},
        "ports": [
            {"port": 80, "protocol": "TCP", "targetPort": 80},
            {"port": 81, "protocol": "TCP", "targetPort": "http"},
        ],
        "sessionAffinity": "None",
        "internalTrafficPolicy": "Cluster",
        "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack",
    }


def test_it_lets_clients_stick_for_three_hours():
    assert service(sessionAffinity="ClientIP")["sessionAffinityConfig"] == {"clientIP": {"timeoutSeconds": 10800}}


def test_it_sends_outside_traffic_anywhere():
    balanced = service(type="LoadBalancer", ports=[{"port": 80}])
    assert balanced["externalTrafficPolicy"] == "Cluster"
    assert balanced["allocateLoadBalancerNodePorts"] is True
    assert service(type="NodePort")["externalTrafficPolicy"] == "Cluster"
    assert "externalTrafficPolicy" not in service()


def test_it_gives_no_address_to_external_names():
    assert service(type="ExternalName", externalName="a.b") == {
        "type": "ExternalName",
        "externalName": "a.b",
        "sessionAffinity": "None",
    }


def test_it_lets_headless_services_have_both_families_when_nothing_selects():
    assert service(clusterIP="None", selector={"a": "b"})["ipFamilies"] == ["IPv4"]
    found = service(clusterIP="None")
    assert (found["ipFamilies"], found["ipFamilyPolicy"]) == (["IPv4", "IPv6"], "RequireDualStack")
    assert found["clusterIPs"] == ["None"]


def test_it_folds_the_plain_texts_of_a_secret():
    found = defaults.apply({"apiVersion": "v1", "kind": "Secret", "stringData": {"a": "b"}, "data": {"a": "eA=="}})
    assert found == {"apiVersion": "v1", "kind": "Secret", "data": {"a": "Yg=="}, "type": "Opaque"}


def test_it_labels_a_namespace_with_its_name():
    found = defaults.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}})
    assert found["metadata"]["labels"] == {"kubernetes.io/metadata.name": "a"}
    assert found["spec"] == {"finalizers": ["kubernetes"]}
    assert found["status"] == {"phase": "Active"}


def test_it_lets_pods_have_all_of_a_node():
    found = defaults.apply(SAMPLES["Node"])
    assert found["status"]["allocatable"] == found["status"]["capacity"]


def test_it_takes_tcp_for_granted():
    assert defaults.apply(SAMPLES["Endpoints"])["subsets"][0]["ports"] == [{"port": 80, "protocol": "TCP"}]
    assert defaults.apply(SAMPLES["EndpointSlice"])["ports"] == [{"name": "", "port": 80, "protocol": "TCP"}]


def test_it_scales_by_cpu():
    found = defaults.apply(SAMPLES["HorizontalPodAutoscaler"])["spec"]
    assert found["minReplicas"] == 1
    assert found["metrics"][0]["resource"]["target"] == {"type": "Utilization", "averageUtilization": 80}


def test_it_takes_limits_from_the_maximum_and_requests_from_the_limit():
    item = defaults.apply(SAMPLES["LimitRange"])["spec"]["limits"][0]
    assert (item["default"], item["defaultRequest"]) == ({"cpu": "1"}, {"cpu": "1"})


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_it_leaves_its_argument_alone(kind):
    before = deepcopy(SAMPLES[kind])
    defaults.apply(SAMPLES[kind])
    assert SAMPLES[kind] == before
