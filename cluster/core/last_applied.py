"""The annotation in which `kubectl apply` remembers the manifest that was applied last.

Upstream: `staging/src/k8s.io/kubectl/pkg/util/apply.go` (GetModifiedConfiguration) and, for server-side apply,
`apimachinery/pkg/util/managedfields/internal/lastappliedupdater.go`.
"""

import json
from typing import Any

from cluster.core.kinds import Object

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def text_of(manifest: Object, *, by_server: bool = False) -> str:
    """The manifest as the annotation holds it: one line of sorted JSON as Go writes it, without the annotation itself.

    `annotations: {}` stands there even when the manifest has none, if kubectl writes it; the server leaves that out.
    """
    metadata = manifest.get("metadata") or {}
    annotations = {name: value for name, value in (metadata.get("annotations") or {}).items() if name != LAST_APPLIED}
    recorded = {**manifest, "metadata": {**metadata, "annotations": annotations}}
    if by_server and metadata.get("annotations") is None:
        del recorded["metadata"]["annotations"]
    text = json.dumps(recorded, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n"


def remember(obj: Object, manifest: Object, *, by_server: bool = False) -> Object:
    """The object with the manifest in its annotation."""
    metadata = obj.get("metadata") or {}
    annotations = {**(metadata.get("annotations") or {}), LAST_APPLIED: text_of(manifest, by_server=by_server)}
    return {**obj, "metadata": {**metadata, "annotations": annotations}}


def remembered(live: Object) -> Object | None:
    """What was applied last, or None when nothing was, or nothing that can be read."""
    text: Any = (live["metadata"].get("annotations") or {}).get(LAST_APPLIED)
    try:
        recorded = json.loads(text) if text else None
    except (TypeError, ValueError):
        return None
    return recorded if isinstance(recorded, dict) else None
