"""Lines with their moments, and the choice that `kubectl logs` makes among them."""

from collections import deque
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import takewhile

from cluster.core import times
from cluster.core.kinds import Object
from cluster.core.logs import access, output
from cluster.core.logs.applications import Line
from cluster.core.logs.runs import container_of, run_of
from cluster.core.state import State


def lines(state: State, pod: Object, name: str, previous: bool, now: int, shift: int = 0) -> Iterator[Line]:
    """What a container has written by `now` (milliseconds), in order; `shift` seconds are added to times in texts."""
    run, container = run_of(pod, name, previous), container_of(pod, name)
    if run is None or container is None:
        return iter(())
    end = now if run.ended is None else min(run.ended, now)
    own = output.of_command(state, pod, container, run, end, shift)
    probes = access.probes(state, pod, container, run, end, shift)
    return takewhile(lambda line: line.at <= end, merge(own, probes, key=lambda line: line.at))


def shown(
    found: Iterable[Line],
    *,
    since: int | None = None,
    tail: int | None = None,
    limit: int | None = None,
    timestamps: bool = False,
    shift: int = 0,
) -> Iterator[str]:
    """The lines from a moment on (milliseconds), the last `tail` of them, at most `limit` bytes, each with its end."""
    kept = (line for line in found if since is None or line.at >= since)
    chosen: Iterable[Line] = kept if tail is None else deque(kept, maxlen=tail)
    left = limit
    for line in chosen:
        text = f"{stamp(line.at, shift)} {line.text}\n" if timestamps else f"{line.text}\n"
        if left is None:
            yield text
            continue
        data = text.encode()[:left]
        left -= len(data)
        yield data.decode(errors="ignore")
        if left <= 0:
            return


def stamp(at: int, shift: int) -> str:
    """A moment as the container runtime notes it: `2026-01-01T00:00:01.500000000Z`."""
    return f"{times.to_micro_text(at + shift * times.SECOND)[:-1]}000Z"
