from django.apps import AppConfig


class ClusterConfig(AppConfig):
    """Simulated clusters, as Django knows them."""

    name = "cluster"
    verbose_name = "simulated clusters"
