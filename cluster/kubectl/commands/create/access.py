"""`kubectl create role`, `rolebinding` and their likes for all namespaces: kinds that are not served, for manifests.

Upstream: `create_{role,clusterrole,rolebinding,clusterrolebinding}.go`.
"""

from collections.abc import Callable

from cluster.core.kinds import Object
from cluster.kubectl import resources
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import FLAGS, make, metadata, name_of, require
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag

GROUP = "rbac.authorization.k8s.io"
VERBS = frozenset([
    "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind", "escalate",
    "impersonate", "approve", "sign", "*",
])  # fmt: skip


def _object(kind: str, metadata_: Object, **more: object) -> Object:
    return {"apiVersion": f"{GROUP}/v1", "kind": kind, "metadata": metadata_, **more}


def _role(call: Call) -> None:
    name = name_of(call)
    if not call["verb"]:
        raise KubectlError("at least one verb must be specified")
    if not call["resource"]:
        raise KubectlError("at least one resource must be specified")
    make(call, _object("Role", metadata(call, name), rules=_rules(call)))


def _cluster_role(call: Call) -> None:
    name = name_of(call)
    if not call["verb"]:
        raise KubectlError("at least one verb must be specified")
    if not call["resource"] and not call["non-resource-url"]:
        raise KubectlError("one of resource or nonResourceURL must be specified")
    rules = _rules(call)
    if call["non-resource-url"]:
        rules.append({"nonResourceURLs": list(call["non-resource-url"]), "verbs": _verbs(call)})
    make(call, _object("ClusterRole", {"name": name, "creationTimestamp": None}, rules=rules))


def _verbs(call: Call) -> list[str]:
    found = list(dict.fromkeys(call["verb"]))
    for verb in found:
        if verb not in VERBS:
            call.err(f"Warning: '{verb}' is not a standard resource verb\n")
    return ["*"] if "*" in found else found


def _rules(call: Call) -> list[Object]:
    """One rule for each group of the resources, sorted by group."""
    verbs = _verbs(call) if call["resource"] else []
    of_group: dict[str, list[str]] = {}
    for text in dict.fromkeys(call["resource"]):
        word, slash, subresource = text.partition("/")
        kind = resources.mapping(word)
        of_group.setdefault(kind.group, []).append(kind.plural + slash + subresource)
    named = {"resourceNames": list(call["resource-name"])} if call["resource-name"] else {}
    return [{"apiGroups": [group], "resources": of_group[group], "verbs": verbs, **named} for group in sorted(of_group)]


def _binding(kind: str) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        everywhere = kind == "ClusterRoleBinding"
        if everywhere:
            require(call, "clusterrole")
        name = name_of(call)
        role = "" if everywhere else call["role"]
        if bool(call["clusterrole"]) == bool(role):
            raise KubectlError("exactly one of clusterrole or role must be specified")
        refers = {"apiGroup": GROUP, "kind": "Role" if role else "ClusterRole", "name": role or call["clusterrole"]}
        own = {"name": name, "creationTimestamp": None} if everywhere else metadata(call, name)
        obj = _object(kind, own, roleRef=refers)
        subjects = _subjects(call)
        make(call, {**obj, "subjects": subjects} if subjects else obj, f"failed to create {kind.lower()}:")

    return run


def _subjects(call: Call) -> list[Object]:
    found: list[Object] = []
    for flag, kind in (("user", "User"), ("group", "Group")):
        found += [{"apiGroup": GROUP, "kind": kind, "name": name} for name in call[flag]]
    for text in call["serviceaccount"]:
        namespace, colon, name = text.partition(":")
        if not colon or not namespace or not name or ":" in name:
            raise KubectlError("serviceaccount must be <namespace>:<name>")
        found.append({"kind": "ServiceAccount", "name": name, "namespace": namespace})
    return found


RULES = (
    Flag("resource", "slice", (), help="what it is about: pods, deployments.apps, pods/log"),
    Flag("resource-name", "array", (), help="only objects of this name; may be repeated"),
    Flag("verb", "slice", (), help="what may be done: get, list, create"),
)
WHOM = (
    Flag("clusterrole", help="the role, of all namespaces"),
    Flag("group", "array", (), help="a group that gets it; may be repeated"),
    Flag("serviceaccount", "array", (), help="NAMESPACE:NAME of an account that gets it; may be repeated"),
    Flag("user", "array", (), help="a user who gets it; may be repeated"),
)
WHO = "[--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]"
DRY = "[--dry-run=server|client|none]"
COMMANDS = (
    Command(
        name="clusterrole",
        use=f"clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] {DRY}",
        short="Create a cluster role",
        run=_cluster_role,
        flags=(*FLAGS, *RULES, Flag("non-resource-url", "slice", (), help="paths that are no resources: /healthz")),
    ),
    Command(
        name="clusterrolebinding",
        use=f"clusterrolebinding NAME --clusterrole=NAME {WHO} {DRY}",
        short="Create a cluster role binding for a particular cluster role",
        run=_binding("ClusterRoleBinding"),
        flags=(*FLAGS, *WHOM),
    ),
    Command(
        name="role",
        use=f"role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] {DRY}",
        short="Create a role with single rule",
        run=_role,
        flags=(*FLAGS, *RULES),
    ),
    Command(
        name="rolebinding",
        use=f"rolebinding NAME --clusterrole=NAME|--role=NAME {WHO} {DRY}",
        short="Create a role binding for a particular role or cluster role",
        run=_binding("RoleBinding"),
        flags=(*FLAGS, *WHOM, Flag("role", help="the role, of this namespace")),
    ),
)
