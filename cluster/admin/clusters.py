"""The clusters, and what a teacher or an operator may do to them."""

import io
import zipfile
from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from cluster import store
from cluster.admin.parts import ReadOnlyAdmin, bullets, link, list_url, moment
from cluster.models import KIND_MODELS, Change, Cluster


class StateFilter(admin.SimpleListFilter):
    """Running, at rest, paused or failed."""

    title = parameter_name = "state"
    CONDITIONS: ClassVar[dict[str, dict[str, Any]]] = {
        "failed": {"error__gt": ""},
        "paused": {"paused": True},
        "running": {"paused": False, "wake_at__isnull": False},
        "at rest": {"paused": False, "wake_at__isnull": True},
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in self.CONDITIONS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Cluster]) -> QuerySet[Cluster]:
        return queryset.filter(**self.CONDITIONS.get(self.value() or "", {}))


@admin.register(Cluster)
class ClusterAdmin(ReadOnlyAdmin):
    """All clusters, the one that moved last first."""

    ordering = ("-committed_at",)
    list_display = ("name", "state", "revision", "simulated", "speed", "created", "committed", "log")
    list_filter = (StateFilter,)
    search_fields = ("name", "seed")
    actions = ("pause", "resume", "reset", "export_yaml", "export_json")
    fields = readonly_fields = (
        "name", "seed", "state", "error", "speed", "simulated", "revision", "compacted", "wakes",
        "created", "committed", "log", "objects",
    )  # fmt: skip

    def has_operate_permission(self, request: HttpRequest) -> bool:
        """Who may pause, resume and reset: those with Django's permission to change clusters."""
        return request.user.has_perm("cluster.change_cluster")

    @admin.display(description="state")
    def state(self, cluster: Cluster) -> str:
        """How it does, in a word."""
        if cluster.error:
            return "failed"
        if cluster.paused:
            return "paused"
        return "at rest" if cluster.wake_at is None else "running"

    @admin.display(description="simulated time", ordering="now")
    def simulated(self, cluster: Cluster) -> str:
        """Where the simulation stands."""
        return moment(cluster.now)

    @admin.display(description="created", ordering="created_at")
    def created(self, cluster: Cluster) -> str:
        """Real time."""
        return moment(cluster.created_at)

    @admin.display(description="last commit", ordering="committed_at")
    def committed(self, cluster: Cluster) -> str:
        """Real time."""
        return moment(cluster.committed_at)

    @admin.display(description="wakes")
    def wakes(self, cluster: Cluster) -> str:
        """When a worker is needed, in real time."""
        return moment(cluster.wake_at)

    @admin.display(description="log")
    def log(self, cluster: Cluster) -> SafeString:
        """Its changes."""
        return link(list_url(Change, cluster=cluster.pk), "changes")

    @admin.display(description="objects")
    def objects(self, cluster: Cluster) -> SafeString | str:
        """How many there are of each kind."""
        rows = {kind: model._default_manager.filter(cluster=cluster.pk).count() for kind, model in KIND_MODELS.items()}
        return bullets(
            [link(list_url(KIND_MODELS[kind], cluster=cluster.pk), f"{count} {kind}") for kind, count in rows.items()]
        )

    @admin.action(description="Pause", permissions=["operate"])
    def pause(self, request: HttpRequest, clusters: QuerySet[Cluster]) -> None:
        """Stop their clocks."""
        self._each(request, clusters, store.pause, "paused")

    @admin.action(description="Resume", permissions=["operate"])
    def resume(self, request: HttpRequest, clusters: QuerySet[Cluster]) -> None:
        """Let their clocks go on."""
        self._each(request, clusters, store.resume, "running")

    @admin.action(description="Reset: remove everything and begin anew", permissions=["operate"])
    def reset(self, request: HttpRequest, clusters: QuerySet[Cluster]) -> None:
        """Begin anew."""
        who = f"admin {request.user.get_username()}"
        self._each(request, clusters, lambda key: store.reset(key, actor=who), "reset")

    @admin.action(description="Export as YAML")
    def export_yaml(self, request: HttpRequest, clusters: QuerySet[Cluster]) -> HttpResponse:
        """Download all objects."""
        return exported(clusters, "yaml")

    @admin.action(description="Export as JSON")
    def export_json(self, request: HttpRequest, clusters: QuerySet[Cluster]) -> HttpResponse:
        """Download all objects."""
        return exported(clusters, "json")

    def _each(self, request: HttpRequest, clusters: QuerySet[Cluster], act: Callable[[int], Any], become: str) -> None:
        done = [act(cluster.pk) for cluster in clusters]
        count = "1 cluster is" if len(done) == 1 else f"{len(done)} clusters are"
        messages.success(request, f"{count} {become}.")


def exported(clusters: QuerySet[Cluster], format: str) -> HttpResponse:
    """A file to download: of one cluster its objects, of several an archive with a file for each."""
    texts = {f"{cluster.name}.{format}": store.export(cluster.pk, format) for cluster in clusters}
    if len(texts) == 1:
        ((name, text),) = texts.items()
        return _download(name, f"application/{format}", text)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in texts.items():
            file.writestr(name, text)
    return _download("clusters.zip", "application/zip", archive.getvalue())


def _download(name: str, content_type: str, content: str | bytes) -> HttpResponse:
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
