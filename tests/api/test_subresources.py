"""What pods, Services, nodes and accounts have besides themselves: logs, proxies, evictions, tokens; and reviews."""

import pytest

from tests.api.asking import deployment

pytestmark = pytest.mark.django_db
PODS = "/api/v1/namespaces/default/pods"
SERVICES = "/api/v1/namespaces/default/services"
BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets"


@pytest.fixture
def web(api, passes):
    """The name of one of three pods that run."""
    api.post("/apis/apps/v1/namespaces/default/deployments", deployment())
    spec = {"selector": {"app": "web"}, "ports": [{"name": "http", "port": 8080, "targetPort": 80}]}
    api.post(SERVICES, {"metadata": {"name": "web"}, "spec": spec})
    passes(20)
    return api.get(PODS).names[0]


def bare(name, **spec):
    return {"metadata": {"name": name}, "spec": {"containers": [{"name": "c", "image": "nginx:1.27"}], **spec}}


def test_a_log_is_text(api, web):
    got = api.get(f"{PODS}/{web}/log?tailLines=1")
    assert (got.code, got.media_type.partition(";")[0]) == (200, "text/plain")
    assert got.body.endswith("[notice] 1#1: start worker process 29\n")


REFUSED = {
    "no such container": ("container=x", 400, "container x is not valid for pod {pod}"),
    "no former run": ("previous=true", 400, 'previous terminated container "web" in pod "{pod}" not found'),
    "negative": (
        "tailLines=-1",
        422,
        'PodLogOptions "{pod}" is invalid: tailLines: Invalid value: -1: must be greater',
    ),
    "no number": ("tailLines=x", 400, 'parsing "x": invalid syntax'),
    "two times": ("sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z", 422, "at most one of `sinceTime` or `sinceSeconds`"),
    "no time": ("sinceTime=yesterday", 400, 'parsing time "yesterday"'),
    "nothing": ("limitBytes=0", 422, "limitBytes: Invalid value: 0: must be greater than 0"),
}


@pytest.mark.parametrize(("query", "code", "text"), REFUSED.values(), ids=REFUSED)
def test_a_log_is_refused(api, web, query, code, text):
    got = api.get(f"{PODS}/{web}/log?{query}")
    assert got.code == code
    assert text.format(pod=web) in got.body["message"]


def test_a_container_must_be_named_where_there_are_several(api):
    two = bare("two", containers=[{"name": "a", "image": "nginx"}, {"name": "b", "image": "nginx"}])
    api.post(PODS, two)
    message = "a container name must be specified for pod two, choose one of: [a b]"
    assert api.get(f"{PODS}/two/log").body["message"] == message


def test_a_pod_without_a_node_has_an_empty_log(api):
    api.post(PODS, bare("lost", schedulerName="nobody"))
    assert (api.get(f"{PODS}/lost/log").code, api.get(f"{PODS}/lost/log").body) == (200, "")


PROXIES = {
    "pod": (f"{PODS}/{{pod}}/proxy/", 200, "Welcome to nginx!"),
    "pod and port": (f"{PODS}/http:{{pod}}:80/proxy/", 200, "Welcome to nginx!"),
    "pod, other port": (f"{PODS}/{{pod}}:81/proxy/", 503, "error trying to reach service: dial tcp"),
    "pod, unknown path": (f"{PODS}/{{pod}}/proxy/nope", 404, "404 Not Found"),
    "service": (f"{SERVICES}/web/proxy/", 200, "Welcome to nginx!"),
    "service by port": (f"{SERVICES}/web:8080/proxy/", 200, "Welcome to nginx!"),
    "service by name": (f"{SERVICES}/web:http/proxy/", 200, "Welcome to nginx!"),
    "service, no such port": (f"{SERVICES}/web:81/proxy/", 503, 'no service port "81" found for service "web"'),
    "no service": (f"{SERVICES}/nope/proxy/", 404, 'services "nope" not found'),
    "node": ("/api/v1/nodes/node-1/proxy/healthz", 200, "ok"),
    "node's pods": ("/api/v1/nodes/node-1/proxy/pods", 200, "PodList"),
    "nonsense": (f"{PODS}/a:b:c:d/proxy/", 400, "invalid service request"),
}


