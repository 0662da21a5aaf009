"""The traffic of clusters, kept in memory and continued with what is new in their logs."""

from collections.abc import Iterable

from cluster import store
from cluster.core.moves import Change
from cluster.core.replay import relived
from cluster.core.state import State
from cluster.core.traffic import Traffic
from playground.sandbox.following import Follower, Ranges

KINDS = frozenset(
    {
        "ConfigMap",
        "Deployment",
        "Endpoints",
        "EndpointSlice",
        "Namespace",
        "Node",
        "Pod",
        "ReplicaSet",
        "Secret",
        "Service",
    }
)
"""What the way of a request depends on. The other half of a log, mostly Events, is not even parsed."""


class Reader:
    """One cluster's traffic as far as its log was read."""

    def __init__(self, cluster_id: int, along: Ranges) -> None:
        self.traffic = Traffic()
        begins = along[0][0] - 1
        self.traffic.begin(store.state_at(cluster_id, begins) if begins else State("", 0))

    def read(self, rows: Iterable[store.Entry]) -> None:
        """Take in what happened."""
        for row in rows:
            if row.kind in KINDS and not self._is_unknown(row):
                state = relived(self.traffic.state, row)
                obj = state.at(row.key) or row.object
            else:
                state, obj = self.traffic.state, {}
            change = Change(*row[:5], "delete" if row.verb == "delete" else "update", row.key, obj, None)
            self.traffic.see(change, state)

    def _is_unknown(self, row: store.Entry) -> bool:
        """Of what came before the log begins, only the end may be told."""
        return row.verb == "delete" and self.traffic.state.at(row.key) is None

    def leap(self, row: store.Entry) -> None:
        """Somebody went back: all is as it was at the last row before, and counting begins anew."""
        self.traffic.pass_to(row.now, row.revision)
        self.traffic.acts.append((row.step, row.now))


KEPT = 300
"""Clusters whose traffic is kept: all that a class looks at, for every push to every page asks. What is kept besides
the state, which the store keeps anyway, is some 1 kB for each second in which something happened."""
FOLLOWER: Follower[Reader] = Follower(Reader, KEPT)
