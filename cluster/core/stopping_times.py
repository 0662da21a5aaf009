"""When a container that is told to stop has stopped: preStop hook, SIGTERM, grace, SIGKILL, all in milliseconds.

Upstream: `pkg/kubelet/kuberuntime/kuberuntime_container.go` (killContainer): the hook's time counts against the grace,
but SIGTERM always leaves at least 2 seconds.
"""

from typing import Any, NamedTuple

from cluster.core import times
from cluster.core.images import Behaviour, shell
from cluster.core.kinds import Object

REACTION_MS = 200
"""From a deletionTimestamp in storage to the kubelet's first act."""
MINIMUM_GRACE_MS = 2000
KILLED = 137
DEFAULT_GRACE = 30


class Stop(NamedTuple):
    """`begun`: the hook starts; `term`: SIGTERM; `end`: it has stopped, with exit code `code`."""

    begun: int
    term: int
    end: int
    code: int


def of(program: Behaviour, container: dict[str, Any], begun: int, grace: int) -> Stop:
    """How a container stops that is told so at `begun` with `grace` milliseconds.

    Grace 30 s, hook `sleep 5`, program needs 1 s: SIGTERM after 5 s, stopped after 6 s. Grace 3 s: SIGTERM after 3 s,
    stopped after 4 s. A program that ignores SIGTERM is killed after 30 s, or 5 s.
    """
    hook = min(hook_ms(container), grace)
    left = max(grace - hook, MINIMUM_GRACE_MS)
    term = begun + hook
    if program.stop_ms is None or program.stop_ms > left:
        return Stop(begun, term, term + left, KILLED)
    return Stop(begun, term, term + program.stop_ms, program.stop_code)


def hook_ms(container: dict[str, Any]) -> int:
    """How long the preStop hook takes; one that never ends takes a day."""
    hook = (container.get("lifecycle") or {}).get("preStop")
    if not hook:
        return 0
    if "sleep" in hook:
        return int(hook["sleep"].get("seconds") or 0) * times.SECOND
    if "exec" in hook:
        run = shell.run(tuple(hook["exec"].get("command") or ()))
        return 24 * times.HOUR if run.exits_ms is None and run.program_ms is None else run.exits_ms or 0
    return 0


def grace_of(pod: Object) -> int:
    """The grace of a pod's containers in milliseconds: what the deletion granted, else what the spec says."""
    granted = pod["metadata"].get("deletionGracePeriodSeconds")
    if granted is None:
        granted = pod["spec"].get("terminationGracePeriodSeconds", DEFAULT_GRACE)
    return int(granted) * times.SECOND


def kill_at(pod: Object) -> int | None:
    """When the kubelet begins to stop a deleted pod; None: it is not deleted.

    deletionTimestamp minus the grace is the moment of the deletion, cut to whole seconds; its milliseconds stand in the
    private note `deleted`.
    """
    deletion = pod["metadata"].get("deletionTimestamp")
    if not deletion:
        return None
    begun = (pod.get("simulation") or {}).get("deleted")
    return int(times.to_ms(deletion) - grace_of(pod) if begun is None else begun) + REACTION_MS


def of_pod(pod: Object, container: dict[str, Any], program: Behaviour) -> Stop | None:
    """How a container of a deleted pod stops; None: the pod is not deleted. Sidecars go last, see the kubelet."""
    begun = kill_at(pod)
    return None if begun is None else of(program, container, begun, grace_of(pod))
