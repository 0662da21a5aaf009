"""The ReplicaSet controller: as many active pods as wanted, no more, no fewer."""

from cluster.core.controllers.controller import Controller
from cluster.core.controllers.replicaset import watches
from cluster.core.controllers.replicaset.sync import reconcile

CONTROLLER = Controller(
    name=watches.NAME,
    reconcile=reconcile,
    # As quick as the Deployment controller, whose next look must find what its last one has led to.
    delay=20,
    watches={watches.KIND: watches.replica_set_changed, "Pod": watches.pod_changed},
    # Pods become ready one by one: 2,000 of them within 10 s would otherwise make a look of 2 ms each every 50 ms.
    slow_watches={"Pod": watches.pod_fared},
)
