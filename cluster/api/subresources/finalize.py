"""`namespaces/finalize`: the only way to change `spec.finalizers` of a namespace.

Upstream: `pkg/registry/core/namespace/storage/storage.go` (FinalizeREST), `strategy.go` (namespaceFinalizeStrategy).
"""

from functools import partial

from cluster.api.verbs.update import update

HANDLERS = {"update": partial(update, subresource="finalize")}
