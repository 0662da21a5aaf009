"""The scenarios of upstream's e2e suite (`test/e2e/apps/deployment.go`), played whole."""

from random import Random

from cluster.core import admission
from cluster.core.acts import deployments as acts
from cluster.core.deployments import ROLLBACK_TO, desired_replicas, progressing_condition, revision_of
from cluster.core.kinds import key_of
from cluster.core.moves import Put
from cluster.core.objects import controller_of
from tests.core.traces.manifests import deployment, replica_set, service, template

HOSTNAME = "kubernetes.io/hostname"


def begin_with_replica_set(scene):
    """Create the case's ReplicaSet that nobody owns, then its Deployment."""
    given, wanted = scene.case["given"]["replica_set"], scene.case["given"]["deployment"]
    labels = given["labels"]
    orphan = replica_set(given["name"], labels, "img:0", given["replicas"], given.get("annotations"))
    scene.create(orphan)
    scene.run(20)
    scene.say_ready = lambda _image: True
    scene.name = wanted["name"]
    scene.create(
        deployment({**wanted, "image": "bad"} if "image" in wanted else wanted, wanted["name"], wanted["selector"])
    )
    scene.until_quiet(15)
    return scene.state.get("ReplicaSet", "default", given["name"])


def delete_cascades(scene):
    scene.begin()
    scene.delete(scene.web, propagation="Background")
    scene.run(60)
    assert [scene.of_kind(kind) for kind in ("Deployment", "ReplicaSet", "Pod")] == [[], [], []]


def rolling_update_adopts_and_continues_revision(scene):
    old = begin_with_replica_set(scene)
    assert (str(revision_of(scene.web)), scene.is_complete()) == (scene.then[0]["revision"], True)
    assert controller_of(old)["uid"] == scene.web["metadata"]["uid"]
    assert len(scene.replica_sets) - 1 == scene.case["expect"]["old_replica_sets"]


def recreate_never_mixes(scene):
    scene.begin()

    def judge():
        status = scene.web["status"]
        updated = status.get("updatedReplicas", 0)
        assert not updated or updated == status["replicas"]

    scene.watchers.append(judge)
    scene.renew("img:2")
    assert (scene.is_complete(), revision_of(scene.web)) == (True, 2)


def history_limit_zero(scene):
    old = begin_with_replica_set(scene)
    assert old is None
    assert len(scene.replica_sets) - 1 == scene.case["expect"]["old_replica_sets"]
    [pod] = scene.of_kind("Pod")
    assert pod["spec"]["containers"][0]["image"] == "img:1"


def rollover_of_a_stuck_rollout(scene):
    adopted, then = begin_with_replica_set(scene), scene.then[0]
    stuck = scene.new
    for rs, name in ((adopted, "adopted_rs"), (stuck, "new_rs")):
        assert {"spec": desired_replicas(rs), "status": rs["status"]["replicas"]} == then[name]
    assert str(revision_of(scene.web)) == then["revision"]
    scene.keep_limits()
    labels = scene.web["spec"]["selector"]["matchLabels"]
    scene.change(scene.web, template=template(labels, "img:2"))
    scene.until_quiet(30)
    assert (str(revision_of(scene.web)), scene.is_complete()) == (scene.then[1]["revision"], True)
    for before, name in ((adopted, "adopted_rs"), (stuck, "stuck_rs")):
        rs = scene.state.at(key_of(before))
        assert {"spec": desired_replicas(rs), "status": rs["status"]["replicas"]} == scene.case["expect"][name]


def random_changes_still_converge(scene):
    scene.begin(terminationGracePeriodSeconds=0)
    luck = Random(1)
    for number in range(20):
        if luck.random() < 0.2:
            scene.run(luck.random() * number * 0.6)
        random_change(scene, luck, number)
    scene.resize(paused=False)
    assert scene.is_complete()
    assert progressing_condition(scene.web["status"])["reason"] == scene.case["expect"]["condition"]["reason"]


def random_change(scene, luck, number):
    size = desired_replicas(scene.web)
    sizes = {"replicas": luck.choice([size + 1] * 3 + [max(1, size - 1)] * 3 + [size] * 4)}
    labels = scene.web["spec"]["selector"]["matchLabels"]
    change = luck.randrange(5)
    if change == 0:
        wanted = template(labels, f"img:{number}", gated=True, terminationGracePeriodSeconds=0)
        scene.change(scene.web, template=wanted, **sizes)
    elif change == 1:
        scene.annotate(scene.web, **{ROLLBACK_TO: "0"})
    elif change == 2:
        scene.change(scene.web, **sizes)
    elif change == 3:
        scene.change(scene.web, paused=not scene.web["spec"].get("paused"), **sizes)
    else:
        for pod in scene.of_kind("Pod"):
            if luck.random() < 0.5:
                scene.delete(pod)


