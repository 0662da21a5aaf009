"""The three kinds of patch that the API takes, and the strategic merge patches that kubectl makes.

    json_patch(obj, operations)                              RFC 6902
    merge_patch(obj, patch)                                  RFC 7386
    strategic_merge_patch(obj, patch, api_version, kind)     lists merged by the keys that the schema names
    create_two_way(original, modified, ...)                  what turns the one into the other
    create_three_way(original, modified, current, ...)       the same, keeping what others changed: `kubectl apply`

All leave their arguments alone; results share what did not change. Server-side apply is `managed_fields`.
"""

from cluster.core.patch.creating import create_three_way, create_two_way
from cluster.core.patch.faults import MalformedPatch
from cluster.core.patch.merging import merge_patch
from cluster.core.patch.operations import json_patch
from cluster.core.patch.strategic import strategic_merge_patch

__all__ = [
    "MalformedPatch",
    "create_three_way",
    "create_two_way",
    "json_patch",
    "merge_patch",
    "strategic_merge_patch",
]
