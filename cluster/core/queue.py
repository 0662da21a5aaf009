"""The controllers' work queues as one frozen value: which key is to be looked at, by whom, and when.

A leftist heap of nested tuples keeps the earliest item at hand; adding and taking cost O(log n) and leave the old value
intact (heapq would have to be copied). A map holds the valid due time per item, so that an item moved forward simply
leaves a stale entry behind, dropped when it surfaces. Like client-go's work queue, an item waits at most once, and the
earlier of two due times wins (`util/workqueue/delaying_queue.go`).
"""

from typing import NamedTuple

from immutables import Map

from cluster.core.kinds import Key

Item = tuple[int, Key]
"""(position of the controller in `controllers.CONTROLLERS`, key)."""
Entry = tuple[int, int, Key]
"""(due in milliseconds, position of the controller, key): sorts by time, then in the controllers' order."""
Heap = tuple[int, Entry, "Heap", "Heap"] | None
"""(rank, entry, left, right)."""
Trail = tuple[()] | tuple[Item, "Trail"]
"""The items touched, newest first: (item, older ones)."""


def _merge(a: Heap, b: Heap) -> Heap:
    if a is None:
        return b
    if b is None:
        return a
    if b[1] < a[1]:
        a, b = b, a
    left, right = a[2], _merge(a[3], b)
    left_rank = left[0] if left else 0
    right_rank = right[0] if right else 0
    if left_rank < right_rank:
        left, right, right_rank = right, left, left_rank
    return right_rank + 1, a[1], left, right


class WorkQueue(NamedTuple):
    """A frozen queue; `items` maps each waiting item to its due time in milliseconds.

    `trail` remembers what was touched since `traced`, so that whoever stores the queue need not compare all of it; None
    (the default) remembers nothing.
    """

    items: Map[Item, int] = Map()
    heap: Heap = None
    trail: Trail | None = None

    def add(self, controller: int, key: Key, due: int) -> "WorkQueue":
        """This queue with the item due at `due`, or earlier if it already was."""
        item = (controller, key)
        known = self.items.get(item)
        if known is not None and known <= due:
            return self
        heap = _merge(self.heap, (1, (due, controller, key), None, None))
        return WorkQueue(self.items.set(item, due), heap, self._touching(item))

    def peek(self) -> Entry | None:
        """The earliest item, or None."""
        heap = self.heap
        while heap is not None:
            due, controller, key = heap[1]
            if self.items.get((controller, key)) == due:
                return heap[1]
            heap = _merge(heap[2], heap[3])
        return None

    def pop(self) -> tuple[Entry, "WorkQueue"]:
        """The earliest item and the queue without it. Raises LookupError when there is none."""
        items, heap = self.items, self.heap
        while heap is not None:
            due, controller, key = entry = heap[1]
            heap = _merge(heap[2], heap[3])
            item = (controller, key)
            if items.get(item) == due:
                return entry, WorkQueue(items.delete(item), heap, self._touching(item))
        raise LookupError("the queue is empty")

    def traced(self) -> "WorkQueue":
        """This queue, remembering from here on which items are touched."""
        return self._replace(trail=())

    def touched(self) -> set[Item]:
        """The items added, moved or taken since `traced`."""
        found, trail = set(), self.trail
        while trail:
            found.add(trail[0])
            trail = trail[1]
        return found

    def _touching(self, item: Item) -> Trail | None:
        return None if self.trail is None else (item, self.trail)

    def dump(self) -> list[Entry]:
        """All waiting items in order, as plain data for storage."""
        return sorted((due, controller, key) for (controller, key), due in self.items.items())

    @staticmethod
    def load(entries: list[Entry]) -> "WorkQueue":
        """The queue that `dump` wrote."""
        queue = WorkQueue()
        for due, controller, key in entries:
            queue = queue.add(controller, (key[0], key[1], key[2]), due)
        return queue
