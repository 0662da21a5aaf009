"""A pod template: `describe.go`, `DescribePodTemplate`."""

from cluster.core.describe.containers import write_containers
from cluster.core.describe.parts import NOTHING, meta, write_annotations, write_labels, write_tolerations
from cluster.core.describe.volumes import write_volumes
from cluster.core.describe.writer import Writer
from cluster.core.kinds import Object
from cluster.core.labels_text import format_label_selector

INDENT = "  "


def write_pod_template(w: Writer, template: Object) -> None:
    """`Pod Template:` and what it holds, as in the descriptions of Deployments and ReplicaSets."""
    w.line(0, "Pod Template:")
    spec = template.get("spec") or NOTHING
    write_labels(w, f"{INDENT}Labels", meta(template).get("labels"))
    if meta(template).get("annotations"):
        write_annotations(w, f"{INDENT}Annotations", meta(template)["annotations"])
    if spec.get("serviceAccountName"):
        w.line(1, f"Service Account:\t{spec['serviceAccountName']}")
    if spec.get("initContainers"):
        write_containers(w, "Init Containers", spec["initContainers"], [], _unresolved, INDENT)
    write_containers(w, "Containers", spec.get("containers") or [], [], _unresolved, INDENT)
    write_volumes(w, spec.get("volumes") or [], INDENT)
    write_topology_spread(w, spec.get("topologySpreadConstraints") or [], INDENT)
    if spec.get("priorityClassName"):
        w.line(1, f"Priority Class Name:\t{spec['priorityClassName']}")
    write_labels(w, f"{INDENT}Node-Selectors", spec.get("nodeSelector"))
    write_tolerations(w, f"{INDENT}Tolerations", spec.get("tolerations"))


def _unresolved(_field_path: str) -> str:
    return ""


def write_topology_spread(w: Writer, constraints: list[Object], indent: str = "") -> None:
    """`Topology Spread Constraints:`, sorted by key; nothing for none."""
    lines = []
    for constraint in sorted(constraints, key=lambda c: c.get("topologyKey") or ""):
        key, mode, skew = (constraint.get(field) for field in ("topologyKey", "whenUnsatisfiable", "maxSkew"))
        line = f"{key}:{mode} when max skew {skew} is exceeded"
        if constraint.get("labelSelector") is not None:
            line += f" for selector {format_label_selector(constraint['labelSelector'])}"
        lines.append(line + "\n")
    if lines:
        w.write(0, f"{indent}Topology Spread Constraints:\t" + f"{indent}\t".join(lines))


def pod_template_text(template: Object) -> str:
    """The template as `kubectl rollout history --revision` prints it: with tabs, not aligned (`printTemplate`)."""
    w = Writer()
    write_pod_template(w, template)
    return w.raw()
