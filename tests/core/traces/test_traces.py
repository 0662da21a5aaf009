"""Stories recorded from a real control plane (`live_traces.json`): the same acts, the same states, words and order.

Not played: `kubectl scale --current-replicas` and the scaling of a missing Deployment, which kubectl itself refuses;
the order in `observed_log`, which is one run's. What else depends on timing is said in the stories.
"""

import pytest

from tests.core.traces import ownership, readiness, rollouts, surroundings
from tests.core.traces.player import recorded
from tests.core.traces.stage import Stage

CASES = recorded("live_traces.json")
ROOMS = (rollouts, ownership, readiness, surroundings)
STORIES = {name: getattr(room, name) for room in ROOMS for name in CASES if hasattr(room, name)}
STORIES |= {name: story for room in ROOMS for name, story in room.STORIES.items()}
SIZES_DEPEND_ON_TIMING = {
    "pause_edit_scale_resume", "rolling_10_default", "rollover_mid_rollout", "size_and_template_together",
}  # fmt: skip
"""Where pods that become ready together are seen as one or as several, so that sizes change in fewer or more writes."""


@pytest.mark.parametrize("name", CASES)
def test_it_goes_as_it_went_in_a_real_cluster(name):
    STORIES[name](Stage(CASES[name], firm_sizes=name not in SIZES_DEPEND_ON_TIMING))
