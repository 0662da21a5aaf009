"""Stories of what surrounds the pods: quotas, the scheduler's words, Services, and a node that is lost."""

from cluster.core.acts import nodes
from cluster.core.events import PREFIX
from tests.core.traces.manifests import deployment, pod, quota, service
from tests.core.traces.ownership import comes_in_order
from tests.core.traces.player import plain

HOSTNAME = "kubernetes.io/hostname"


def quota_blocks_pods(stage):
    limit = stage.create(quota(stage.case["given"]["quota"]["hard"]))
    stage.create(deployment(stage.case["given"]))
    stage.run(4)
    stage.type()
    expected = stage.case["expect"]["blocked"]["deployment"]["conditions"]["ReplicaFailure"]
    expected[2] = plain(expected[2])
    stage.saw("blocked")
    # How often it is tried within these seconds depends on timing; the 10th failure is folded.
    found = {tuple(event[1:]) for event in stage.events("ReplicaSet") if not event[3].startswith(PREFIX)}
    assert found == {(e["type"], e["reason"], plain(e["message"])) for e in stage.case["expect"]["events"]}
    stage.change(limit, hard={"pods": "10"})
    stage.change(stage.get(), replicas=3)
    stage.until_complete()
    stage.saw("final")


def rs_create_blocked_by_quota(stage):
    limit = stage.create(quota(stage.case["given"]["quota"]["hard"]))
    stage.start()
    stage.set_image("img:2")
    stage.run(4)
    stage.saw("blocked")
    stage.type(2)
    stage.change(limit, hard={"count/replicasets.apps": "5"})
    stage.relabel(stage.get(), labels={"touched": "yes"})
    stage.until_complete()
    stage.saw("final")


def conditions_of(endpoint):
    return [endpoint["conditions"][name] for name in ("ready", "serving", "terminating")]


def endpoints(stage):
    slices = [s for s in stage.of_kind("EndpointSlice") if s["metadata"]["name"].startswith("web")]
    return [endpoint for part in slices for endpoint in part["endpoints"] or ()]


def steady(stage):
    """The slices as the recording has them."""
    slices = [s for s in stage.of_kind("EndpointSlice") if s["metadata"]["name"].startswith("web")]
    return [
        {
            "labels": part["metadata"]["labels"],
            "addressType": part["addressType"],
            "ports": part["ports"],
            "endpoints": [
                {
                    "conditions": endpoint["conditions"],
                    "targetRef_kind": endpoint["targetRef"]["kind"],
                    "node": "nodeName" in endpoint,
                }
                for endpoint in part["endpoints"]
            ],
        }
        for part in slices
    ]


def service_endpoints_rollout(stage):
    expected = stage.case["expect"]
    stage.create(service())
    # Slices follow the pods within a second. So that all that was recorded is seen, new pods stay with the old ones
    # for longer than that, and old ones stay terminating until the next ones are ready.
    stage.case["given"]["min_ready_seconds"] = 2
    stage.start(gated=True, stay=8)
    assert steady(stage) == expected["steady"]
    [subset] = stage.state.get("Endpoints", "default", "web")["subsets"]
    [wanted] = expected["endpoints_object"]["subsets"]
    assert len(subset["addresses"]) == wanted["addresses"]
    assert len(subset.get("notReadyAddresses", ())) == wanted["notReady"]
    assert subset["ports"] == wanted["ports"]
    seen = [sorted(map(conditions_of, endpoints(stage)))]
    stage.watchers.append(lambda: seen.append(sorted(map(conditions_of, endpoints(stage)))))
    stage.update("img:2")
    assert comes_in_order(expected["ready_serving_terminating_sequence"], seen)
    stage.set_image("notready:3")
    stage.until_quiet()
    found = sorted(map(conditions_of, endpoints(stage)), reverse=True)
    assert found == [list(conditions.values()) for conditions in expected["with_not_ready_pod"]]
    stage.type()


def affinity(kind, *terms, labels=None):
    term = {"topologyKey": HOSTNAME, "labelSelector": {"matchLabels": labels}} if labels else terms[0]
    return {"affinity": {kind: {"requiredDuringSchedulingIgnoredDuringExecution": [term] if labels else term}}}


ZONE = {"nodeSelectorTerms": [{"matchExpressions": [{"key": "zone", "operator": "In", "values": ["z9"]}]}]}
SPREAD = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule", "labelSelector": {}}
CLAIM = {"name": "v", "persistentVolumeClaim": {"claimName": "none"}}
PODS = {
    "cpu": {"resources": {"requests": {"cpu": "100"}}},
    "memory": {"resources": {"requests": {"memory": "100Gi"}}},
    "cpu-and-memory": {"resources": {"requests": {"cpu": "100", "memory": "100Gi"}}},
    "selector": {"nodeSelector": {"disk": "ssd"}},
    "affinity": affinity("nodeAffinity", ZONE),
    "pod-affinity": affinity("podAffinity", labels={"app": "nothing"}),
    "spread": {"topologySpreadConstraints": [SPREAD]},
    "gpu": {"resources": {"limits": {"example.com/gpu": "1"}}},
    "pvc": {"volumes": [CLAIM]},
    "node-name-missing": {"nodeName": "ghost"},
    "scheduler-other": {"schedulerName": "other"},
    "gated": {"schedulingGates": [{"name": "x/y"}]},
} | {
    name: {"labels": {"app": "aa"}, **affinity("podAntiAffinity", labels={"app": "aa"})}
    for name in ("aa1", "aa2", "aa3")
}


