"""Judging, patches and ownership must cost little: every write through the API pays for them."""

import copy
import time
from collections.abc import Callable

from benchmarks.table import Table
from cluster.core import defaults, managed_fields, validation
from cluster.core.patch import create_three_way, strategic_merge_patch
from tests.core.managed_fields.sessions import START, WEB

TIMES = 500
KIND = "apps/v1", "Deployment"


def report() -> Table:
    """Milliseconds of each part of a write."""
    created = managed_fields.update(None, WEB, "kubectl-create", "Update", "apps/v1", "", START)
    changed = copy.deepcopy(created)
    changed["spec"]["template"]["spec"]["containers"][0]["image"] = "nginx:2"
    patch = create_three_way(WEB, changed, created, *KIND)
    config = {key: value for key, value in WEB.items() if key != "status"}
    applied = managed_fields.apply(created, config, "me", True, START)
    bare = {**WEB, "metadata": {**WEB["metadata"], "uid": "1"}}
    table = Table("Parts of writing a Deployment, milliseconds", "", "median", "95%", "wanted")

    def add(what: str, wanted: str, work: Callable[[], object]) -> None:
        times = sorted(timed(work) for _ in range(TIMES))
        table.add(what, f"{times[TIMES // 2]:.2f}", f"{times[TIMES * 95 // 100]:.2f}", wanted)

    add("judge", "0.5", lambda: list(validation.validate_create(defaults.apply(WEB))))
    add("strategic patch", "0.3", lambda: strategic_merge_patch(created, patch, *KIND))
    add(
        "note an update", "0.5", lambda: managed_fields.update(created, changed, "edit", "Update", "apps/v1", "", START)
    )
    add("server-side apply", "2", lambda: managed_fields.apply(applied, config, "me", False, START))
    add("show the owners", "0.5", lambda: managed_fields.complete(bare))
    return table


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of some work."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
