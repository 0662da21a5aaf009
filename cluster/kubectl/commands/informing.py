"""`kubectl version`, `cluster-info`, `api-resources`, `api-versions`.

Upstream: `kubectl/pkg/cmd/{version,clusterinfo,apiresources}`.
"""

import json

from cluster.kubectl import resources
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import TEMPLATES
from cluster.kubectl.output import yaml_text
from cluster.kubectl.output.streams import GrowingTable
from cluster.kubectl.resources import Mapping

CLIENT = {
    "major": "1", "minor": "32", "gitVersion": "v1.32.4", "gitCommit": "59526cd4867447956156ae3a602fcbac10a2c335",
    "gitTreeState": "clean", "buildDate": "2025-04-22T16:03:58Z", "goVersion": "go1.23.6", "compiler": "gc",
    "platform": "linux/amd64",
}  # fmt: skip
KUSTOMIZE = "v5.5.0"


def _version(call: Call) -> None:
    if call["output"] not in {"", "yaml", "json"}:
        raise KubectlError("--output must be 'yaml' or 'json'")
    if call.args:
        raise KubectlError(f"extra arguments: [{' '.join(call.args)}]")
    found = {"clientVersion": CLIENT, "kustomizeVersion": KUSTOMIZE}
    if not call["client"]:
        found["serverVersion"] = call.client.ask("GET", "/version")
    if call["output"] == "json":
        call.out(json.dumps(found, indent=2) + "\n")
    elif call["output"] == "yaml":
        call.out(yaml_text.dump(found))
    else:
        call.out(f"Client Version: {CLIENT['gitVersion']}\nKustomize Version: {KUSTOMIZE}\n")
        if not call["client"]:
            call.out(f"Server Version: {found['serverVersion']['gitVersion']}\n")  # type: ignore[index]
    if not call["client"]:
        server = found["serverVersion"]
        call.err(
            f"WARNING: version difference between client (1.32) and server ({server['major']}.{server['minor']})"  # type: ignore[index]
            " exceeds the supported minor version skew of +/-1\n"
        )


def _cluster_info(call: Call) -> None:
    server = call.session.kubeconfig.server()
    call.out(f"Kubernetes control plane is running at {server}\n")
    call.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n")


def _api_versions(call: Call) -> None:
    if call.args:
        raise call.usage(f"unexpected arguments: [{' '.join(call.args)}]")
    for version in sorted({row.api_version for row in resources.served()}):
        call.out(f"{version}\n")


def _api_resources(call: Call) -> None:
    if call.args:
        raise call.usage(f"unexpected arguments: [{' '.join(call.args)}]")
    if call["output"] not in {"", "wide", "name"}:
        raise KubectlError(f"--output {call['output']} is not available")
    if call["sort-by"] not in {"", "name", "kind"}:
        raise KubectlError("--sort-by accepts only name or kind")
    rows = [row for row in _preferred() if _is_wanted(call, row)]
    if call["sort-by"] == "kind":
        rows.sort(key=lambda row: row.kind)
    elif call["sort-by"] == "name":
        rows.sort(key=lambda row: row.plural)
    if call["output"] == "name":
        call.out("".join(f"{row.group_resource}\n" for row in rows))
        return
    table = GrowingTable(call.out)
    wide = call["output"] == "wide"
    if not call["no-headers"]:
        table.add(
            ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", *(["VERBS", "CATEGORIES"] if wide else [])]
        )
    for row in rows:
        more = [",".join(row.verbs), ",".join(row.categories)] if wide else []
        table.add(
            [row.plural, ",".join(row.short_names), row.api_version, str(row.namespaced).lower(), row.kind, *more]
        )
    table.flush()


def _preferred() -> list[Mapping]:
    """Each resource in its preferred version, as `kubectl api-resources` orders them."""
    found: dict[str, Mapping] = {}
    for row in resources.served():
        found.setdefault(row.group_resource, row)
    return sorted(found.values(), key=lambda row: (row.group, row.plural))


def _is_wanted(call: Call, row: Mapping) -> bool:
    if call.values.changed("api-group") and row.group != call["api-group"]:
        return False
    if call.values.changed("namespaced") and row.namespaced != call["namespaced"]:
        return False
    if call["categories"] and not set(call["categories"]) <= set(row.categories):
        return False
    return not call["verbs"] or set(call["verbs"]) <= set(row.verbs)


COMMANDS = (
    Command(
        name="api-resources",
        use="api-resources",
        short="Print the supported API resources on the server",
        examples="""
            # All kinds with their short names
            kubectl api-resources

            # Those of a group
            kubectl api-resources --api-group=apps
        """,
        run=_api_resources,
        group="Other Commands",
        flags=(
            Flag("api-group", help="only of this group"),
            Flag("cached", "bool", False, help="from the cache, if there is one"),
            Flag("categories", "slice", (), help="only of these categories"),
            Flag("namespaced", "bool", True, help="only those in namespaces, or (false) only those outside"),
            Flag("no-headers", "bool", False, help="leave out the line of headers"),
            Flag("output", short="o", help="wide or name"),
            Flag("sort-by", help="name or kind"),
            Flag("verbs", "slice", (), help="only those with these verbs"),
        ),
    ),
    Command(
        name="api-versions",
        use="api-versions",
        short='Print the supported API versions on the server, in the form of "group/version"',
        run=_api_versions,
        group="Other Commands",
    ),
    Command(
        name="cluster-info",
        use="cluster-info",
        short="Display cluster information",
        run=_cluster_info,
        group="Cluster Management Commands",
    ),
    Command(
        name="version",
        use="version",
        short="Print the client and server version information",
        run=_version,
        group="Other Commands",
        flags=(Flag("client", "bool", False, help="only of kubectl itself"), TEMPLATES[1]),
    ),
)
