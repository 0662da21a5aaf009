"""Sessions with the real kubectl: `scenarios/` says what is typed, `golden/` what real Kubernetes answered.

The records come from a Kubernetes 1.36 control plane with kubectl 1.32, and from kubelets that only pretended to run
containers. `judged/` holds answers of the playground to further sessions, read line by line and found to be those of
Kubernetes. `differences.yaml` names where the playground differs from them on purpose, and why.
"""

from pathlib import Path

HERE = Path(__file__).parent
SCENARIOS, GOLDEN, JUDGED, DIFFERENCES = (HERE / name for name in ("scenarios", "golden", "judged", "differences.yaml"))
