import gc
import sys

from django.apps import AppConfig

COLLECT_AFTER = 50_000
"""Objects between looks for cycles, instead of Python's 700: a simulated cluster is hundreds of thousands of dicts
without a single cycle, and looking through them took a quarter of a rolling update of 500 replicas."""
AGAIN_AFTER = 1000
"""Looks at what is new between looks at what has outlived one, instead of 10: with 20, every 1,000,000 objects stood
still for 0.2 s, a tenth of a rolling update of 2,000 replicas. Garbage in cycles mostly dies at the first look."""
SWITCH_AFTER = 0.001
"""Seconds after which a thread lets others run, instead of 0.005: a small request beside lists of 5,000 pods, which
keep other threads busy, takes 9 ms instead of 30."""


class ClusterConfig(AppConfig):
    """Simulated clusters, as Django knows them."""

    name = "cluster"
    verbose_name = "simulated clusters"

    def ready(self) -> None:
        """Register the system checks, and let the garbage collector rest and threads take turns quickly."""
        from cluster import checks  # noqa: F401, PLC0415

        sys.setswitchinterval(SWITCH_AFTER)
        gc.set_threshold(COLLECT_AFTER, AGAIN_AFTER, 10)
