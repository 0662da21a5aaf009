"""`kubectl expose`.

Upstream: `kubectl/pkg/cmd/expose/expose.go`, `polymorphichelpers/{ports,protocols,mapbased}*.go`.
"""

import json
import re
from typing import Any

from cluster.core import patch as patches
from cluster.core.kinds import Object
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import plain
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import DRY_RUN, RECORD, SAVE_CONFIG, TEMPLATES, files, manager
from cluster.kubectl.infos import Info, metadata_of
from cluster.kubectl.resources import of_kind

EXPOSED = ("ReplicationController", "Service", "Pod", "Deployment", "ReplicaSet")


def run(call: Call) -> None:
    """Make a Service for the pods of what the words mean."""
    dry = writing.dry_run(call)
    write = writing.printed(call, "exposed", dry)
    kind = of_kind("v1", "Service")
    assert kind is not None

    def expose(info: Info) -> None:
        obj = writing.recorded(call, overridden(call, service_of(call, info)))
        if dry == "client":
            call.out(write(changing.with_metadata(obj, namespace=call.namespace) if call.enforced else obj))
            return
        obj = writing.saved(obj, bool(call["save-config"]))
        call.out(write(call.client.create(kind, call.namespace, plain(obj), writing.query(call, dry))))

    call.find(words=call.args, labels="").visit(expose)


def service_of(call: Call, info: Info) -> Object:
    """The Service. Raises KubectlError."""
    if info.kind.kind not in EXPOSED:
        suffix = f".{info.kind.group}" if info.kind.group else ""
        raise KubectlError(f"cannot expose a {info.kind.kind}{suffix}")
    selector = parse_labels(call["selector"]) if call["selector"] else _selector(info)
    labels = parse_labels(call["labels"]) if call["labels"] else metadata_of(info.obj).get("labels") or {}
    metadata: Object = {"name": call["name"] or info.name[:63], "creationTimestamp": None}
    metadata |= {"labels": labels} if labels else {}
    ports = _service_ports(call, _ports(call, info), _protocols(info))
    spec: Object = {"ports": ports} if ports else {}
    spec["selector"] = selector
    spec |= _more(call)
    obj = {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}
    return {**obj, "status": {"loadBalancer": {}}}


def _more(call: Call) -> Object:
    spec: Object = {"externalIPs": [call["external-ip"]]} if call["external-ip"] else {}
    spec |= {"type": call["type"]} if call["type"] else {}
    if call["type"] == "LoadBalancer" and call["load-balancer-ip"]:
        spec["loadBalancerIP"] = call["load-balancer-ip"]
    if call["session-affinity"]:
        if call["session-affinity"] not in {"None", "ClientIP"}:
            raise KubectlError(f"unknown session affinity: {call['session-affinity']}")
        spec["sessionAffinity"] = call["session-affinity"]
    return {**spec, "clusterIP": call["cluster-ip"]} if call["cluster-ip"] else spec


def parse_labels(text: str) -> dict[str, str]:
    """`a=b,c=d`. Raises KubectlError."""
    found = {}
    for part in text.split(","):
        pieces = part.split("=")
        if len(pieces) != 2:
            raise KubectlError(f"unexpected label spec: {part}")
        if not pieces[0]:
            raise KubectlError("unexpected empty label key")
        found[pieces[0]] = pieces[1]
    return found


def _selector(info: Info) -> dict[str, str]:
    spec, why = info.obj.get("spec") or {}, "couldn't retrieve selectors via --selector flag or introspection: "
    if info.kind.kind == "Pod":
        found, missing = metadata_of(info.obj).get("labels"), "the pod has no labels and cannot be exposed"
    elif info.kind.kind == "Service":
        found, missing = spec.get("selector"), "the service has no pod selector set"
    else:
        selector = spec.get("selector") or {}
        found = selector.get("matchLabels", {})
        missing = f"invalid {info.kind.kind.lower()}: no selectors, therefore cannot be exposed"
        if selector.get("matchExpressions"):
            raise KubectlError(f"{why}couldn't convert expressions to map-based selector format")
    if not found:
        raise KubectlError(why + missing)
    return dict(found)


