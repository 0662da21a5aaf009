"""What is kept in memory to be quick, up to a weight: what was not used for longest goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Name, Value]):
    """Values by name, each with its weight; threads share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Name, tuple[Value, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, name: Name) -> Value | None:
        """What is kept under a name, and used by this."""
        with self._lock:
            found = self._kept.get(name)
            if found is None:
                return None
            self._kept.move_to_end(name)
            return found[0]

    def items(self) -> list[tuple[Name, Value]]:
        """All names and values, those used last at the end; none is used by this."""
        with self._lock:
            return [(name, value) for name, (value, _) in self._kept.items()]

    def put(self, name: Name, value: Value, weight: int) -> None:
        """Keep a value, instead of another of this name; the newest stays, whatever it weighs."""
        with self._lock:
            _, replaced = self._kept.pop(name, (None, 0))
            self._kept[name] = value, weight
            self._weight += weight - replaced
            while self._weight > self.most and len(self._kept) > 1:
                self._weight -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Let go of all."""
        with self._lock:
            self._kept.clear()
            self._weight = 0
