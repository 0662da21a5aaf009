"""The objects of each kind, with what owns them, what they own, their Events and their changes."""

from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString

from cluster.admin.parts import (
    SHOWN,
    ClusterFilter,
    ReadOnlyAdmin,
    bullets,
    by,
    grid,
    moment,
    owner_link,
    row_link,
    yaml_block,
)
from cluster.models import KIND_MODELS, Change, Event, KubernetesObject

COLUMNS = {"Pod": ("phase", "node"), "Event": ("phase",), "Node": ("phase",), "Namespace": ("phase",)}
COLUMNS |= dict.fromkeys(("Deployment", "ReplicaSet", "ReplicationController", "Service"), ("phase",))
"""Which columns say something about a kind, beside those that all kinds have."""


class ObjectAdmin(ReadOnlyAdmin):
    """One kind's objects; `admin.site` gets an instance for each kind."""

    text_field = "object"
    list_select_related = ("cluster",)
    search_fields = ("name", "namespace", "uid", "owner", "node", "cluster__name")
    fields = readonly_fields = (
        "cluster_link", "namespace", "name", "uid", "owned_by", "phase", "node", "created", "revision",
        "dependents", "events", "changes", "yaml",
    )  # fmt: skip

    def get_list_display(self, request: Any) -> tuple[str, ...]:
        own = COLUMNS.get(self.model.__name__, ())
        return ("name", "namespace", "cluster_link", *own, "owned_by", "created", "revision")

    def get_list_filter(self, request: Any) -> list[Any]:
        own = COLUMNS.get(self.model.__name__, ())
        return [ClusterFilter, *(by(column) for column in ("namespace", *own, "owner"))]

    @admin.display(description="cluster", ordering="cluster")
    def cluster_link(self, obj: KubernetesObject) -> SafeString:
        """The cluster that the object belongs to."""
        return row_link(obj.cluster)

    @admin.display(description="owner", ordering="owner")
    def owned_by(self, obj: KubernetesObject) -> SafeString | str:
        """Its controller; of an Event, what it is about."""
        return owner_link(obj.owner, obj.owner_uid)

    @admin.display(description="dependents")
    def dependents(self, obj: KubernetesObject) -> SafeString | str:
        """The objects whose controller it is."""
        models = [model for model in KIND_MODELS.values() if model is not Event]
        found = [
            row_link(row, f"{model.__name__}/{row.name}")
            for model in models
            for row in model._default_manager.filter(cluster=obj.cluster_id, owner_uid=obj.uid).defer("object")[:SHOWN]
        ]
        return bullets(found)

    @admin.display(description="events")
    def events(self, obj: KubernetesObject) -> SafeString | str:
        """The Events about it, newest first."""
        rows = Event.objects.filter(cluster=obj.cluster_id, owner_uid=obj.uid).order_by("-revision")[:SHOWN]
        return grid(("created", "what"), [(row.created, row_link(row, row.phase)) for row in rows])

    @admin.display(description="changes")
    def changes(self, obj: KubernetesObject) -> SafeString | str:
        """What happened to it, newest first."""
        rows = Change.objects.filter(
            cluster=obj.cluster_id, kind=self.model.__name__, namespace=obj.namespace, name=obj.name
        ).order_by("-revision")
        cells = [
            (row_link(row, row.revision), moment(row.now), row.actor, row.what, row.reason)
            for row in rows.defer("object")[:SHOWN]
        ]
        return grid(("revision", "simulated time", "actor", "what", "why"), cells)

    @admin.display(description="YAML")
    def yaml(self, obj: KubernetesObject) -> SafeString:
        """The object itself."""
        return yaml_block(obj.object)


for model in KIND_MODELS.values():
    admin.site.register(model, ObjectAdmin)
