"""The Deployment controller: replaces one ReplicaSet by another, step by step.

Reading order, one file per question as upstream (`pkg/controller/deployment`):
`deployment_controller` one sync and its order, `claim` which ReplicaSets are mine, `new_replica_set` finding or making
the new one, `rolling` and `recreate` the two strategies, `scale` a change of size, `progress` and `status` what is
reported, `history` what is thrown away, `rollback` the old annotation, `watches` what wakes it.
"""

from cluster.core.controllers.controller import Controller
from cluster.core.controllers.deployment.deployment_controller import sync_deployment
from cluster.core.controllers.deployment.watches import on_deployment, on_pod, on_replica_set

CONTROLLER = Controller(
    name="deployment-controller",
    reconcile=sync_deployment,
    # Less than what lies between two commands in a script: each of three patches gets a rollout revision of its own.
    delay=20,
    watches={"Deployment": on_deployment, "ReplicaSet": on_replica_set, "Pod": on_pod},
)
