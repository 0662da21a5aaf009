"""Bad manifests and what kubectl said of a real API server's answers to them."""

import json
from pathlib import Path

import pytest
import yaml

from cluster.core import decoding, defaults, validation
from cluster.core.errors import ApiError, Invalid

DATA = Path(__file__).parent.parent / "data" / "conformance"
FILES = yaml.safe_load((DATA / "09-invalid-manifests.yaml").read_text("utf-8"))["files"]
STEPS = json.loads((DATA / "invalid-manifests.json").read_text("utf-8"))["steps"]
SAID = {step["run"]: step["stderr"] for step in STEPS}
JUDGED_HERE = (
    "kubectl apply -f no-selector.yml",
    "kubectl create -f mismatch.yml",
    "kubectl create -f zero-zero.yml",
    "kubectl create -f recreate-with-rolling.yml",
    "kubectl create -f typo.yml",
    "kubectl create -f names.yml",
    "kubectl create -f wrong-type.yml",
    "kubectl create -f no-containers.yml",
    "kubectl create -f percent.yml",
)
"""The other steps are about patches, reading, and kubectl itself."""


def placed(manifest, **metadata):
    return {**manifest, "metadata": {**manifest["metadata"], "namespace": "default", **metadata}}


def said(run):
    """What kubectl prints about the manifest in the command."""
    name = run.split()[-1]
    manifest = placed(yaml.safe_load(FILES[name]))
    try:
        obj = defaults.apply(decoding.decode_strictly(manifest))
        refuse(obj, validation.validate_create(obj))
    except Invalid as error:
        return printed(error)
    except ApiError as error:
        reason = error.status()["reason"]
        return f'Error from server ({reason}): error when creating "{name}": {error.message}'
    return ""


def refuse(obj, errors):
    if errors:
        raise Invalid(obj["kind"], "apps", obj["metadata"]["name"], errors)


def printed(error):
    details = error.status()["details"]
    texts = [f"{cause['field']}: {cause['message']}" for cause in details["causes"]]
    listed = f" {texts[0]}" if len(texts) == 1 else "".join(f"\n* {text}" for text in texts)
    return f'The {details["kind"]} "{details["name"]}" is invalid:{listed}'


@pytest.mark.parametrize("run", JUDGED_HERE)
def test_it_says_what_the_api_server_said(run):
    assert said(run) == SAID[run]


def test_it_warns_of_unknown_fields_in_the_same_words():
    run = "kubectl create -f typo.yml --validate=warn --dry-run=server"
    decoded = decoding.decode(yaml.safe_load(FILES["typo.yml"]))
    assert "\n".join(f"Warning: {text}" for text in decoded.unknown) == SAID[run]


def test_it_keeps_the_selector():
    run = 'kubectl patch deploy good -p \'{"spec":{"selector":{"matchLabels":{"app":"changed"}}}}\''
    old = defaults.apply(placed(yaml.safe_load(FILES["good.yml"]), resourceVersion="1"))
    new = {**old, "spec": {**old["spec"], "selector": {"matchLabels": {"app": "changed"}}}}
    error = Invalid("Deployment", "apps", "good", validation.validate_update(new, old))
    assert printed(error) == SAID[run]
