"""Volumes: `describe.go`, `describeVolumes`. A table: what a volume is called, and which of its fields are shown."""

from typing import Any

from cluster.core.describe.parts import NOTHING, part, quantity
from cluster.core.describe.writer import NONE, UNSET, Writer
from cluster.core.kinds import Object

TITLES = {
    "hostPath": "HostPath (bare host directory volume)",
    "emptyDir": "EmptyDir (a temporary directory that shares a pod's lifetime)",
    "secret": "Secret (a volume populated by a Secret)",
    "configMap": "ConfigMap (a volume populated by a ConfigMap)",
    "nfs": "NFS (an NFS mount that lasts the lifetime of a pod)",
    "persistentVolumeClaim": "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
    "downwardAPI": "DownwardAPI (a volume populated by information about the pod)",
    "projected": "Projected (a volume that contains injected data from multiple sources)",
    "image": "Image (a container image or OCI artifact)",
    "ephemeral": "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
    "gitRepo": "GitRepo (a volume that is pulled from git when the pod is created)",
    "csi": "CSI (a Container Storage Interface (CSI) volume source)",
}


def write_volumes(w: Writer, volumes: list[Object], indent: str = "") -> None:
    """`Volumes:` and each of them; kinds that are not in the table are `<unknown>`."""
    w.line(0, f"{indent}Volumes:" + ("" if volumes else f"\t{NONE}"))
    for volume in volumes:
        w.line(1, f"{' ' if indent else ''}{volume.get('name') or ''}:")
        kind = next((kind for kind in TITLES if volume.get(kind) is not None), "")
        if not kind:
            w.line(1, "<unknown>")
            continue
        w.line(2, f"Type:\t{TITLES[kind]}")
        for line in _lines(kind, volume[kind]):
            w.line(2, line)


def _flag(value: Any) -> str:
    return str(bool(value)).lower()


def _pointer(value: Any) -> str:
    """What Go prints for a missing `*bool`; kubectl 1.32 shows an address for a set one, this its value."""
    return "<nil>" if value is None else _flag(value)


def _lines(kind: str, source: Object) -> list[str]:
    if kind == "projected":
        return [line for item in source.get("sources") or () for line in _projected(item)]
    if kind == "ephemeral":
        return _claim(part(source, "volumeClaimTemplate"))
    if kind == "downwardAPI":
        return ["Items:", *(f"  {_path(item)} -> {item.get('path')}" for item in source.get("items") or ())]
    lines = [f"{title}:\t{value}" for title, value in _fields(kind, source).items()]
    return [*lines, *_listed("VolumeAttributes", source.get("volumeAttributes"), NONE)] if kind == "csi" else lines


def _listed(title: str, pairs: Object | None, none: str) -> list[str]:
    """Upstream indents each value once more than other fields."""
    first, *rest = [f"    {key}={value}" for key, value in sorted((pairs or NOTHING).items())] or [none]
    return [f"{title}:\t{first}", *(f"    \t{line}" for line in rest)]


def _claim(template: Object) -> list[str]:
    spec, meta = part(template, "spec"), part(template, "metadata")
    lines = [
        f"{title}:\t{spec.get(f) or ''}"
        for title, f in (("StorageClass", "storageClassName"), ("Volume", "volumeName"))
    ]
    lines += _listed("Labels", meta.get("labels"), f"    {NONE}")
    notes = {f"{key}: {value}": "" for key, value in (meta.get("annotations") or NOTHING).items()}
    lines += [line.removesuffix("=") for line in _listed("Annotations", notes, f"    {NONE}")]
    lines += ["Capacity:\t", "Access Modes:\t"]
    return [*lines, f"VolumeMode:\t{spec['volumeMode']}"] if spec.get("volumeMode") else lines


def _path(item: Object) -> str:
    path = (item.get("fieldRef") or NOTHING).get("fieldPath") or (item.get("resourceFieldRef") or NOTHING).get(
        "resource"
    )
    return str(path)


def _fields(kind: str, source: Object) -> dict[str, str]:
    def text(field: str, default: str = "") -> str:
        return str(source.get(field) or default)

    limit = str(quantity(source.get("sizeLimit")))
    return {
        "hostPath": {"Path": text("path"), "HostPathType": text("type", "" if "type" in source else NONE)},
        "emptyDir": {"Medium": text("medium"), "SizeLimit": UNSET if limit == "0" else limit},
        "secret": {"SecretName": text("secretName"), "Optional": _flag(source.get("optional"))},
        "configMap": {"Name": text("name"), "Optional": _flag(source.get("optional"))},
        "nfs": {"Server": text("server"), "Path": text("path"), "ReadOnly": _flag(source.get("readOnly"))},
        "persistentVolumeClaim": {"ClaimName": text("claimName"), "ReadOnly": _flag(source.get("readOnly"))},
        "image": {"Reference": text("reference"), "PullPolicy": text("pullPolicy")},
        "gitRepo": {"Repository": text("repository"), "Revision": text("revision")},
        "csi": {
            "Driver": text("driver"),
            "FSType": text("fsType"),
            "ReadOnly": _flag(source.get("readOnly")),
        },
    }[kind]


def _projected(item: Object) -> list[str]:
    if item.get("secret") is not None:
        optional = _pointer(item["secret"].get("optional"))
        return [f"SecretName:\t{item['secret'].get('name')}", f"SecretOptionalName:\t{optional}"]
    if item.get("downwardAPI") is not None:
        return ["DownwardAPI:\ttrue"]
    if item.get("configMap") is not None:
        optional = _pointer(item["configMap"].get("optional"))
        return [f"ConfigMapName:\t{item['configMap'].get('name')}", f"ConfigMapOptional:\t{optional}"]
    if item.get("serviceAccountToken") is not None:
        return [f"TokenExpirationSeconds:\t{item['serviceAccountToken'].get('expirationSeconds')}"]
    return []
