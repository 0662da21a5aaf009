"""A cluster as it was read: its state together with what a commit compares and keeps."""

import time
from typing import NamedTuple

from cluster.core.clock import Clock
from cluster.core.state import State


class Held(NamedTuple):
    """`stamp` is the commit that made it so; those after `state` are bookkeeping columns of `Cluster`."""

    id: int
    stamp: int
    clock: Clock
    state: State
    holder: int = 0
    compacted: int = 0
    snapshot_at: int = 0
    queued: int = 0


class Lost(Exception):
    """Someone else committed first: load and think again."""


def wall_now() -> int:
    """The real moment, in milliseconds since the Unix epoch."""
    return time.time_ns() // 1_000_000
