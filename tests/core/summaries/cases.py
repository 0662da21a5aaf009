"""Clusters of which objects tell, and the form of a case."""

from collections.abc import Callable
from typing import Any, NamedTuple

from cluster.core.kinds import Object
from cluster.core.objects import name_of
from cluster.core.summaries import summarise
from tests.worlds import WEB, World

SERVICE = """
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}
"""
OTHERS = """
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {color: blue, size: "3"}
---
apiVersion: v1
kind: Secret
metadata: {name: keys}
stringData: {password: hunter2}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 2
  maxReplicas: 6
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec: {hard: {pods: "10"}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec: {limits: [{type: Container, max: {cpu: "2"}, defaultRequest: {cpu: 100m}, default: {cpu: "1"}}]}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: high}
value: 1000
"""
READER = WEB.replace('"nginx:1.27"', '"nginx:1.27", envFrom: [{configMapRef: {name: settings}}]')
ALONE = """apiVersion: v1
kind: Pod
metadata: {name: alone}
spec: {restartPolicy: Never, containers: [{name: job, image: busybox, command: [sh, -c, "exit %d"]}]}
"""

RECREATE = WEB.replace("{rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", "{type: Recreate}")
HALVES = WEB.replace("maxSurge: 1, maxUnavailable: 0", "maxSurge: 50%, maxUnavailable: 50%").replace(
    "replicas: 3", "replicas: 10\n  minReadySeconds: 5"
)
LOOSE = WEB.replace("kind: Deployment", "kind: ReplicaSet").replace(
    "  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}\n", ""
)
CONTROLLER = (
    LOOSE.replace("kind: ReplicaSet", "kind: ReplicationController")
    .replace("apps/v1", "v1")
    .replace("{matchLabels: {app: web}}", "{app: web}")
)
LEASE = """apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: node-1, namespace: kube-node-lease}
spec: {holderIdentity: node-1, leaseDurationSeconds: 40}
"""
TEMPLATE = """apiVersion: v1
kind: PodTemplate
metadata: {name: web}
template: {metadata: {labels: {app: web}}, spec: {containers: [{name: nginx, image: "nginx:1.27"}]}}
"""


def settled(text: str = WEB) -> World:
    return World(text).passes(20)


def updated(image: str, seconds: float) -> World:
    return settled().set_image(image).passes(seconds)


def rich() -> World:
    return World(READER + SERVICE + OTHERS).passes(40)


class Case(NamedTuple):
    """`pick` chooses one of several objects of the kind; without, the first by name is meant."""

    world: Callable[[], World]
    kind: str
    sentences: list[str]
    name: str = ""
    pick: Callable[[Object], bool] = lambda _: True


def image_is(image: str) -> Callable[[Object], bool]:
    def runs(obj: Object) -> bool:
        spec: Any = obj["spec"]
        return bool((spec.get("template") or {"spec": spec})["spec"]["containers"][0]["image"] == image)

    return runs


def sentences_of(case: Case) -> list[str]:
    """What the chosen object says."""
    world = case.world()
    found = [obj for obj in world.state.of_kind(case.kind) if case.name in ("", name_of(obj)) and case.pick(obj)]
    return summarise(world.state, min(found, key=name_of))
