"""`kubectl auth`. Upstream: `kubectl/pkg/cmd/auth/{cani,whoami}.go`."""

from cluster import store
from cluster.core import times
from cluster.core.kinds import Object
from cluster.kubectl import resources
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Exit, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import ALL_NAMESPACES, SUBRESOURCE, TEMPLATES
from cluster.kubectl.output.streams import GrowingTable
from cluster.kubectl.resources import Mapping

GROUPS = ["kubeadm:cluster-admins", "system:authenticated"]
VERBS = {
    "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind", "impersonate",
    "*", "approve", "sign", "escalate", "attest",
}  # fmt: skip
URL_VERBS = {"get", "put", "post", "head", "options", "delete", "patch", "*"}


def _can_i(call: Call) -> int:
    if call["list"]:
        if call.args:
            raise KubectlError("list option must be specified with no arguments")
        _list_rules(call)
        return 0
    if len(call.args) != 2:
        raise KubectlError(
            "you must specify two arguments: verb resource or verb resource/resourceName.\n"
            f"See '{call.path} -h' for help and examples."
        )
    verb, word = call.args
    answer = call.client.ask(
        "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", body=_review(call, verb, word)
    )
    status = answer.get("status") or {}
    allowed = bool(status.get("allowed"))
    if not call["quiet"]:
        reason = f" - {status['reason']}" if status.get("reason") and not allowed else ""
        call.out("yes\n" if allowed else f"no{reason}\n")
    if not allowed:
        raise Exit(1)
    return 0


def _review(call: Call, verb: str, word: str) -> Object:
    if word.startswith("/"):
        if verb not in URL_VERBS:
            call.err(f"Warning: verb '{verb}' is not a known verb\n\n")
        spec: Object = {"nonResourceAttributes": {"path": word, "verb": verb}}
    else:
        resource, _, name = word.partition("/")
        kind = _kind(call, resource)
        if kind is not None and not kind.namespaced and not call["all-namespaces"]:
            scope = f"in group '{kind.group}'" if kind.group else "in group ''"
            call.err(f"Warning: resource '{kind.plural}' is not namespace scoped {scope}\n\n" if kind.group
                     else f"Warning: resource '{kind.plural}' is not namespace scoped\n\n")  # fmt: skip
        if verb not in VERBS:
            call.err(f"Warning: verb '{verb}' is not a known verb\n\n")
        attributes = {"verb": verb, "resource": kind.plural if kind else resource, "group": kind.group if kind else ""}
        attributes |= {"namespace": "" if call["all-namespaces"] else call.namespace, "name": name}
        attributes |= {"subresource": call["subresource"]} if call["subresource"] else {}
        spec = {"resourceAttributes": attributes}
    return {"kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "metadata": {}, "spec": spec}


def _kind(call: Call, word: str) -> Mapping | None:
    if word == "*":
        return None
    try:
        return resources.mapping(word)
    except KubectlError:
        plain, _, group = word.partition(".")
        call.err(
            f"Warning: the server doesn't have a resource type '{plain}'"
            + (f" in group '{group}'" if group else "")
            + "\n\n"
        )
        return None


def _list_rules(call: Call) -> None:
    table = GrowingTable(call.out)
    if not call["no-headers"]:
        table.add(["Resources", "Non-Resource URLs", "Resource Names", "Verbs"])
    table.add(["*.*", "[]", "[]", "[*]"])
    table.add(["", "[*]", "[]", "[*]"])
    table.flush()


def _who_am_i(call: Call) -> None:
    user = call.session.user
    if call["output"]:
        review = {
            "apiVersion": "authentication.k8s.io/v1",
            "kind": "SelfSubjectReview",
            "metadata": {"creationTimestamp": times.to_text(store.wall_now())},
            "status": {"userInfo": {"groups": GROUPS, "username": user}},
        }
        call.out(writing.printed(call, "")(review))
        return
    table = GrowingTable(call.out)
    table.add(["ATTRIBUTE", "VALUE"])
    table.add(["Username", user])
    table.add(["Groups", f"[{' '.join(GROUPS)}]"])
    table.flush()


COMMAND = Command(
    name="auth",
    use="auth",
    short="Inspect authorization",
    group="Troubleshooting and Debugging Commands",
    subcommands=(
        Command(
            name="can-i",
            use="can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]",
            short="Check whether an action is allowed",
            examples="""
                # May I delete pods?
                kubectl auth can-i delete pods
            """,
            run=_can_i,
            flags=(
                ALL_NAMESPACES,
                SUBRESOURCE,
                Flag("list", "bool", False, help="list everything that is allowed"),
                Flag("no-headers", "bool", False, help="leave out the line of headers"),
                Flag("quiet", "bool", False, short="q", help="say nothing, answer by the exit code"),
            ),
        ),
        Command(
            name="whoami",
            use="whoami",
            short="Experimental: Check self subject attributes",
            run=_who_am_i,
            flags=TEMPLATES,
        ),
    ),
)
