import gc

from django.apps import AppConfig

COLLECT_AFTER = 50_000
"""Objects between looks for cycles, instead of Python's 700: a simulated cluster is hundreds of thousands of dicts
without a single cycle, and looking through them took a quarter of a rolling update of 500 replicas."""


class ClusterConfig(AppConfig):
    """Simulated clusters, as Django knows them."""

    name = "cluster"
    verbose_name = "simulated clusters"

    def ready(self) -> None:
        """Register the system checks, and let the garbage collector rest."""
        from cluster import checks  # noqa: F401, PLC0415

        gc.set_threshold(COLLECT_AFTER, 20, 50)
