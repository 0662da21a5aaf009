"""Upstream's own scenarios, played in a whole cluster."""

import pytest

from tests.core.traces import scenarios, suites
from tests.core.traces.player import recorded
from tests.core.traces.scene import Scene

INTEGRATION = recorded("integration_deployment_test.json")
E2E = recorded("e2e_deployment.json")
OFF = "the gate DeploymentReplicaSetTerminatingReplicas is on by default in this version, and cannot be turned off"
NOT_PLAYED = {
    "recreate-waits-for-terminating-pods/feature-off": OFF,
    "proportional-scaling-ignores-terminating-pods/feature-off": OFF,
}


@pytest.mark.parametrize("name", sorted(INTEGRATION.keys() - NOT_PLAYED))
def test_it_goes_as_in_the_integration_suite(name):
    story = name.removesuffix("/feature-on").replace("-", "_")
    getattr(scenarios, story)(Scene(INTEGRATION[name]))


@pytest.mark.parametrize("name", E2E)
def test_it_goes_as_in_the_e2e_suite(name):
    getattr(suites, name.replace("-", "_"))(Scene(E2E[name]))
