"""Patches and ownership must cost little: every write through the API pays for them. Shown by `--benchmark-only`."""

import copy
from typing import Any

from cluster.core import managed_fields
from cluster.core.managed_fields import complete
from cluster.core.patch import create_three_way, strategic_merge_patch
from tests.core.managed_fields.sessions import START, WEB

CREATED = managed_fields.update(None, WEB, "kubectl-create", "Update", "apps/v1", "", START)
CHANGED = copy.deepcopy(CREATED)
CHANGED["spec"]["template"]["spec"]["containers"][0]["image"] = "nginx:2"
PATCH = create_three_way(WEB, CHANGED, CREATED, "apps/v1", "Deployment")
CONFIG = {key: value for key, value in WEB.items() if key != "status"}
APPLIED = managed_fields.apply(CREATED, CONFIG, "me", True, START)


def holds(benchmark: Any, seconds: float) -> bool:
    return bool(benchmark.disabled or benchmark.stats.stats.mean < seconds)


def test_it_applies_a_strategic_patch_within_a_third_of_a_millisecond(benchmark: Any) -> None:
    assert benchmark(strategic_merge_patch, CREATED, PATCH, "apps/v1", "Deployment")["spec"] == CHANGED["spec"]
    assert holds(benchmark, 300e-6)


def test_it_notes_an_update_within_half_a_millisecond(benchmark: Any) -> None:
    found = benchmark(managed_fields.update, CREATED, CHANGED, "kubectl-edit", "Update", "apps/v1", "", START)
    assert len(found["metadata"]["managedFields"]) == 2
    assert holds(benchmark, 500e-6)


def test_it_applies_on_the_server_side_within_two_milliseconds(benchmark: Any) -> None:
    assert benchmark(managed_fields.apply, APPLIED, CONFIG, "me", False, START) == APPLIED
    assert holds(benchmark, 2e-3)


def test_it_shows_the_owners_within_half_a_millisecond(benchmark: Any) -> None:
    bare = {**WEB, "metadata": {**WEB["metadata"], "uid": "1"}}
    assert len(benchmark(complete, bare)["metadata"]["managedFields"]) == 1
    assert holds(benchmark, 500e-6)
