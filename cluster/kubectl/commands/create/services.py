"""`kubectl create service`. Upstream: `create_service.go`."""

import re
from collections.abc import Callable
from typing import Any

from cluster.core import names
from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import FLAGS, make, metadata, name_of, require
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag

TCP = Flag("tcp", "slice", (), help="port of the Service and of the pods: 80:8080")


def _run(type_: str) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        if type_ == "ExternalName":
            require(call, "external-name")
        name = name_of(call)
        cluster_ip, external = call.values.get("clusterip", ""), call.values.get("external-name", "")
        if cluster_ip != "None" and not call["tcp"] and type_ != "ExternalName":
            raise KubectlError("at least one tcp port specifier must be provided")
        if type_ == "ExternalName" and names.is_dns1123_subdomain(external):
            raise KubectlError(f"invalid service external name {external}")
        spec: Object = {"type": type_, "selector": {"app": name}}
        ports = [_port(text, call.values.get("node-port", 0)) for text in call["tcp"]]
        spec |= {"ports": ports} if ports else {}
        spec |= {"clusterIP": cluster_ip} if cluster_ip else {}
        spec |= {"externalName": external} if external else {}
        obj = {"apiVersion": "v1", "kind": "Service", "metadata": metadata(call, name, labels={"app": name})}
        make(call, {**obj, "spec": spec, "status": {"loadBalancer": {}}}, f"failed to create {type_} service:")

    return run


def _port(text: str, node_port: int) -> Object:
    port, target = parse_ports(text)
    found: Object = {"name": text.replace(":", "-"), "port": port, "protocol": "TCP", "targetPort": target}
    return {**found, "nodePort": node_port} if node_port else found


def parse_ports(text: str) -> tuple[int, Any]:
    """`80:8080`, `80:http`, `80`. Raises KubectlError."""
    first, *rest = text.split(":")
    port = _unsigned(first)
    if not rest:
        return port, port
    second = rest[0]
    if re.fullmatch(r"[-+]?\d+", second):
        if not 1 <= int(second) <= 65535:
            raise KubectlError("must be between 1 and 65535, inclusive")
        return port, int(second)
    if faults := names.is_valid_port_name(second):
        raise KubectlError(",".join(faults))
    return port, second


def _unsigned(text: str) -> int:
    """`strconv.ParseUint(text, 10, 16)`."""
    if not re.fullmatch(r"[0-9]+", text):
        raise KubectlError(f"strconv.ParseUint: parsing {quote(text)}: invalid syntax")
    if int(text) > 65535:
        raise KubectlError(f"strconv.ParseUint: parsing {quote(text)}: value out of range")
    return int(text)


def _command(name: str, type_: str, use: str, short: str, *flags: Flag) -> Command:
    example = f"""
        # A Service that sends to the pods labelled app=web
        kubectl create service {name} web --tcp=80:8080
    """
    if name == "externalname":
        example = """
        # A name inside the cluster for a host outside
        kubectl create service externalname db --external-name db.example.org
        """
    return Command(name=name, use=use, short=short, run=_run(type_), flags=(*FLAGS, TCP, *flags), examples=example)


COMMAND = Command(
    name="service",
    names=("svc",),
    use="service",
    short="Create a service using a specified subcommand",
    subcommands=(
        _command(
            "clusterip",
            "ClusterIP",
            "clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]",
            "Create a ClusterIP service",
            Flag("clusterip", help="the address, or None for a Service without one"),
        ),
        _command(
            "externalname",
            "ExternalName",
            "externalname NAME --external-name external.name [--dry-run=server|client|none]",
            "Create an ExternalName service",
            Flag("external-name", help="the host outside"),
        ),
        _command(
            "loadbalancer",
            "LoadBalancer",
            "loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]",
            "Create a LoadBalancer service",
        ),
        _command(
            "nodeport",
            "NodePort",
            "nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]",
            "Create a NodePort service",
            Flag("node-port", "int", 0, help="the port on each node"),
        ),
    ),
)
