from django.apps import AppConfig


class ClusterConfig(AppConfig):
    """Simulated clusters, as Django knows them."""

    name = "cluster"
    verbose_name = "simulated clusters"

    def ready(self) -> None:
        """Register the system checks."""
        from cluster import checks  # noqa: F401, PLC0415
