from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Sandboxes, as Django knows them."""

    name = "playground.sandbox"
    label = "sandbox"
    verbose_name = "sandboxes"
