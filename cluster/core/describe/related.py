"""What a description shows besides the object itself."""

from dataclasses import dataclass

from cluster.core.kinds import Object


@dataclass(frozen=True, slots=True)
class Related:
    """The objects that kubectl would fetch; `now` in milliseconds, for ages.

    events: those of the object (None: leave the section out, as with `--show-events=false`);
    replica_sets: those a Deployment controls; pods: those a ReplicaSet's selector matches, or all of a node that are
    not finished; endpoint_slices: those of a Service; lease: a node's; resource_quotas, limit_ranges: a Namespace's;
    secrets: those in the namespace of a ServiceAccount.
    """

    now: int
    events: list[Object] | None = None
    replica_sets: tuple[Object, ...] = ()
    pods: tuple[Object, ...] = ()
    endpoint_slices: tuple[Object, ...] = ()
    lease: Object | None = None
    resource_quotas: tuple[Object, ...] = ()
    limit_ranges: tuple[Object, ...] = ()
    secrets: tuple[Object, ...] = ()
