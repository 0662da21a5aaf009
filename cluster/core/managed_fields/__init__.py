"""Who owns which field of an object (`metadata.managedFields`), and server-side apply.

    update(live, new, manager, operation, api_version, subresource, now)   any other write: the writer owns what changed
    apply(live, config, manager, force, now)                               server-side apply, or ApplyConflict
    complete(obj)                                                          the object as it is shown
    unless_only_times_changed(live, new)                                   a write that changed nothing

Only what people's clients write is stored; the entries of the control plane are derived when somebody looks
(`derived` says how and why).
"""

from cluster.core.managed_fields.applying import apply, unless_only_times_changed
from cluster.core.managed_fields.conflicts import ApplyConflict
from cluster.core.managed_fields.derived import complete
from cluster.core.managed_fields.updating import update

__all__ = ["ApplyConflict", "apply", "complete", "unless_only_times_changed", "update"]