@pytest.mark.parametrize(("path", "code", "text"), PROXIES.values(), ids=PROXIES)
def test_proxies_bring_the_answer(api, web, path, code, text):
    got = api.get(path.format(pod=web))
    assert (got.code, text in str(got.body)) == (code, True), got.body


def test_a_service_without_pods_is_unavailable(api, passes):
    api.post(SERVICES, {"metadata": {"name": "nobody"}, "spec": {"selector": {"app": "x"}, "ports": [{"port": 80}]}})
    passes(2)
    got = api.get(f"{SERVICES}/nobody/proxy/")
    assert (got.code, got.body["message"]) == (503, 'no endpoints available for service "nobody"')


def test_an_eviction_asks_the_budget(api, web, passes):
    spec = {"minAvailable": 3, "selector": {"matchLabels": {"app": "web"}}}
    assert api.post(BUDGETS, {"metadata": {"name": "web"}, "spec": spec}).code == 201
    passes(2)
    wish = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": web}}
    got = api.post(f"{PODS}/{web}/eviction", wish)
    assert (got.code, got.body["reason"]) == (429, "TooManyRequests")
    assert (
        got.body["details"]["causes"][0]["message"]
        == "The disruption budget web needs 3 healthy pods and has 3 currently"
    )
    api.patch(f"{BUDGETS}/web", {"spec": {"minAvailable": 2}})
    passes(2)
    rehearsed = api.post(f"{PODS}/{web}/eviction", {**wish, "deleteOptions": {"dryRun": ["All"]}})
    assert (rehearsed.code, "deletionTimestamp" in api.get(f"{PODS}/{web}").body["metadata"]) == (201, False)
    assert api.post(f"{PODS}/{web}/eviction", wish).body["status"] == "Success"
    assert "deletionTimestamp" in api.get(f"{PODS}/{web}").body["metadata"]
    misnamed = api.post(f"{PODS}/{web}/eviction", {**wish, "metadata": {"name": "x"}})
    assert misnamed.body["message"].startswith("name in URL does not match name in Eviction object")


def test_a_pod_is_bound_once(api, passes):
    api.post(PODS, bare("mine", schedulerName="mine"))
    binding = {"apiVersion": "v1", "kind": "Binding", "target": {"kind": "Node", "name": "node-2"}}
    assert api.post(f"{PODS}/mine/binding", binding).code == 201
    passes(10)
    assert api.get(f"{PODS}/mine").body["status"]["phase"] == "Running"
    assert 'pod mine is already assigned to node "node-2"' in api.post(f"{PODS}/mine/binding", binding).body["message"]
    assert api.post(f"{PODS}/mine/binding", {**binding, "target": {}}).code == 422


def test_tokens_look_real_and_are_recognised(api):
    path = "/api/v1/namespaces/default/serviceaccounts/default/token"
    got = api.post(path, {"spec": {"expirationSeconds": 700}})
    assert (got.code, got.body["spec"]["expirationSeconds"]) == (201, 700)
    review = "/apis/authentication.k8s.io/v1/tokenreviews"
    known = api.post(review, {"spec": {"token": got.body["status"]["token"]}}).body["status"]
    assert (known["authenticated"], known["user"]["username"]) == (True, "system:serviceaccount:default:default")
    assert api.post(review, {"spec": {"token": f"{got.body['status']['token']}x"}}).body["status"]["user"] == {}
    assert "less than 10 minutes" in api.post(path, {"spec": {"expirationSeconds": 7}}).body["message"]


