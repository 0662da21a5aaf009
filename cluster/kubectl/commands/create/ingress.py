"""`kubectl create ingress`: a kind that is not served, for manifests. Upstream: `create_ingress.go`."""

import re
from typing import Any

from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import FLAGS, make, metadata, name_of
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag

RULE = re.compile(
    r"(?P<host>[\w*\-.]*)(?P<path>/[^=]*)=(?P<name>[\w.-]+):(?P<port>[\w.-]+)(?P<tls>,tls(=(?P<secret>[\w.-]*))?)?"
)
BACKEND = re.compile(r"(?P<name>[\w.-]+):(?P<port>[\w.-]+)")


def run(call: Call) -> None:
    """Make an Ingress of rules."""
    name = name_of(call)
    if not call["rule"] and not call["default-backend"]:
        raise KubectlError(
            "not enough information provided: every ingress has to either specify a default-backend (which catches"
            " all traffic) or a list of rules (which catch specific paths)"
        )
    spec: Object = {"rules": _rules([_parsed(text) for text in call["rule"]])} if call["rule"] else {}
    spec |= {"ingressClassName": call["class"]} if call["class"] else {}
    if call["default-backend"]:
        found = BACKEND.fullmatch(call["default-backend"])
        if found is None:
            raise KubectlError("default-backend should be in format servicename:serviceport")
        spec["defaultBackend"] = _backend(found)
    tls = _tls([_parsed(text) for text in call["rule"]])
    spec |= {"tls": tls} if tls else {}
    notes = dict(text.partition("=")[::2] for text in call["annotation"])
    own = metadata(call, name, annotations=notes) if notes else metadata(call, name)
    obj = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": own, "spec": spec}
    make(call, {**obj, "status": {"loadBalancer": {}}}, "failed to create ingress:")


def _parsed(text: str) -> re.Match[str]:
    found = RULE.fullmatch(text)
    if found is None:
        raise KubectlError(f"rule {text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]")
    return found


def _backend(found: re.Match[str]) -> Object:
    port = found["port"]
    number: Any = {"number": int(port)} if port.isdigit() else {"name": port}
    return {"service": {"name": found["name"], "port": number}}


def _rules(found: list[re.Match[str]]) -> list[Object]:
    of_host: dict[str, list[Object]] = {}
    for rule in found:
        path, type_ = rule["path"], "Exact"
        if path.endswith("*"):
            path, type_ = path[:-1], "Prefix"
        of_host.setdefault(rule["host"], []).append({"backend": _backend(rule), "path": path, "pathType": type_})
    return [{**({"host": host} if host else {}), "http": {"paths": paths}} for host, paths in of_host.items()]


def _tls(found: list[re.Match[str]]) -> list[Object]:
    of_secret: dict[str, list[str]] = {}
    for rule in found:
        if rule["tls"]:
            hosts = of_secret.setdefault(rule["secret"] or "", [])
            if rule["host"] and rule["host"] not in hosts:
                hosts.append(rule["host"])
    return [
        {**({"hosts": hosts} if hosts else {}), **({"secretName": secret} if secret else {})}
        for secret, hosts in of_secret.items()
    ]


COMMAND = Command(
    name="ingress",
    names=("ing",),
    use="ingress NAME --rule=host/path=service:port[,tls[=secret]]",
    short="Create an ingress with the specified name",
    run=run,
    flags=(
        *FLAGS,
        Flag("annotation", "array", (), help="key=value; may be repeated"),
        Flag("class", help="name of the ingress class"),
        Flag("default-backend", help="where all other traffic goes: service:port"),
        Flag("rule", "array", (), help="host/path=service:port; may be repeated"),
    ),
)