def unschedulable_messages(stage):
    tainted = stage.state.get("Node", "", "node-3")
    stage.change(tainted, taints=[{"key": "dedicated", "value": "db", "effect": "NoSchedule"}])
    for name, more in PODS.items():
        stage.create(pod(name, **more))
        stage.run(0.3)
    stage.run(3)
    stage.commit(nodes.cordon(stage.state, ("Node", "", "node-1")))
    stage.create(pod("cordoned", nodeSelector={HOSTNAME: "node-1"}))
    stage.run(2)
    found = {p["metadata"]["name"]: seen_pod(p) for p in stage.of_kind("Pod")}
    # In the recording this one was still resting from its attempts for the sake of other pods' arrival.
    assert "missing required label" in found.pop("spread")["conditions"]["PodScheduled"][2]
    del stage.case["expect"]["pods"]["spread"]
    assert found == stage.case["expect"]["pods"]
    assert recorded_messages(stage.case["expect"]["events"]) <= messages(stage)
    stage.type()


def seen_pod(pod):
    conditions = pod["status"].get("conditions") or ()
    shown = {c["type"]: [c["status"], c.get("reason", ""), c.get("message", "")] for c in conditions}
    return {"phase": pod["status"]["phase"], "conditions": shown, "node": node_of(pod)}


def node_of(pod):
    name = pod["spec"].get("nodeName")
    return name and name.replace("node-", "n")


def messages(stage):
    """The scheduler's different messages about each pod."""
    found = [e for e in stage.of_kind("Event") if e["reason"] in {"Scheduled", "FailedScheduling"}]
    return {(e["involvedObject"]["name"], e["reason"], simple(e["message"])) for e in found}


def recorded_messages(events):
    return {(e["on"].split("/")[1], e["reason"], simple(e["message"])) for e in events}


def simple(message):
    """Without the namespace; nodes as the recording calls them."""
    return message.split("/", 1)[-1].replace("node-", "n") if message.startswith("Success") else message


def seen_node(stage):
    """What the recording polls: the node, and each pod with its readiness and the traces of an eviction."""
    node = stage.state.get("Node", "", LOST)
    [ready] = [c for c in node["status"]["conditions"] if c["type"] == "Ready"]
    return {
        "node_ready": [ready["status"], ready["reason"], ready["message"]],
        "taints": sorted(f"{taint['key']}:{taint['effect']}" for taint in node["spec"].get("taints") or ()),
        "pods": sorted(seen_on_node(pod) for pod in stage.of_kind("Pod")),
    }


def seen_on_node(pod):
    conditions = pod["status"].get("conditions") or ()
    ready = [c for c in conditions if c["type"] == "Ready"]
    return [
        "on-lost" if pod["spec"].get("nodeName") == LOST else "elsewhere",
        pod["status"]["phase"],
        [c["status"] for c in ready],
        [c.get("reason") for c in ready],
        [c["reason"] for c in conditions if c["type"] == "DisruptionTarget"],
        "deletionTimestamp" in pod["metadata"],
        pod["metadata"].get("deletionGracePeriodSeconds"),
        pod["status"].get("reason"),
    ]


def node_lost(stage):
    keys = ("not-ready", "unreachable")
    tolerations = [{"key": f"node.kubernetes.io/{key}", "operator": "Exists", "effect": "NoExecute"} for key in keys]
    stage.start(tolerations=[{**toleration, "tolerationSeconds": 10} for toleration in tolerations])
    begun, seen = stage.state.now, [(0, seen_node(stage))]
    stage.watchers.append(lambda: seen.append(((stage.state.now - begun) / 1000, seen_node(stage))))
    stage.commit(nodes.unplug(stage.state, ("Node", "", LOST)))
    stage.run(75)
    # The recording's kubelet writes nothing while a pod is Pending, so the row with the new pod is left out.
    wanted = [row for row in stage.case["expect"]["states"] if "Pending" not in str(row)]
    assert comes_in_order([row["state"] for row in wanted], [state for _, state in seen])
    judge_moments(seen)
    stage.type(3)
    stage.commit(nodes.plug_in(stage.state, ("Node", "", LOST)))
    stage.run(12)
    assert seen_node(stage) == stage.case["expect"]["after_node_back"]
    stage.type()
    found = {tuple(e[1:]) for kind in ("Pod", "ReplicaSet", "Deployment", "Node") for e in stage.events(kind)}
    assert {expected_event(e) for e in stage.case["expect"]["events"] if told(e)} <= found


def judge_moments(seen):
    """Silence is noticed 40 to 50 s after the last word plus a look every 5 s, the pod evicted 10 s after that."""
    lost = next(t for t, state in seen if state["taints"] and "on-lost" in str(state["pods"]))
    evicted = next(t for t, state in seen if "DeletionByTaintManager" in str(state))
    assert 40 <= lost <= 56
    assert abs(evicted - lost - 10) < 1


def told(event):
    """Of the scheduler's events the node is drawn by lot; a cluster that is not new has registered its nodes before."""
    return event["reason"] not in {"Scheduled", "RegisteredNode"}


def expected_event(event):
    message = plain(event["message"].replace("node-lost/", "default/"))
    return event["type"], event["reason"], message.replace("Node n3", "Node node-3")


LOST = "node-3"
STORIES = {}
