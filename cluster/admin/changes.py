"""The log of all clusters."""

from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString

from cluster.admin.parts import ClusterFilter, ReadOnlyAdmin, by, link, list_url, moment, row_link, yaml_block
from cluster.models import KIND_MODELS, Change


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """Who changed what, when and why; newest first."""

    text_field = "object"
    ordering = ("-id",)
    list_select_related = ("cluster",)
    list_display = ("revision", "cluster_link", "at", "actor", "what", "reason", "object_link")
    list_filter = (ClusterFilter, by("kind"), by("verb"), by("namespace"), by("actor"))
    search_fields = ("name", "actor", "reason", "cluster__name")
    fields = readonly_fields = (
        "cluster_link", "revision", "step_link", "at", "actor", "what", "reason", "verb", "object_link", "yaml",
    )  # fmt: skip

    @admin.display(description="cluster")
    def cluster_link(self, change: Change) -> SafeString:
        """The cluster in which it happened."""
        return row_link(change.cluster)

    @admin.display(description="simulated time", ordering="now")
    def at(self, change: Change) -> str:
        """When it happened."""
        return moment(change.now)

    @admin.display(description="step")
    def step_link(self, change: Change) -> SafeString:
        """All that the same actor did in one go."""
        return link(list_url(Change, cluster=change.cluster_id, step=change.step), f"all changes of step {change.step}")

    @admin.display(description="object")
    def object_link(self, change: Change) -> SafeString | str:
        """The object as it is now, if it still is."""
        title = f"{change.kind}/{change.name}"
        model: Any = KIND_MODELS.get(change.kind)
        where = {"cluster": change.cluster_id, "namespace": change.namespace, "name": change.name}
        return link(list_url(model, **{key: value for key, value in where.items() if value}), title) if model else title

    @admin.display(description="YAML")
    def yaml(self, change: Change) -> SafeString:
        """What the object became, or was last."""
        return yaml_block(change.object)
