"""What is said when an applied configuration would change what others own.

Upstream: `apimachinery/pkg/util/managedfields/internal/conflict.go`, `api/errors/errors.go` (NewApplyConflict).
"""

from cluster.core.errors import ApiError
from cluster.core.managed_fields.entries import Manager
from cluster.core.managed_fields.sets import Path, Set, path_text, paths

Conflicts = dict[Manager, Set]


class ApplyConflict(ApiError):
    """409: fields of other managers would change; `force` takes them."""

    code, reason = 409, "Conflict"

    def __init__(self, conflicts: Conflicts) -> None:
        told = [(who, path) for who in sorted(conflicts) for path in paths(conflicts[who])]
        causes = [_cause(who, path) for who, path in told]
        super().__init__(_message(told), {"causes": causes} if causes else {})
        self.conflicts = conflicts


def _cause(who: Manager, path: Path) -> dict[str, str]:
    return {"reason": "FieldManagerConflict", "message": f"conflict with {who}", "field": path_text(path)}


def _message(told: list[tuple[Manager, Path]]) -> str:
    if len(told) == 1:
        who, path = told[0]
        return f"Apply failed with 1 conflict: conflict with {who}: {path_text(path)}"
    lines: list[str] = []
    for who in dict.fromkeys(who for who, _ in told):
        lines.append(f"conflicts with {who}:")
        lines += [f"- {path_text(path)}" for other, path in told if other == who]
    return f"Apply failed with {len(told)} conflicts: " + "\n".join(lines)
