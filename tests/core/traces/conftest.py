"""Failures inside the stories are told in full."""

import pytest

for room in ("stage", "rollouts", "ownership", "readiness", "surroundings", "scenarios", "suites", "scene"):
    pytest.register_assert_rewrite(f"tests.core.traces.{room}")
