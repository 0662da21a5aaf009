"""Every write but server-side apply: whoever changes a field owns it from then on.

Upstream: `apimachinery/pkg/util/managedfields/internal` (fieldmanager.go, managedfieldsupdater.go, structuredmerge.go,
skipnonapplied.go) and `sigs.k8s.io/structured-merge-diff/merge/update.go` (Update).
"""

from cluster.core import times
from cluster.core.kinds import Object
from cluster.core.managed_fields import entries, scope
from cluster.core.managed_fields.derived import tracked
from cluster.core.managed_fields.entries import Managed, Owned
from cluster.core.managed_fields.fields import compare
from cluster.core.managed_fields.judging import is_list_of_managers
from cluster.core.managed_fields.sets import Set, ordered, union
from cluster.core.managed_fields.types import type_of


def update(  # noqa: PLR0913, PLR0917 - one argument for each thing that a request says
    live: Object | None, new: Object, manager: str, operation: str, api_version: str, subresource: str, now: int
) -> Object:
    """The new object with its `metadata.managedFields` as the write of `manager` leaves them.

    `live` is None for a creation; both are as they are stored, defaults included, and `new` is as the client wants it,
    before anything is allocated for it. `operation` is `Update`; `subresource` is empty, `status` or `scale`; `now` is
    in milliseconds. Times stay when nothing changed. `[]` or `[{}]` in the new object forgets everybody; a list that
    makes no sense is ignored for the live one.
    """
    managed = _believed(live, new, subresource)
    bare = entries.without_entries(new)
    if not managed and live is not None:
        return entries.with_entries(bare, {})
    before = entries.without_entries(live) if live is not None else {}
    found = compare(before, bare, type_of(new["apiVersion"], new["kind"]))
    removed, modified, added = (scope.filtered(part, new["kind"], subresource) for part in found)
    written = union(modified, added)
    managed = entries.taken(managed, written, removed)
    who = entries.manager_of(manager, operation, api_version, subresource)
    return entries.with_entries(bare, entries.capped(_credited(managed, who, api_version, scope.owned(written), now)))


def _believed(live: Object | None, new: Object, subresource: str) -> Managed:
    """The managers before the write: as the client sent them, or else as they were (decodeLiveOrNew)."""
    sent = new["metadata"].get("managedFields")
    if sent is not None and not subresource:
        if entries.is_reset(sent):
            return {}
        known = live["metadata"].get("managedFields") if live is not None else None
        if sent and (sent == known or is_list_of_managers(sent)):
            return entries.decode(sent)
    return tracked(live) if live is not None else {}


def _credited(managed: Managed, who: entries.Manager, api_version: str, written: Set, now: int) -> Managed:
    if not written:
        return managed
    before = managed.get(who)
    fields = union(written, before.fields) if before is not None else written
    return {**managed, who: Owned(ordered(fields), api_version, times.to_text(now))}
