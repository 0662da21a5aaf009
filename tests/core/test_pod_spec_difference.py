"""What an API server prints after "pod updates may not change fields": a diff of its own form of the pod spec."""

import json

import pytest

from cluster.core.go_structs.internal import difference, json_text
from tests.conformance import GOLDEN

STEPS = json.loads((GOLDEN / "chain-of-controllers.json").read_text())["steps"]
POD = next(
    pod
    for step in STEPS
    for pod in step.get("capture", {}).get("pods", ())
    if pod["metadata"]["name"] == "db"
)  # fmt: skip
CHANGES = {
    "a switch of the host": (
        {"hostNetwork": True},
        ['@@ -142,7 +142,7 @@', '-  "HostNetwork": false,', '+  "HostNetwork": true,'],
    ),
    "a selector": (
        {"nodeSelector": {"disk": "ssd"}},
        ['@@ -137,7 +137,9 @@', '- "NodeSelector": null,', '+ "NodeSelector": {', '+  "disk": "ssd"', "+ },"],
    ),
    "what Go escapes": ({"hostname": "<&>"}, ['- "Hostname": "",', '+ "Hostname": "\\u003c\\u0026\\u003e",']),
}  # fmt: skip


def test_it_is_the_recorded_difference():
    [said] = [step["stderr"] for step in STEPS if "elsewhere" in step.get("run", "")]
    recorded = [" ".join(line.split()) for line in said.splitlines()[1:]]
    made = difference(POD["spec"], {**POD["spec"], "nodeName": "elsewhere"}).replace("\\u003cnodeName\\u003e", "<node>")
    assert [" ".join(line.split()) for line in made.splitlines()] == [line for line in recorded if line]


@pytest.mark.parametrize(("changed", "lines"), CHANGES.values(), ids=CHANGES)
def test_it_shows(changed, lines):
    made = difference(POD["spec"], {**POD["spec"], **changed}).splitlines()
    assert [line for line in made if line in lines] == lines


def test_embedded_structs_are_written_into_their_holder():
    probe = {"httpGet": {"path": "/", "port": "http"}, "periodSeconds": 5}
    spec = json.loads(json_text({"containers": [{"name": "a", "readinessProbe": probe}]}))
    written = spec["Containers"][0]["ReadinessProbe"]
    assert list(written)[:4] == ["Exec", "HTTPGet", "TCPSocket", "GRPC"]
    assert written["HTTPGet"]["Port"] == "http"
    assert written["TimeoutSeconds"] == 0