def _declared(info: Info) -> list[tuple[str, str]]:
    """(port, protocol) of the object's containers, or of a Service."""
    if info.kind.kind == "Service":
        ports = (info.obj.get("spec") or {}).get("ports") or []
        return [(str(port.get("port")), port.get("protocol") or "TCP") for port in ports]
    containers = (changing.pod_spec_of(info.obj) or {}).get("containers") or []
    ports = [port for container in containers for port in container.get("ports") or []]
    return [(str(port.get("containerPort")), port.get("protocol") or "TCP") for port in ports]


def _ports(call: Call, info: Info) -> list[str]:
    if call["port"]:
        return list(call["port"].split(","))
    found = list(dict.fromkeys(port for port, _ in _declared(info)))
    if not found and call["cluster-ip"] != "None":
        raise KubectlError("couldn't find port via --port flag or introspection")
    return found


def _protocols(info: Info) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for port, protocol in _declared(info):
        found.setdefault(port, []).append(protocol)
    return found


def _service_ports(call: Call, ports: list[str], protocols: dict[str, list[str]]) -> list[Object]:
    found: list[Object] = []
    for number, text in enumerate(ports, start=1):
        if not re.fullmatch(r"[-+]?\d+", text):
            raise KubectlError(f'strconv.Atoi: parsing "{text}": invalid syntax')
        name = f"port-{number}" if len(ports) > 1 else ""
        known = protocols.get(text) or ["TCP"]
        chosen = [call["protocol"]] if call["protocol"] else known
        for protocol in chosen:
            shown = f"port-{number}-{protocol.lower()}" if len(chosen) > 1 else name
            port: Object = {"name": shown} if shown else {}
            found.append({**port, "port": int(text), "protocol": protocol, "targetPort": _target(call, int(text))})
    return found


def _target(call: Call, port: int) -> Any:
    text = call["target-port"]
    if not text:
        return port
    return int(text) if re.fullmatch(r"\d+", text) else text


def overridden(call: Call, obj: Object) -> Object:
    """The object with `--overrides` merged in. Raises KubectlError."""
    if not call["overrides"]:
        return obj
    if call["override-type"] not in {"json", "merge", "strategic"}:
        raise KubectlError(f"invalid override type: {call['override-type']}")
    try:
        value = json.loads(call["overrides"])
    except ValueError:
        value = None
    if not isinstance(value, list if call["override-type"] == "json" else dict):
        raise KubectlError("Invalid JSON Patch")
    if call["override-type"] == "strategic":
        return patches.strategic_merge_patch(obj, value, obj["apiVersion"], obj["kind"])
    if call["override-type"] == "json":
        return patches.json_patch(obj, value)
    return patches.merge_patch(obj, value)


OVERRIDES = (
    Flag("override-type", default="merge", help="json, merge or strategic"),
    Flag("overrides", help="JSON that is merged into the object"),
)
COMMAND = Command(
    name="expose",
    use="expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name]"
    " [--name=name] [--external-ip=external-ip-of-service] [--type=type]",
    short="Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service",
    about="""
        Makes a Service that sends requests to the pods of a Deployment, a ReplicaSet, a pod or another Service.
    """,
    examples="""
        # On port 80, to port 8080 of the pods
        kubectl expose deployment web --port=80 --target-port=8080
    """,
    run=run,
    group="Basic Commands (Beginner)",
    flags=(
        DRY_RUN,
        RECORD,
        SAVE_CONFIG,
        *OVERRIDES,
        *TEMPLATES,
        *files(),
        manager("kubectl-expose"),
        Flag("cluster-ip", help="address inside the cluster; None for none"),
        Flag("external-ip", help="one more address at which it answers"),
        Flag("labels", short="l", help="labels of the Service"),
        Flag("load-balancer-ip", help="address of the load balancer"),
        Flag("name", help="name of the Service; that of what is exposed if missing"),
        Flag("port", help="port of the Service; as the pods say if missing"),
        Flag("protocol", help="TCP, UDP or SCTP"),
        Flag("selector", help="labels of the pods; as what is exposed says if missing"),
        Flag("session-affinity", help="None or ClientIP"),
        Flag("target-port", help="port of the pods, as a number or by its name"),
        Flag("type", help="ClusterIP, NodePort, LoadBalancer or ExternalName"),
    ),
)
