"""What people type into containers to which they are attached; it stands in the pod's notes, `simulation.typed`.

A container with `stdin: true` waits for input. With `stdinOnce` the input ends when the first client goes; without, it
never does (`pkg/apis/core/types.go`, Container). A restarted container starts with nothing typed.
"""

from typing import Any

from cluster.core.kinds import Object
from cluster.core.shell.process import Stdin

LONGEST = 100_000
"""Characters of input that are kept."""
Typed = dict[str, Any]


def typed_into(pod: Object, name: str) -> Typed:
    """`{text, closed, run, at}` of a container: since when (milliseconds) and for its how manieth run; or nothing."""
    found: Typed = (all_typed(pod) or {}).get(name) or {}
    return found


def all_typed(pod: Object) -> dict[str, Typed] | None:
    """The input of all containers."""
    found: dict[str, Typed] | None = (pod.get("simulation") or {}).get("typed")
    return found


def with_input(pod: Object, name: str, text: str, closed: bool, run: int, now: int) -> Object:
    """The pod when more has been typed into a container in its `run`, and perhaps nothing more will."""
    former = typed_into(pod, name)
    before = former.get("text", "") if former.get("run") == run else ""
    typed = {"text": (before + text)[:LONGEST], "closed": closed, "run": run, "at": now + 1}
    note = pod.get("simulation") or {}
    return {**pod, "simulation": {**note, "typed": {**(all_typed(pod) or {}), name: typed}}}


def stdin_of(pod: Object, container: Object, run: int) -> tuple[Stdin, int]:
    """The input of a container's run, and when it came (milliseconds)."""
    if not container.get("stdin"):
        return Stdin(), 0
    typed = typed_into(pod, container["name"])
    if typed.get("run") != run:
        return Stdin("", is_open=True), 0
    return Stdin(typed["text"], is_open=not typed["closed"]), typed["at"]
