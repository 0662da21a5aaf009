"""`[sig-apps] Deployment` (`test/e2e/apps/deployment.go`)."""

import random

from tests.e2e.asking import eventually
from tests.e2e.manifests import AGNHOST, HTTPD, deployment, replica_set

MISSING = "gcr.io/google_samples/gb-redisslave:nonexistent"
REVISION = "deployment.kubernetes.io/revision"
AGNHOST_POD = {"image": AGNHOST, "name": "agnhost"}


def is_complete(found):
    """`deploymentutil.DeploymentComplete`."""
    wanted, status = found["spec"]["replicas"], found["status"]
    counts = {status.get(name, 0) for name in ("replicas", "updatedReplicas", "availableReplicas")}
    return counts == {wanted} and status.get("observedGeneration", 0) >= found["metadata"]["generation"]


def completed(space, name):
    def found():
        now = space.get("deployments", name)
        return now if is_complete(now) else None

    return eventually(found, 60)


def is_at(space, name, revision, image):
    found = space.get("deployments", name)
    at = (found["metadata"].get("annotations") or {}).get(REVISION)
    return (at, found["spec"]["template"]["spec"]["containers"][0]["image"]) == (revision, image)


def sets(space, labels):
    """The ReplicaSets of the labels, oldest first."""
    found = space.list("replicasets", labelSelector=",".join(f"{key}={value}" for key, value in labels.items()))
    return sorted(found, key=lambda rs: int(rs["metadata"].get("annotations", {}).get(REVISION, 0)))


def ready_set(space, name, labels, replicas=1, image=HTTPD):
    """A ReplicaSet of nobody, whose pods run (`e2epod.VerifyPodsRunning`)."""
    made = space.create("replicasets", replica_set(name, replicas, labels, image=image))
    eventually(lambda: space.get("replicasets", name)["status"].get("readyReplicas") == replicas)
    return made


def test_deployment_reaping_should_cascade_to_its_replica_sets_and_pods(space):
    labels = {"name": "httpd"}
    space.create("deployments", deployment("test-new-deployment", 1, labels))
    completed(space, "test-new-deployment")
    assert len(sets(space, labels)) == 1
    space.delete("deployments", "test-new-deployment")
    eventually(lambda: not space.exists("deployments", "test-new-deployment"))
    eventually(lambda: not sets(space, labels) and not space.list("pods", labelSelector="name=httpd"))


def test_rolling_update_deployment_should_delete_old_pods_and_create_new_ones(space):
    pods = {"name": "sample-pod", "pod": "httpd"}
    old = replica_set("test-rolling-update-controller", 1, pods)
    old["metadata"]["annotations"] = {REVISION: "3546343826724305832"}
    space.create("replicasets", old)
    eventually(lambda: space.get("replicasets", "test-rolling-update-controller")["status"].get("readyReplicas") == 1)
    name = "test-rolling-update-deployment"
    space.create("deployments", deployment(name, 1, {"name": "sample-pod"}, **AGNHOST_POD))
    eventually(lambda: is_at(space, name, "3546343826724305833", AGNHOST))
    completed(space, name)
    assert len(sets(space, {"name": "sample-pod"})) == 2


def test_recreate_deployment_should_delete_old_pods_and_create_new_ones(space):
    name = "test-recreate-deployment"
    space.create("deployments", deployment(name, 1, {"name": "sample-pod-3"}, "Recreate", **AGNHOST_POD))
    version = completed(space, name)["metadata"]["resourceVersion"]
    newer = [{"name": "httpd", "image": HTTPD}]
    spec = {"template": {"spec": {"containers": [*newer, {"name": "agnhost", "$patch": "delete"}]}}}
    field = f"metadata.name={name}"
    space.patch("deployments", name, {"spec": spec})
    with space.watch("deployments", fieldSelector=field, resourceVersion=version) as watch:

        def over(found):
            status = found["status"]
            updated = status.get("updatedReplicas", 0)
            assert not updated or status["replicas"] == updated, "old and new pods at once"
            return is_complete(found)

        watch.until("MODIFIED", over)


def test_deployment_should_delete_old_replica_sets(space):
    pods = {"name": "cleanup-pod", "pod": "httpd"}
    ready_set(space, "test-cleanup-controller", pods)
    made = deployment("test-cleanup-deployment", 1, {"name": "cleanup-pod"}, **AGNHOST_POD)
    made["spec"]["revisionHistoryLimit"] = 0
    version = space.get("pods")["metadata"]["resourceVersion"]
    with space.watch("pods", resourceVersion=version) as watch:
        space.create("deployments", made)
        assert watch.until("ADDED")["spec"]["containers"][0]["name"] == "agnhost"
    eventually(lambda: len(sets(space, {"name": "cleanup-pod"})) == 1)


