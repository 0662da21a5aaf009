"""Events of `events.k8s.io/v1`: the same objects as the core group's under other names.

Upstream: `pkg/apis/core/v1/conversion.go` and `pkg/apis/events/v1/conversion.go`.
"""

from cluster.core.kinds import Object

RENAMED = {
    "involvedObject": "regarding",
    "message": "note",
    "source": "deprecatedSource",
    "firstTimestamp": "deprecatedFirstTimestamp",
    "lastTimestamp": "deprecatedLastTimestamp",
    "count": "deprecatedCount",
    "reportingComponent": "reportingController",
}
STORED = {new: old for old, new in RENAMED.items()}


def served(event: Object) -> Object:
    """A stored Event as `events.k8s.io/v1` serves it."""
    renamed = {RENAMED.get(name, name): value for name, value in event.items()}
    return {"eventTime": None, **renamed, "apiVersion": "events.k8s.io/v1"}


def accepted(event: Object) -> Object:
    """What a client sends of `events.k8s.io/v1`, as it is stored."""
    renamed = {STORED.get(name, name): value for name, value in event.items()}
    renamed.setdefault("involvedObject", {})
    return {**renamed, "apiVersion": "v1"}
