"""Server-side apply: a manager says what it wants of an object, and owns exactly that.

Upstream: `sigs.k8s.io/structured-merge-diff/merge/update.go` (Apply, prune) and, around it,
`apimachinery/pkg/util/managedfields/internal` (fieldmanager.go, lastappliedmanager.go, lastappliedupdater.go).
"""

from typing import Any, NamedTuple

from cluster.core import last_applied, times
from cluster.core.errors import BadRequest
from cluster.core.kinds import Object
from cluster.core.managed_fields import entries, scope
from cluster.core.managed_fields.conflicts import ApplyConflict, Conflicts
from cluster.core.managed_fields.derived import tracked
from cluster.core.managed_fields.entries import APPLY, UPDATE, Managed, Owned
from cluster.core.managed_fields.fields import Comparison, compare, field_set
from cluster.core.managed_fields.judging import judge
from cluster.core.managed_fields.merging import merge, remove, with_named, without_nothing
from cluster.core.managed_fields.sets import Set, difference, intersection, ordered, union
from cluster.core.managed_fields.types import Type, type_of
from cluster.core.patch.faults import bears_depth

KUBECTL = "kubectl"
"""The manager that takes over, without conflict, what `kubectl apply` owned by its annotation."""
BEFORE = "before-first-apply"


class _Wish(NamedTuple):
    """What is applied, by whom; `type` is the configuration's."""

    config: Object
    who: entries.Manager
    subresource: str
    type: Type

    def filtered(self, fields: Set) -> Set:
        return scope.filtered(fields, self.config["kind"], self.subresource)


@bears_depth
def apply(  # noqa: PLR0913, PLR0917 - one argument for each thing that a request says
    live: Object | None,
    config: Object,
    manager: str,
    force: bool,
    now: int,
    api_version: str = "",
    kind: str = "",
    subresource: str = "",
) -> Object:
    """The live object (None: there is none) with the configuration applied and `metadata.managedFields` kept.

    The result is not yet decoded, defaulted or judged; `now` is in milliseconds. `api_version` and `kind` are what the
    resource serves, if that is to be checked. Raises ApplyConflict (unless `force`), BadRequest, or MalformedPatch for
    unknown fields and items that come twice.
    """
    _judge_head(config, api_version or config["apiVersion"], kind or config["kind"])
    judge(config)
    who = entries.manager_of(manager, APPLY, config["apiVersion"], subresource)
    wish = _Wish(config, who, subresource, type_of(config["apiVersion"], config["kind"]))
    managed = _known(live, wish)
    bare = entries.without_entries(live) if live is not None else {}
    try:
        merged, owners = _apply(bare, wish, managed, force=force)
    except ApplyConflict as fault:
        if manager != KUBECTL or live is None:
            raise
        _judge_against_annotation(fault, bare, wish)
        merged, owners = _apply(bare, wish, managed, force=True)
    if merged != bare:
        owners = {**owners, who: owners[who]._replace(time=times.to_text(now))} if who in owners else owners
    if manager == KUBECTL and _has_annotation(merged):
        merged = last_applied.remember(merged, config, by_server=True)
    return entries.with_entries({**merged, "metadata": merged.get("metadata") or {}}, owners)


def _judge_head(config: Object, api_version: str, kind: str) -> None:
    if (config["apiVersion"], config["kind"]) != (api_version, kind):
        gvk = config["apiVersion"] if "/" in config["apiVersion"] else f"/{config['apiVersion']}"
        raise BadRequest(f"invalid object type: {gvk}, Kind={config['kind']}")
    if (config.get("metadata") or {}).get("managedFields") is not None:
        raise BadRequest("metadata.managedFields must be nil")


