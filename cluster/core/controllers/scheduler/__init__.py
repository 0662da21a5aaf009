"""The scheduler: finds a node for each pod that has none (`pkg/scheduler`).

queue.py         which pod is tried when, and what becomes of it
cycle.py         one pod against all nodes; `explain(state, pod)` is the whole table
taints, node_affinity, resources, spread, pod_affinity, images, volumes     the plugins
messages.py      what is said of it
"""

from cluster.core.controllers.controller import Controller
from cluster.core.controllers.scheduler.cycle import explain
from cluster.core.controllers.scheduler.queue import NAME, node_changed, pod_changed, reconcile
from cluster.core.controllers.scheduler.verdicts import WEIGHTS, Explanation, NodeOutcome, Rejection, Score

CONTROLLER = Controller(NAME, reconcile, {"Pod": pod_changed, "Node": node_changed})

__all__ = ["CONTROLLER", "WEIGHTS", "Explanation", "NodeOutcome", "Rejection", "Score", "explain"]