def test_everything_is_allowed_to_oneself(api):
    group = "/apis/authorization.k8s.io/v1"
    asked = {"spec": {"resourceAttributes": {"verb": "create", "resource": "pods"}}}
    assert api.post(f"{group}/selfsubjectaccessreviews", asked).body["status"]["allowed"] is True
    assert api.post(f"{group}/selfsubjectaccessreviews", {"spec": {}}).code == 422
    rules = api.post(f"{group}/selfsubjectrulesreviews", {"spec": {"namespace": "default"}}).body["status"]
    assert rules["resourceRules"][0]["verbs"] == ["*"]
    oneself = api.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", {}).body["status"]["userInfo"]
    assert oneself["username"] == "sandbox:classroom-1"


def test_use_is_told_after_a_while(api, web, passes):
    assert api.get("/apis/metrics.k8s.io/v1beta1/pods").body["items"] == []
    passes(20)
    pod = api.get(f"/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/{web}").body
    assert pod["containers"] == [{"name": "web", "usage": {"cpu": "1000000n", "memory": "4096Ki"}}]
    assert api.get("/apis/metrics.k8s.io/v1beta1/nodes").names == ["node-1", "node-2", "node-3"]


def test_autoscalers_of_v1_are_those_of_v2(api, web):
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    spec = {"scaleTargetRef": target, "maxReplicas": 5, "targetCPUUtilizationPercentage": 60}
    path = "namespaces/default/horizontalpodautoscalers"
    assert api.post(f"/apis/autoscaling/v1/{path}", {"metadata": {"name": "web"}, "spec": spec}).code == 201
    newer = api.get(f"/apis/autoscaling/v2/{path}/web").body["spec"]
    assert newer["metrics"][0]["resource"]["target"] == {"type": "Utilization", "averageUtilization": 60}
    api.patch(f"/apis/autoscaling/v2/{path}/web", {"spec": {"behavior": {"scaleDown": {"selectPolicy": "Disabled"}}}})
    older = api.get(f"/apis/autoscaling/v1/{path}/web").body
    assert (older["spec"]["targetCPUUtilizationPercentage"], older["spec"]["minReplicas"]) == (60, 1)
    assert api.put(f"/apis/autoscaling/v1/{path}/web", older).code == 200
    assert (
        api.get(f"/apis/autoscaling/v2/{path}/web").body["spec"]["behavior"]["scaleDown"]["selectPolicy"] == "Disabled"
    )


def test_leases_and_priorities_are_there_and_can_be_made(api):
    leases = "/apis/coordination.k8s.io/v1/namespaces"
    assert api.get(f"{leases}/kube-node-lease/leases").names == ["node-1", "node-2", "node-3"]
    made = {"metadata": {"name": "mine"}, "spec": {"holderIdentity": "me", "leaseDurationSeconds": 10}}
    assert api.post(f"{leases}/default/leases", made).code == 201
    assert api.get(f"{leases}/default/leases").names == ["mine"]
    classes = "/apis/scheduling.k8s.io/v1/priorityclasses"
    assert api.post(classes, {"metadata": {"name": "high"}, "value": 100}).code == 201
    assert api.get(classes).names == ["high", "system-cluster-critical", "system-node-critical"]
    assert api.post(classes, {"metadata": {"name": "system-mine"}, "value": 1}).code == 422


UPGRADES = {
    "running": ("{pod}/exec?command=ls", 400, "Upgrade request required"),
    "no such container": ("{pod}/exec?command=ls&container=x", 400, "container x is not valid for pod"),
    "no such pod": ("nope/exec?command=ls", 404, 'pods "nope" not found'),
    "ports": ("{pod}/portforward", 400, "Upgrade request required"),
}


@pytest.mark.parametrize(("path", "code", "text"), UPGRADES.values(), ids=UPGRADES)
def test_commands_need_an_upgrade(api, web, path, code, text):
    got = api.post(f"{PODS}/{path.format(pod=web)}", None)
    assert (got.code, text in got.body["message"]) == (code, True)
