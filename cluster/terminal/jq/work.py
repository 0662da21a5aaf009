"""How much a filter may do."""

import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cluster.terminal.jq.tokens import JqError

MOST_STEPS = 3_000_000


class Work(threading.local):
    """Steps that are left to the filter that this thread carries out."""

    left = 0
    variables: Mapping[str, Any] = MappingProxyType({})
    """Of `--arg`."""

    def begin(self, variables: Mapping[str, Any] = MappingProxyType({})) -> None:
        """A new filter."""
        self.variables = variables
        self.left = MOST_STEPS

    def step(self) -> None:
        """One more. Raises JqError when it was the last."""
        self.left -= 1
        if self.left < 0:
            raise JqError("too much work")


WORK = Work()
