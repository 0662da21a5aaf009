"""One of two texts that are compared."""

from collections import Counter
from collections.abc import Sequence

from cluster.core.gnu_diff.discarding import kept


class Side:
    """One text's lines between the identical ends; `changed` has a False at both ends, index -1 and len."""

    def __init__(self, lines: Sequence[str], others: Sequence[str]) -> None:
        self.lines = lines
        self.changed = [False] * (len(lines) + 1)
        self.kept = kept(lines, Counter(others))
        for index in set(range(len(lines))).difference(self.kept):
            self.changed[index] = True