def test_deployment_should_support_rollover(space):
    pods = {"name": "rollover-pod", "pod": "httpd"}
    ready_set(space, "test-rollover-controller", pods)
    name = "test-rollover-deployment"
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}}
    made = deployment(name, 1, {"name": "rollover-pod"}, strategy, image=MISSING)
    made["spec"]["minReadySeconds"] = 10
    space.create("deployments", made)
    eventually(lambda: space.get("deployments", name)["status"].get("updatedReplicas", 0) >= 1)
    eventually(lambda: is_at(space, name, "1", MISSING))
    eventually(lambda: [rs["status"]["replicas"] for rs in sets(space, {"name": "rollover-pod"})] == [1, 1])
    good = [{"name": "httpd", "$patch": "delete"}, {"name": "agnhost", "image": AGNHOST}]
    space.patch("deployments", name, {"spec": {"template": {"spec": {"containers": good}}}})
    eventually(lambda: is_at(space, name, "2", AGNHOST))

    def over():
        found, all_of_it = space.get("deployments", name), sets(space, {"name": "rollover-pod"})
        assert sum(rs["spec"]["replicas"] for rs in all_of_it) <= 2
        assert found["status"].get("availableReplicas", 0) >= 1
        return is_complete(found)

    eventually(over, 60)
    assert [rs["status"]["replicas"] for rs in sets(space, {"name": "rollover-pod"})] == [0, 0, 1]


def test_iterative_rollouts_should_eventually_progress(space):
    chance, name = random.Random(5), "webserver"
    made = deployment(name, 6, {"name": "httpd"})
    space.create("deployments", {**made, "spec": {**made["spec"], "revisionHistoryLimit": 2}})
    for step in range(20):
        _disturb(space, name, step, chance)
    space.patch("deployments", name, {"spec": {"paused": False}})
    conditions = completed(space, name)["status"]["conditions"]
    assert ("Progressing", "NewReplicaSetAvailable") in {(one["type"], one["reason"]) for one in conditions}


def _disturb(space, name, step, chance):
    match chance.randrange(4):
        case 0:
            env = [{"name": f"A{step}", "value": str(step)}]
            change = {"spec": {"template": {"spec": {"containers": [{"name": "httpd", "env": env}]}}}}
        case 1:
            change = {"metadata": {"annotations": {"deprecated.deployment.rollback.to": "0"}}}
        case 2:
            change = {"spec": {"replicas": chance.randrange(4, 8)}}
        case _:
            change = {"spec": {"paused": not space.get("deployments", name)["spec"].get("paused")}}
    space.patch("deployments", name, change)
    for pod in space.list("pods", labelSelector="name=httpd"):
        if chance.random() < 0.2:
            space.remove("pods", pod["metadata"]["name"])


def test_test_deployment_replica_set_orphaning_and_adoption_regarding_controller_ref(space):
    labels = {"name": "httpd"}
    uid = space.create("deployments", deployment("test-orphan-deployment", 1, labels))["metadata"]["uid"]
    completed(space, "test-orphan-deployment")
    (before,) = sets(space, labels)
    assert before["metadata"]["ownerReferences"][0]["uid"] == uid
    space.delete("deployments", "test-orphan-deployment", orphanDependents=True, preconditions={"uid": uid})
    eventually(lambda: not sets(space, labels)[0]["metadata"].get("ownerReferences"))
    uid = space.create("deployments", deployment("test-adopt-deployment", 1, labels))["metadata"]["uid"]
    completed(space, "test-adopt-deployment")
    (after,) = sets(space, labels)
    assert after["metadata"]["uid"] == before["metadata"]["uid"]
    assert after["metadata"]["ownerReferences"][0]["uid"] == uid


def test_deployment_should_have_a_working_scale_subresource(space):
    name = "test-new-deployment"
    space.create("deployments", deployment(name, 1, {"name": "httpd"}))
    completed(space, name)
    scale = space.get("deployments", name, "scale")
    assert (scale["spec"]["replicas"], scale["status"]["replicas"]) == (1, 1)
    metadata = {key: value for key, value in scale["metadata"].items() if key != "resourceVersion"}
    put = {**scale, "metadata": metadata, "spec": {"replicas": 2}}
    assert space.update("deployments", put, "scale")["spec"]["replicas"] == 2
    assert space.get("deployments", name)["spec"]["replicas"] == 2
    whole = {"metadata": {"creationTimestamp": None}, "spec": {"replicas": 4}, "status": {"replicas": 0}}
    space.patch("deployments", name, whole, "scale")
    assert space.get("deployments", name)["spec"]["replicas"] == 4


def test_deployment_should_support_proportional_scaling(space):
    name = "webserver-deployment"
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 3, "maxUnavailable": 2}}
    space.create("deployments", deployment(name, 10, {"name": "httpd"}, strategy))
    completed(space, name)
    bad = [{"name": "httpd", "image": "webserver:404"}]
    space.patch("deployments", name, {"spec": {"template": {"spec": {"containers": bad}}}})

    def sizes(*fields):
        found = sets(space, {"name": "httpd"})
        return [tuple((rs["spec"] | rs["status"]).get(field, 0) for field in fields) for rs in found]

    eventually(lambda: sizes("replicas", "availableReplicas") == [(8, 8), (5, 0)])
    space.changed("deployments", name, lambda found: found["spec"].update(replicas=30))
    eventually(lambda: [rs["spec"]["replicas"] for rs in sets(space, {"name": "httpd"})] == [20, 13])