def orphan_then_adopt(scene):
    scene.begin(labels={"app": "shared"})
    rs = scene.new
    scene.delete(scene.web, propagation="Orphan", preconditions={"uid": scene.web["metadata"]["uid"]})
    scene.run(5)
    assert controller_of(scene.state.at(key_of(rs))) is None
    scene.begin({**scene.case["given"]["deployment"], "name": "test-adopt-deployment"}, labels={"app": "shared"})
    assert scene.is_complete()
    assert [other["metadata"]["uid"] for other in scene.replica_sets] == [rs["metadata"]["uid"]]


def scale_subresource(scene):
    """The subresource is the API's; what it comes to is a new size."""
    scene.begin()
    for size in (2, 4):
        scene.commit(acts.scale(scene.state, key_of(scene.web), size))
        scene.rest()
        assert (scene.web["spec"]["replicas"], scene.counts()["availableReplicas"]) == (size, size)


def proportional_scaling(scene):
    scene.begin()
    scene.set_image("bad:1", scene.name)
    scene.rest()
    for rs, name in zip(scene.replica_sets, ("rs1", "rs2"), strict=True):
        status = rs["status"]
        found = (desired_replicas(rs), status.get("availableReplicas", 0), status["replicas"])
        assert found == tuple(scene.then[1][name][field] for field in ("spec", "available", "status"))
    scene.resize(replicas=30)
    found = [{"spec": desired_replicas(rs)} for rs in scene.replica_sets]
    assert found == [scene.case["expect"]["rs1"], scene.case["expect"]["rs2"]]


def apart(iteration, update):
    """Each node has one pod of an iteration, and on updates only where one of another iteration is."""
    own = {"key": "iteration", "operator": "In", "values": [iteration]}
    foreign = {**own, "operator": "NotIn"}
    term = {"topologyKey": HOSTNAME}
    name = {"key": "name", "operator": "In", "values": ["web"]}
    affinity = {"podAntiAffinity": required({**term, "labelSelector": {"matchExpressions": [own, name]}})}
    if update:
        affinity["podAffinity"] = required({**term, "labelSelector": {"matchExpressions": [foreign, name]}})
    labels = {"name": "web", "iteration": iteration}
    return template(labels, gated=True, affinity=affinity)


def required(term):
    return {"requiredDuringSchedulingIgnoredDuringExecution": [term]}


def load_balancer_not_disrupted(scene):
    """There is no cloud; the nodes with a pod that is ready are what its load balancer would see."""
    labels = {"name": "web"}
    scene.create(service("web", labels))
    manifest = deployment({**scene.case["given"]["deployment"], "replicas": 3}, labels=labels)
    manifest["spec"]["template"] = apart("0", update=False)
    scene.create(manifest)
    scene.rest()
    seen = []
    scene.watchers.append(lambda: seen.append(nodes_with_endpoints(scene)))
    scene.keep_limits()
    for iteration in "123":
        scene.resize(template=apart(iteration, update=True))
        assert scene.is_complete()
    assert {frozenset(nodes) for nodes in seen} == {frozenset({"node-1", "node-2", "node-3"})}


def nodes_with_endpoints(scene):
    slices = [part for part in scene.of_kind("EndpointSlice") if part["metadata"]["name"].startswith("web")]
    return {end["nodeName"] for part in slices for end in part["endpoints"] if end["conditions"]["serving"]}


def lifecycle(scene):
    """Without what only an API has: watches, lists, DELETE of a collection."""
    scene.begin(terminationGracePeriodSeconds=1)
    for size, image in ((1, "img:2"), (2, "img:3")):
        scene.renew(image, replicas=size)
        assert (scene.counts()["readyReplicas"], scene.counts()["unavailableReplicas"]) == (size, 0)
    write_status(scene, readyReplicas=0, availableReplicas=0)
    assert scene.counts()["readyReplicas"] == 0
    scene.rest()
    assert (scene.counts()["readyReplicas"], scene.counts()["unavailableReplicas"]) == (2, 0)
    delete_cascades_from_here(scene)


def delete_cascades_from_here(scene):
    scene.delete(scene.web)
    scene.run(30)
    assert scene.of_kind("Deployment") == scene.of_kind("Pod") == []


def status_endpoints(scene):
    """A status written by a person is stored; conditions of unknown types stay."""
    scene.begin()
    known = scene.web["status"]["conditions"]
    for type in scene.case["expect"]["condition_types_seen"]:
        write_status(scene, conditions=[*known, {"type": type, "status": "True"}])
        assert type in {condition["type"] for condition in scene.web["status"]["conditions"]}
        scene.rest()
        assert type in {condition["type"] for condition in scene.web["status"]["conditions"]}


def write_status(scene, **fields):
    wanted = {**scene.web, "status": {**scene.web["status"], **fields}}
    scene.commit([Put(admission.update(scene.state, wanted, "status"), "written", "status")])
