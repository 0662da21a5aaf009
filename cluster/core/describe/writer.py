"""Where a description is written: indented lines whose tabs are aligned at the end.

Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, `prefixWriter` and `tabbedString`.
"""

from cluster.core.tabwriter import align

NONE = "<none>"
UNSET = "<unset>"


class Writer:
    """Collects text; two spaces a level. Cells are separated by tabs."""

    def __init__(self) -> None:
        self._blocks: list[list[str]] = [[]]

    def write(self, level: int, text: str) -> None:
        """Add `text` as it is; terminal control characters are made visible (`printers.WriteEscaped`)."""
        self._blocks[-1].append("  " * level + text.replace("\x1b", "^[").replace("\r", "\\r"))

    def line(self, level: int, text: str) -> None:
        """Add one line."""
        self.write(level, text + "\n")

    def flush(self) -> None:
        """End all columns: what follows is aligned on its own."""
        self._blocks.append([])

    def raw(self) -> str:
        """The text with its tabs, as `kubectl rollout history --revision` prints it."""
        return "".join("".join(block) for block in self._blocks)

    def aligned(self) -> str:
        """The text in columns, two spaces apart."""
        return "".join(align("".join(block)) for block in self._blocks)
