"""What the admin's pages are made of: read-only pages, links, filters, YAML."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cluster.core import times
from cluster.models import KIND_MODELS, Cluster
from cluster.store import to_yaml

SHOWN = 50
"""Values that a filter offers, and rows that a page lists of what belongs to an object."""


class ReadOnlyAdmin(admin.ModelAdmin):
    """Can be looked at by those who may; lists leave the long text out."""

    text_field = ""
    show_full_result_count = False
    list_per_page = 100

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and (match.url_name or "").endswith("_changelist")
        return rows.defer(self.text_field) if self.text_field and is_list else rows


class ClusterFilter(admin.SimpleListFilter):
    """By cluster; offers those that moved last, and the chosen one, for there may be thousands."""

    title = "cluster"
    parameter_name = "cluster"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        chosen = self.value() or ""
        newest = list(Cluster.objects.order_by("-committed_at").values_list("id", "name")[:SHOWN])
        if chosen.isdecimal() and int(chosen) not in dict(newest):
            newest += Cluster.objects.filter(pk=int(chosen)).values_list("id", "name")
        return [(str(key), name) for key, name in newest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(cluster_id=int(chosen)) if chosen.isdecimal() else queryset


class ValueFilter(admin.SimpleListFilter):
    """By one column; offers the values that occur in the chosen cluster, else anywhere."""

    column = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = model_admin.model.objects.exclude(**{self.column: ""})
        cluster = request.GET.get("cluster", "")
        if cluster.isdecimal():
            rows = rows.filter(cluster_id=cluster)
        values = rows.order_by(self.column).values_list(self.column, flat=True).distinct()[:SHOWN]
        return [(value, value) for value in values]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset


def by(column: str) -> type[ValueFilter]:
    """A filter by a column."""
    return type(f"By{column.title()}", (ValueFilter,), {"column": column, "title": column, "parameter_name": column})


def link(url: str, text: Any) -> SafeString:
    """A link with any text."""
    return format_html('<a href="{}">{}</a>', url, text)


def row_link(row: Model, text: Any = "") -> SafeString:
    """A link to a row's own page."""
    name = row._meta.model_name
    return link(reverse(f"admin:cluster_{name}_change", args=[row.pk]), text or row)


def list_url(model: type[Model], **conditions: Any) -> str:
    """The address of a list with filters set."""
    return f"{reverse(f'admin:cluster_{model._meta.model_name}_changelist')}?{urlencode(conditions)}"


def owner_link(owner: str, uid: str) -> SafeString | str:
    """A link from `ReplicaSet/web-7d9c` to that object, found by its uid when clicked, so that lists need no query."""
    model = KIND_MODELS.get(owner.partition("/")[0])
    return link(list_url(model, uid=uid), owner) if model and uid else owner


def yaml_block(text: str) -> SafeString:
    """An object's JSON text as YAML, to be read."""
    return format_html("<pre>{}</pre>", to_yaml([orjson.loads(text)]))


def bullets(items: Iterable[Any]) -> SafeString | str:
    """A list, or a dash."""
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ([item] for item in items))) if items else "-"


def grid(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> SafeString | str:
    """A table, or a dash."""
    if not rows:
        return "-"
    head = format_html_join("", "<th>{}</th>", ([name] for name in header))
    body = format_html_join(
        "", "<tr>{}</tr>", ([format_html_join("", "<td>{}</td>", ([cell] for cell in row))] for row in rows)
    )
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)


def moment(ms: int | None) -> str:
    """Milliseconds as text, to the second; a dash for none."""
    return "-" if ms is None else times.to_text(ms)