def _known(live: Object | None, wish: _Wish) -> Managed:
    """The managers so far; if nobody was tracked, `before-first-apply` owns everything (skipnonapplied.go)."""
    if live is None:
        return {}
    managed = tracked(live)
    if managed:
        return managed
    fields = wish.filtered(scope.owned(compare({}, entries.without_entries(live), wish.type).written))
    version = wish.config["apiVersion"]
    who = entries.manager_of(BEFORE, UPDATE, version, wish.subresource)
    return {who: Owned(ordered(fields), version, None)} if fields else {}


def _apply(live: Object, wish: _Wish, managed: Managed, *, force: bool) -> tuple[Object, Managed]:
    """The merged object and its managers; the applier's time stays what it was. Raises ApplyConflict."""
    last = managed.get(wish.who)
    fields = wish.filtered(field_set(wish.config, wish.type))
    merged = merge(live, wish.config, wish.type)
    version = wish.config["apiVersion"]
    managed = {**managed, wish.who: Owned(ordered(fields), version, last.time if last is not None else None)}
    if last is not None and last.fields:
        merged = _pruned(merged, last.fields, managed, wish.type)
    merged = without_nothing(merged)
    found = Comparison(*map(wish.filtered, compare(live, merged, wish.type)))
    others = {who: intersection(owned.fields, found.written) for who, owned in managed.items() if who != wish.who}
    conflicts = {who: lost for who, lost in others.items() if lost}
    if conflicts and not force:
        raise ApplyConflict(conflicts)
    managed = entries.taken(managed, found.written, found.removed, except_for=wish.who)
    mine = scope.owned(managed[wish.who].fields) if wish.who in managed else {}
    rest = {who: owned for who, owned in managed.items() if who != wish.who}
    return merged, {**rest, wish.who: managed[wish.who]._replace(fields=mine)} if mine else rest


def _pruned(merged: Any, last: Set, managed: Managed, kind: Type) -> Any:
    """Without what the applier wanted last time and no longer does, unless someone else owns it (prune)."""
    before = with_named(last, kind)
    pruned = remove(merged, before, kind)
    claimed: Set = {}
    for owned in managed.values():
        claimed = union(claimed, with_named(owned.fields, kind))
    all_fields = with_named(field_set(merged, kind), kind)
    left = union(with_named(field_set(pruned, kind), kind), claimed)
    pruned = remove(merged, difference(all_fields, left), kind)
    gone = difference(all_fields, with_named(field_set(pruned, kind), kind))
    return remove(merged, intersection(gone, before), kind)


def _judge_against_annotation(fault: ApplyConflict, live: Object, wish: _Wish) -> None:
    """Conflicts are allowed where the live object still is what `kubectl apply` made it. Raises the others."""
    recorded = last_applied.remembered(live)
    if recorded is None or recorded.get("apiVersion") != wish.config["apiVersion"]:
        raise fault
    found = compare(recorded, live, wish.type)
    allowed = field_set(recorded, wish.type)
    for part in found:
        allowed = difference(allowed, part)
    left: Conflicts = {who: difference(fields, allowed) for who, fields in fault.conflicts.items()}
    left = {who: fields for who, fields in left.items() if fields}
    if left:
        raise ApplyConflict(left)


def _has_annotation(obj: Object) -> bool:
    return bool(((obj.get("metadata") or {}).get("annotations") or {}).get(last_applied.LAST_APPLIED))


def unless_only_times_changed(live: Object, new: Object) -> Object:
    """The live object when the new one differs from it in nothing but the times of managedFields, else the new one.

    Upstream: `apiserver/pkg/endpoints/handlers/fieldmanager/equality.go` (IgnoreManagedFieldsTimestampsTransformer).
    """
    if entries.without_entries(live) != entries.without_entries(new):
        return new
    before, after = (obj["metadata"].get("managedFields") or [] for obj in (live, new))
    return live if list(map(_timeless, before)) == list(map(_timeless, after)) else new


def _timeless(entry: entries.Entry) -> entries.Entry:
    return {name: value for name, value in entry.items() if name != "time"}
