"""Defaults of volumes. Upstream: `pkg/apis/core/v1/defaults.go` (SetDefaults_Volume and its sources)."""

from typing import Any

Object = dict[str, Any]

READABLE = 0o644
TOKEN_SECONDS = 3600


def field_ref(ref: Object) -> Object:
    """A reference to a field of the pod, in version v1 unless said otherwise (`SetDefaults_ObjectFieldSelector`)."""
    return {**ref, "apiVersion": ref.get("apiVersion") or "v1"}


def default_volume(volume: Object) -> Object:
    """A new volume; one without any source is an emptyDir."""
    sources = [key for key in volume if key != "name"]
    if not sources:
        return {**volume, "emptyDir": {}}
    return {**volume, **{key: _SOURCES[key](volume[key]) for key in sources if key in _SOURCES}}


def _with_mode(source: Object) -> Object:
    return {"defaultMode": READABLE, **source}


def _host_path(source: Object) -> Object:
    return {"type": "", **source}


def _downward(source: Object) -> Object:
    found = _with_mode(source)
    if source.get("items"):
        found["items"] = [_downward_item(item) for item in source["items"]]
    return found


def _downward_item(item: Object) -> Object:
    return {**item, "fieldRef": field_ref(item["fieldRef"])} if "fieldRef" in item else item


def _projected(source: Object) -> Object:
    found = _with_mode(source)
    if source.get("sources"):
        found["sources"] = [_projection(projection) for projection in source["sources"]]
    return found


def _projection(projection: Object) -> Object:
    found = {**projection}
    if "serviceAccountToken" in projection:
        found["serviceAccountToken"] = {"expirationSeconds": TOKEN_SECONDS, **projection["serviceAccountToken"]}
    items = (projection.get("downwardAPI") or {}).get("items")
    if items:
        found["downwardAPI"] = {**projection["downwardAPI"], "items": [_downward_item(item) for item in items]}
    return found


_SOURCES = {
    "secret": _with_mode,
    "configMap": _with_mode,
    "downwardAPI": _downward,
    "projected": _projected,
    "hostPath": _host_path,
}
