"""The controllers' work queues as one frozen value: which key is to be looked at, by whom, and when.

A pairing heap of nested tuples keeps the earliest item at hand and leaves old values intact (heapq would have to be
copied): adding is one comparison, taking costs O(log n) on average. A map holds the valid due time per item, so that an
item moved forward simply leaves a stale entry behind, dropped when it surfaces: the root is never stale. Like
client-go's work queue, an item waits at most once, and the earlier of two due times wins
(`util/workqueue/delaying_queue.go`).
"""

from typing import NamedTuple

from immutables import Map

from cluster.core.kinds import Key

Item = tuple[int, Key]
"""(position of the controller in `controllers.CONTROLLERS`, key)."""
Entry = tuple[int, int, Key]
"""(due in milliseconds, position of the controller, key): sorts by time, then in the controllers' order."""
Tree = tuple[Entry, "Trees"]
"""(the earliest entry, trees of later ones)."""
Trees = tuple[Tree, "Trees"] | None
"""(first, rest)."""
Trail = tuple[()] | tuple[Item, "Trail"]
"""The items touched, newest first: (item, older ones)."""


def _meld(a: Tree, b: Tree) -> Tree:
    """One tree of two: the later root becomes a child of the earlier."""
    return (b[0], (a, b[1])) if b[0] < a[0] else (a[0], (b, a[1]))


def _without_root(tree: Tree) -> Tree | None:
    """The children as one tree: melded in pairs, then the pairs from the last to the first (Fredman et al., 1986)."""
    pairs, rest = [], tree[1]
    while rest is not None:
        first, rest = rest
        if rest is not None:
            second, rest = rest
            first = _meld(first, second)
        pairs.append(first)
    whole = pairs.pop() if pairs else None
    while pairs and whole is not None:
        whole = _meld(pairs.pop(), whole)
    return whole


class WorkQueue(NamedTuple):
    """A frozen queue; `items` maps each waiting item to its due time in milliseconds.

    `trail` remembers what was touched since `traced`, so that whoever stores the queue need not compare all of it; None
    (the default) remembers nothing.
    """

    items: Map[Item, int] = Map()
    heap: Tree | None = None
    trail: Trail | None = None

    def add(self, controller: int, key: Key, due: int) -> "WorkQueue":
        """This queue with the item due at `due`, or earlier if it already was."""
        item = (controller, key)
        known = self.items.get(item)
        if known is not None and known <= due:
            return self
        added: Tree = ((due, controller, key), None)
        heap = added if self.heap is None else _meld(self.heap, added)
        return WorkQueue(self.items.set(item, due), heap, self._touching(item))

    def peek(self) -> Entry | None:
        """The earliest item, or None."""
        return None if self.heap is None else self.heap[0]

    def pop(self) -> tuple[Entry, "WorkQueue"]:
        """The earliest item and the queue without it. Raises LookupError when there is none."""
        if self.heap is None:
            raise LookupError("the queue is empty")
        _, controller, key = earliest = self.heap[0]
        item = (controller, key)
        items, heap = self.items.delete(item), _without_root(self.heap)
        while heap is not None and items.get(heap[0][1:]) != heap[0][0]:
            heap = _without_root(heap)
        return earliest, WorkQueue(items, heap, self._touching(item))

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
