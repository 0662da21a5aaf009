"""Values that a pod hands to its containers by path: `k8s.io/kubectl/pkg/util/fieldpath/fieldpath.go`."""

from collections.abc import Callable

from cluster.core.describe.parts import NOTHING, meta
from cluster.core.kinds import Object

PLAIN = ("metadata.name", "metadata.namespace", "metadata.uid")
MAPS = ("metadata.annotations", "metadata.labels")


def resolver(pod: Object) -> Callable[[str], str]:
    """From a fieldPath to its text; empty for those that only the kubelet resolves, such as `status.podIP`."""

    def resolve(path: str) -> str:
        field = path.removeprefix("metadata.")
        if path in PLAIN:
            return meta(pod).get(field) or ""
        if path in MAPS:
            return "\n".join(f'{key}="{value}"' for key, value in sorted((meta(pod).get(field) or NOTHING).items()))
        name, bracket, key = path.removesuffix("']").partition("['")
        if bracket and name in MAPS:
            return (meta(pod).get(name.removeprefix("metadata.")) or NOTHING).get(key) or ""
        return ""

    return resolve
