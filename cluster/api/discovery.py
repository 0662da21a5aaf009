"""Which groups, versions and resources there are: the documents by which clients find their way.

Plain (`/api`, `/apis`, `/apis/apps`, `/apis/apps/v1`) and aggregated, all in one
(`apiserver/pkg/endpoints/discovery/aggregated/`).
"""

from functools import cache
from typing import Any
from zlib import crc32

from cluster.api import resources
from cluster.api.negotiation import clauses
from cluster.api.resource import Answer, Resource
from cluster.core.kinds import Object

AGGREGATED = "APIGroupDiscoveryList"
AGGREGATED_VERSIONS = ("v2", "v2beta1")


def answer(path: str, accept: str) -> Answer | None:
    """The document at a path, None where there is none."""
    parts = [part for part in path.split("/") if part]
    if parts in (["api"], ["apis"]):
        version = aggregated_version(accept)
        if version:
            media_type = f"application/json;g=apidiscovery.k8s.io;v={version};as={AGGREGATED}"
            return Answer(aggregated(parts[0] == "api", version), shown=True, media_type=media_type)
        return Answer(core_versions() if parts[0] == "api" else group_list(), shown=True)
    found = _of_group(parts)
    return None if found is None else Answer(found, shown=True)


def _of_group(parts: list[str]) -> Object | None:
    if len(parts) == 2 and parts[0] == "api" and ("", parts[1]) in resources.SERVED:
        return resource_list("", parts[1])
    if len(parts) == 2 and parts[0] == "apis" and parts[1] in resources.groups():
        return {"kind": "APIGroup", "apiVersion": "v1", **group(parts[1])}
    if len(parts) == 3 and parts[0] == "apis" and (parts[1], parts[2]) in resources.SERVED:
        return resource_list(parts[1], parts[2])
    return None


def aggregated_version(accept: str) -> str:
    """The version of aggregated discovery that a client prefers, '' for one that wants the plain documents."""
    for clause in clauses(accept):
        wanted = clause.parameters
        if clause.media_type not in {"application/json", "*/*"}:
            continue
        if not wanted.get("as"):
            return ""
        known = wanted["as"] == AGGREGATED and wanted.get("g") == "apidiscovery.k8s.io"
        if known and wanted.get("v") in AGGREGATED_VERSIONS:
            return wanted["v"]
    return ""


def core_versions() -> Object:
    """`/api`."""
    return {"kind": "APIVersions", "versions": resources.versions_of(""), "serverAddressByClientCIDRs": []}


def group_list() -> Object:
    """`/apis`."""
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [group(name) for name in resources.groups()]}


def group(name: str) -> dict[str, Any]:
    """One group with its versions."""
    versions = [{"groupVersion": f"{name}/{version}", "version": version} for version in resources.versions_of(name)]
    return {"name": name, "versions": versions, "preferredVersion": versions[0]}


@cache
def resource_list(group: str, version: str) -> Object:
    """`/apis/apps/v1`: the resources of one version, each followed by its subresources."""
    entries = []
    for row in sorted(resources.SERVED[group, version].values(), key=lambda row: row.plural):
        entries.append(_entry(row))
        entries.extend(_subresource_entries(row))
    group_version = f"{group}/{version}" if group else version
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group_version, "resources": entries}


def _entry(row: Resource) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": row.plural,
        "singularName": row.singular,
        "namespaced": row.namespaced,
        "kind": row.kind,
        "verbs": sorted(row.verbs),
    }
    if row.short_names:
        entry["shortNames"] = list(row.short_names)
    if row.categories:
        entry["categories"] = list(row.categories)
    # Whatever tells one stored form from another; clients only compare it.
    entry["storageVersionHash"] = f"{crc32(f'{row.group}/{row.version}/{row.kind}'.encode()):08x}"
    return entry


def _subresource_entries(row: Resource) -> list[dict[str, Any]]:
    entries = []
    for sub in sorted(row.subresources, key=lambda sub: sub.name):
        entry: dict[str, Any] = {
            "name": f"{row.plural}/{sub.name}",
            "singularName": "",
            "namespaced": row.namespaced,
            "kind": sub.kind or row.kind,
            "verbs": list(sub.verbs),
        }
        if sub.version:
            entry |= {"group": sub.group, "version": sub.version}
        entries.append(entry)
    return entries


@cache
def aggregated(core: bool, version: str) -> Object:
    """Aggregated discovery of the core group (`/api`) or of all others (`/apis`)."""
    names = [""] if core else resources.groups()
    items = []
    for name in names:
        metadata = {"name": name, "creationTimestamp": None} if name else {"creationTimestamp": None}
        versions = [_version(name, served) for served in resources.versions_of(name)]
        items.append({"metadata": metadata, "versions": versions})
    api_version = f"apidiscovery.k8s.io/{version}"
    return {"kind": AGGREGATED, "apiVersion": api_version, "metadata": {}, "items": items}


def _version(group: str, version: str) -> dict[str, Any]:
    rows = sorted(resources.SERVED[group, version].values(), key=lambda row: row.plural)
    return {"version": version, "freshness": "Current", "resources": [_discovered(row) for row in rows]}


def _discovered(row: Resource) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "resource": row.plural,
        "responseKind": {"group": row.group, "version": row.version, "kind": row.kind},
        "scope": "Namespaced" if row.namespaced else "Cluster",
        "singularResource": row.singular,
        "verbs": sorted(row.verbs),
    }
    if row.short_names:
        entry["shortNames"] = list(row.short_names)
    if row.categories:
        entry["categories"] = list(row.categories)
    if row.subresources:
        entry["subresources"] = [
            {
                "subresource": sub.name,
                "responseKind": {
                    "group": sub.group if sub.version else row.group,
                    "version": sub.version or row.version,
                    "kind": sub.kind or row.kind,
                },
                "verbs": list(sub.verbs),
            }
            for sub in sorted(row.subresources, key=lambda sub: sub.name)
        ]
    return entry
