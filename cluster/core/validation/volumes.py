"""Volumes of pods and where containers mount them.

Upstream: `pkg/apis/core/validation/validation.go` (ValidateVolumes, validateVolumeSource, ValidateVolumeMounts). Of the
sources that need a cloud or a storage system, only the count is checked.
"""

from typing import Any

from cluster.core import names, quantity
from cluster.core.field_errors import duplicate, forbidden, invalid, not_found, not_supported, required
from cluster.core.validation.environment import VOLUME_FIELDS, validate_field_ref, validate_resource_field_ref
from cluster.core.validation.meta import Errors, Object, by_rule

SOURCES = (
    "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi",
    "glusterfs", "flocker", "persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc",
    "flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk",
    "storageos", "projected", "scaleIO", "csi", "ephemeral", "image",
)  # fmt: skip
"""In the order in which upstream looks at them."""

_HOST_PATHS = ("", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket")
_MODE = "must be a number between 0 and 0777 (octal), both inclusive"
_REQUIRED = {
    "nfs": ("server", "path"),
    "persistentVolumeClaim": ("claimName",),
    "gitRepo": ("repository",),
    "gcePersistentDisk": ("pdName",),
    "awsElasticBlockStore": ("volumeID",),
    "csi": ("driver",),
    "secret": ("secretName",),
    "configMap": ("name",),
}


def validate_volumes(path: str, volumes: list[Object], known: dict[str, Object]) -> Errors:
    """Every volume; those without errors are put into `known`, for the mounts to find."""
    for index, volume in enumerate(volumes):
        here, name = f"{path}[{index}]", volume.get("name") or ""
        errors = [*_validate_source(here, volume), *_validate_name(f"{here}.name", name)]
        if name in known:
            errors.append(duplicate(f"{here}.name", name))
        if not errors:
            known[name] = volume
        yield from errors


def _validate_name(path: str, name: str) -> Errors:
    if name:
        yield from by_rule(path, name, names.is_dns1123_label)
    else:
        yield required(path)


def _validate_source(path: str, volume: Object) -> Errors:
    given = [kind for kind in SOURCES if volume.get(kind) is not None]
    for number, kind in enumerate(given):
        if number:
            yield forbidden(f"{path}.{kind}", "may not specify more than 1 volume type")
        else:
            yield from _validate_kind(f"{path}.{kind}", kind, volume[kind])
    if not given:
        yield required(path, "must specify a volume type")


def _validate_kind(path: str, kind: str, source: Object) -> Errors:
    for name in _REQUIRED.get(kind, ()):
        if not source.get(name):
            yield required(f"{path}.{name}")
    if kind == "emptyDir":
        yield from _validate_empty_dir(path, source)
    elif kind == "hostPath":
        yield from _validate_host_path(path, source)
    elif kind in {"secret", "configMap"}:
        yield from _validate_mode(f"{path}.defaultMode", source.get("defaultMode"))
        yield from _validate_items(path, source)
    elif kind == "downwardAPI":
        yield from _validate_mode(f"{path}.defaultMode", source.get("defaultMode"))
        yield from _validate_downward(path, source)
    elif kind == "projected":
        yield from _validate_projected(path, source)


def _validate_empty_dir(path: str, source: Object) -> Errors:
    limit = source.get("sizeLimit")
    if limit is not None and quantity.parse(limit).nano < 0:
        yield forbidden(f"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity")


def _validate_host_path(path: str, source: Object) -> Errors:
    if not source.get("path"):
        yield required(f"{path}.path")
        return
    yield from _no_backsteps(f"{path}.path", source["path"])
    if (source.get("type") or "") not in _HOST_PATHS:
        yield not_supported(f"{path}.type", source["type"], _HOST_PATHS)


def _validate_mode(path: str, mode: int | None) -> Errors:
    if mode is not None and not 0 <= mode <= 0o777:
        yield invalid(path, mode, _MODE)


def _no_backsteps(path: str, target: str) -> Errors:
    if ".." in target.split("/"):
        yield invalid(path, target, "must not contain '..'")


def _local_path(path: str, target: str) -> Errors:
    if target.startswith("/"):
        yield invalid(path, target, "must be a relative path")
    yield from _no_backsteps(path, target)


def _local_file(path: str, target: str) -> Errors:
    yield from _local_path(path, target)
    if target.startswith("..") and not target.startswith("../"):
        yield invalid(path, target, "must not start with '..'")


def _validate_items(path: str, source: Object) -> Errors:
    for index, item in enumerate(source.get("items") or ()):
        here = f"{path}.items[{index}]"
        for name in ("key", "path"):
            if not item.get(name):
                yield required(f"{here}.{name}")
        yield from _local_file(f"{here}.path", item.get("path") or "")
        yield from _validate_mode(f"{here}.mode", item.get("mode"))


def _validate_downward(path: str, source: Object) -> Errors:
    for item in source.get("items") or ():
        if not item.get("path"):
            yield required(f"{path}.path")
        yield from _local_file(f"{path}.path", item.get("path") or "")
        if item.get("fieldRef") is not None:
            yield from validate_field_ref(f"{path}.fieldRef", item["fieldRef"], VOLUME_FIELDS)
            if item.get("resourceFieldRef") is not None:
                yield invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")
        elif item.get("resourceFieldRef") is not None:
            yield from validate_resource_field_ref(f"{path}.resourceFieldRef", item["resourceFieldRef"], in_volume=True)
        else:
            yield required(f"{path}.fieldRef", "one of fieldRef and resourceFieldRef is required")
        yield from _validate_mode(f"{path}.mode", item.get("mode"))


_PROJECTIONS = {"secret": "name", "configMap": "name", "serviceAccountToken": "path"}


def _validate_projected(path: str, source: Object) -> Errors:
    yield from _validate_mode(f"{path}.defaultMode", source.get("defaultMode"))
    for index, projection in enumerate(source.get("sources") or ()):
        here = f"{path}.sources[{index}]"
        for kind, needed in _PROJECTIONS.items():
            found = projection.get(kind)
            if found is not None and not found.get(needed):
                yield required(f"{here}.{kind}.{needed}")
            if found is not None and kind != "serviceAccountToken":
                yield from _validate_items(f"{here}.{kind}", found)
        if projection.get("downwardAPI") is not None:
            yield from _validate_downward(f"{here}.downwardAPI", projection["downwardAPI"])
        if not any(value is not None for value in projection.values()):
            yield required(here, "must specify a projection type")


def validate_volume_mounts(path: str, container: Object, known: dict[str, Object]) -> Errors:
    """Mounts name volumes of the pod and different paths."""
    paths: set[str] = set()
    devices = container.get("volumeDevices") or []
    device_names = {device.get("name") for device in devices}
    device_paths = {device.get("devicePath") for device in devices}
    for index, mount in enumerate(container.get("volumeMounts") or ()):
        here, name, target = f"{path}[{index}]", mount.get("name") or "", mount.get("mountPath") or ""
        if not name:
            yield required(f"{here}.name")
        if name not in known:
            yield not_found(f"{here}.name", name)
        if not target:
            yield required(f"{here}.mountPath")
        if target in paths:
            yield invalid(f"{here}.mountPath", target, "must be unique")
        paths.add(target)
        if name in device_names:
            yield invalid(f"{here}.name", name, "must not already exist in volumeDevices")
        if target in device_paths:
            yield invalid(f"{here}.mountPath", target, "must not already exist as a path in volumeDevices")
        yield from _validate_mount_options(path, here, mount, container)


def _validate_mount_options(path: str, here: str, mount: Object, container: Object) -> Errors:
    sub_path, expression = mount.get("subPath") or "", mount.get("subPathExpr") or ""
    yield from _local_path(f"{path}.subPath", sub_path)
    if expression:
        if sub_path:
            yield invalid(f"{here}.subPathExpr", expression, "subPathExpr and subPath are mutually exclusive")
        yield from _local_path(f"{path}.subPathExpr", expression)
    propagation = mount.get("mountPropagation")
    if propagation is not None:
        yield from _validate_propagation(f"{path}.mountPropagation", propagation, container)


def _validate_propagation(path: str, propagation: str, container: Object) -> Errors:
    supported = ("Bidirectional", "HostToContainer", "None")
    if propagation not in supported:
        yield not_supported(path, propagation, supported)
    privileged: Any = (container.get("securityContext") or {}).get("privileged")
    if propagation == "Bidirectional" and not privileged:
        yield forbidden(path, "Bidirectional mount propagation is available only to privileged containers")
