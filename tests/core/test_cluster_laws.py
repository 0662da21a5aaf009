"""What holds in every cluster, whatever is done to it."""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

from cluster.core import engine
from tests.core.laws import storytelling
from tests.core.laws.acting import Learner, judge_still
from tests.core.laws.replaying import judge_indexes, judge_log

LONG = int(os.environ.get("LAWS_EXAMPLES", "0"))
"""How many sequences of acts to try; unset: a few, always the same."""
ROOT = Path(__file__).parents[2]

Learner.TestCase.settings = settings(
    max_examples=LONG or 40,
    stateful_step_count=50 if LONG else 20,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)
TestAnySequenceOfActsSettles = Learner.TestCase


def test_the_log_replayed_from_nothing_gives_the_objects():
    living = storytelling.told()
    judge_log(living.state, living.log)


def test_the_indexes_are_what_one_would_build_from_the_objects():
    storytelling.told(judge=lambda living: judge_indexes(living.state))


def test_the_same_seed_and_acts_give_the_same_log():
    first, second = storytelling.told(), storytelling.told()
    assert first.log == second.log
    assert storytelling.fingerprint(first) == storytelling.fingerprint(second)


def test_another_seed_gives_other_names():
    assert storytelling.fingerprint(storytelling.told("other")) != storytelling.fingerprint(storytelling.told())


def test_the_log_is_the_same_in_processes_with_other_hash_seeds():
    def run(hash_seed):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.core.laws.storytelling"]
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert run("1") == run("2") == storytelling.fingerprint(storytelling.told())


def test_a_controller_gives_the_same_twice_and_leaves_its_input_alone():
    storytelling.told(judge=storytelling.judge_controllers)


def test_a_controller_that_looks_again_and_again_soon_wishes_nothing_more():
    storytelling.told(judge=storytelling.judge_repetition)


def test_what_is_settled_stays_settled():
    living = storytelling.told()
    living.run(2 * 3600)
    assert engine.wake_at(living.state) is None
    judge_still(living)


def test_the_queue_survives_being_stored():
    living = storytelling.told(judge=None)
    queue = engine.load_queue(engine.dump_queue(living.state.queue))
    stored = living.state._replace(queue=queue)
    assert engine.run(stored, stored.now + 600_000)[1] == engine.run(living.state, living.state.now + 600_000)[1]
