"""Defaults of the small kinds of the core group and of EndpointSlice."""

import base64
from typing import Any

Object = dict[str, Any]


def default_namespace(obj: Object) -> Object:
    """Label with its own name, finalizer, phase (`SetDefaults_Namespace`; `registry/core/namespace/strategy.go`)."""
    metadata = obj.get("metadata") or {}
    name = metadata.get("name")
    if name:
        labels = {**(metadata.get("labels") or {}), "kubernetes.io/metadata.name": name}
        metadata = {**metadata, "labels": labels}
    spec = obj.get("spec") or {}
    if "kubernetes" not in (spec.get("finalizers") or ()):
        spec = {**spec, "finalizers": [*(spec.get("finalizers") or ()), "kubernetes"]}
    status = obj.get("status") or {"phase": "Active"}
    return {**obj, "metadata": metadata, "spec": spec, "status": status}


def default_node(obj: Object) -> Object:
    """Allocatable is the capacity unless said otherwise (`SetDefaults_NodeStatus`)."""
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    if status.get("capacity") and not status.get("allocatable"):
        status = {**status, "allocatable": dict(status["capacity"])}
    return {**obj, "spec": spec, "status": status}


def default_secret(obj: Object) -> Object:
    """Type Opaque; `stringData` is folded into `data` (`Convert_v1_Secret_To_core_Secret`)."""
    found = {key: value for key, value in obj.items() if key != "stringData"}
    folded = {key: _encoded(text) for key, text in (obj.get("stringData") or {}).items()}
    if folded:
        found["data"] = {**(obj.get("data") or {}), **folded}
    return {**found, "type": obj.get("type") or "Opaque"}


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")


def _with_protocol(port: Object) -> Object:
    return port if port.get("protocol") else {**port, "protocol": "TCP"}


def default_endpoints(obj: Object) -> Object:
    """Ports are TCP (`SetDefaults_Endpoints`)."""
    subsets = obj.get("subsets")
    if not subsets:
        return obj
    return {**obj, "subsets": [_subset(subset) for subset in subsets]}


def _subset(subset: Object) -> Object:
    ports = subset.get("ports")
    return {**subset, "ports": [_with_protocol(port) for port in ports]} if ports else subset


def default_endpoint_slice(obj: Object) -> Object:
    """Ports are TCP and have a name, if an empty one (`pkg/apis/discovery/v1/defaults.go`)."""
    ports = obj.get("ports")
    return {**obj, "ports": [{"name": "", **_with_protocol(port)} for port in ports]} if ports else obj
