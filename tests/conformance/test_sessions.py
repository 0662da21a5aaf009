"""Each session with the real kubectl goes as it went with real Kubernetes, but for what is named with its reason."""

import json

import pytest
import yaml

from tests import kubectls
from tests.conformance import DIFFERENCES, GOLDEN, JUDGED, SCENARIOS
from tests.conformance.__main__ import read
from tests.conformance.comparing import title, unexpected
from tests.conformance.conftest import PATIENCE

RECORDS = {path.stem: json.loads(path.read_text()) for path in (*GOLDEN.glob("*.json"), *JUDGED.glob("*.json"))}
NAMED = yaml.safe_load(DIFFERENCES.read_text())


def test_there_is_a_kubectl_to_play_the_sessions_with():
    if not kubectls.found():
        pytest.skip(kubectls.NONE)


@pytest.mark.timeout(PATIENCE)
@pytest.mark.parametrize("name", RECORDS)
def test_it_goes_as_it_went_in_a_real_cluster(sessions, name):
    found = unexpected(name, sessions.seen(name))
    assert not found, "\n".join(f"{one.step}\n{one.how}" for one in found)


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_belongs_to_a_scenario(name):
    scenarios = {scenario["name"]: scenario for scenario in map(read, SCENARIOS.glob("*.yaml"))}
    assert list(map(title, scenarios[name]["steps"])) == list(map(title, RECORDS[name]["steps"]))


@pytest.mark.parametrize("name", NAMED)
def test_named_differences_are_about_steps_that_exist(name):
    assert NAMED[name].keys() <= {title(step) for step in RECORDS[name]["steps"]}
