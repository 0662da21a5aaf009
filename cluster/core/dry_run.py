"""A manifest applied to a copy: what each document would lead to, and how the objects would differ.

Upstream: `kubectl apply --dry-run=server`, `kubectl/pkg/cmd/diff/diff.go`.
"""

import difflib
from typing import Any, NamedTuple

from cluster.core import engine, manifests
from cluster.core.acts import objects
from cluster.core.errors import ApiError
from cluster.core.kinds import KINDS, Key, Object, public
from cluster.core.last_applied import LAST_APPLIED
from cluster.core.moves import Change
from cluster.core.state import State

CONTEXT = 3
"""Lines around a difference, as diff -u shows them."""


class Outcome(NamedTuple):
    """What one document would lead to: `verdict` in kubectl's words, or a `refusal`; the object before and after."""

    title: str
    verdict: str
    refusal: str
    key: Key | None
    before: Object | None
    after: Object | None

    @property
    def text(self) -> str:
        """As kubectl answers: `deployment.apps/web configured`."""
        return self.refusal or f"{self.title} {self.verdict}"


class DryRun(NamedTuple):
    """The state as it would be right after the manifest is applied, before any controller looks."""

    state: State
    outcomes: list[Outcome]
    changes: list[Change]


def dry_run(state: State, text: str, namespace: str = "default") -> DryRun:
    """Apply each document of a text in turn, Namespaces first; a refusal stops no other.

    Raises BadRequest when the text cannot be read.
    """
    found = DryRun(state, [], [])
    for obj in sorted(manifests.read(text), key=lambda obj: obj["kind"] != "Namespace"):
        found = _applied(found, obj, namespace)
    return found


def _applied(found: DryRun, obj: Object, namespace: str) -> DryRun:
    state, outcomes, changes = found
    try:
        applied = objects.apply(state, obj, namespace)
        after, made = engine.commit(state, applied.moves, "you")
    except ApiError as refusal:
        outcome = Outcome(_named(obj), "", refusal.message, None, None, None)
        return found._replace(outcomes=[*outcomes, outcome])
    key = applied.key
    outcome = Outcome(objects.title(key), applied.verdict, "", key, state.at(key), after.at(key))
    return DryRun(after, [*outcomes, outcome], [*changes, *made])


def _named(obj: Object) -> str:
    metadata = obj.get("metadata")
    name = metadata.get("name", "") if isinstance(metadata, dict) else ""
    return f"{obj['kind']} {name}".rstrip()


def file_name(key: Key) -> str:
    """The name under which `kubectl diff` shows an object: `apps.v1.Deployment.default.web`."""
    kind = KINDS[key[0]]
    return ".".join(part for part in (kind.group, kind.version, *key) if part)


def difference(outcome: Outcome) -> list[str]:
    """The lines of `diff -u` between an object as it is and as it would be; none when nothing would change."""
    if outcome.after is None or outcome.verdict == "unchanged":
        return []
    before, after = _comparable(outcome)
    old, new = (manifests.dump_sorted(obj).splitlines() if obj else [] for obj in (before, after))
    return list(difflib.unified_diff(old, new, lineterm="", n=CONTEXT))[2:]


def _comparable(outcome: Outcome) -> tuple[Object | None, Object]:
    """Both sides as kubectl compares them: a dry run leaves resourceVersion and its own note of the manifest alone."""
    before = _shown(outcome.before) if outcome.before else None
    after = _shown(outcome.after or {})
    metadata = {**after["metadata"]}
    kept = before["metadata"] if before else {}
    metadata = _like(metadata, kept, "resourceVersion")
    notes = _like(metadata.get("annotations") or {}, kept.get("annotations") or {}, LAST_APPLIED)
    metadata.pop("annotations", None)
    if notes:
        metadata["annotations"] = notes
    return _masked(before, {**after, "metadata": metadata})


def _like(fields: dict[str, Any], other: dict[str, Any], name: str) -> dict[str, Any]:
    """The fields with one of them as it is on the other side."""
    rest = {key: value for key, value in fields.items() if key != name}
    return {**rest, name: other[name]} if name in other else rest


def _shown(obj: Object) -> Object:
    metadata = {name: value for name, value in obj["metadata"].items() if name != "managedFields"}
    return {**public(obj), "metadata": metadata}


def _masked(before: Object | None, after: Object) -> tuple[Object | None, Object]:
    """Values of Secrets hidden, with a mark where they differ."""
    if after["kind"] != "Secret":
        return before, after
    one, other = dict((before or {}).get("data") or {}), dict(after.get("data") or {})
    for name in {*one, *other}:
        differs = name in one and name in other and one[name] != other[name]
        if name in one:
            one[name] = "*** (before)" if differs else "***"
        if name in other:
            other[name] = "*** (after)" if differs else "***"
    return ({**before, "data": one} if before else None), {**after, "data": other}
