"""`kubectl get`. Upstream: `kubectl/pkg/cmd/get/get.go`."""

from typing import Any

from cluster.kubectl import raw
from cluster.kubectl.builder import Result
from cluster.kubectl.client import TABLE
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.get_printing import Human, generic
from cluster.kubectl.commands.get_watching import watch
from cluster.kubectl.errors import Aggregate, KubectlError, raise_all
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import (
    ALL_NAMESPACES,
    CHUNK_SIZE,
    FIELD_SELECTOR,
    SELECTOR,
    SUBRESOURCE,
    TABLES,
    TEMPLATES,
    files,
)
from cluster.kubectl.infos import Info
from cluster.kubectl.output import sorting

SUGGEST = 'Use "kubectl api-resources" for a complete list of supported resources.'


def run(call: Call) -> None:
    """List or show objects."""
    if call["raw"]:
        raw.run_get(call)
        return
    if not call.args and not call["filename"] and not call["kustomize"] and not (call["watch"] or call["watch-only"]):
        call.err(f"You must specify the type of resource to get. {SUGGEST}\n\n")
        raise call.usage(
            'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that'
            " resource (e.g. kubectl explain pods)."
        )
    _judge(call)
    if call["watch"] or call["watch-only"]:
        watch(call)
    else:
        show(call)


def _judge(call: Call) -> None:
    watching, output = call["watch"] or call["watch-only"], call["output"]
    if watching and call["sort-by"]:
        flag, rest = ("--watch", " for watch events received") if call["watch"] else ("--watch-only", "")
        call.err(f"warning: {flag} requested, --sort-by will be ignored{rest}\n")
    if call["show-labels"] and output not in {"", "wide"}:
        raise KubectlError(f"--show-labels option cannot be used with {output} printer")
    if call["output-watch-events"] and not watching:
        raise KubectlError("--output-watch-events option can only be used with --watch or --watch-only")


def is_human(call: Call) -> bool:
    """Whether a table is wanted."""
    return (not call["output"] and not call["template"]) or call["output"] == "wide"


def found(call: Call, **more: Any) -> Result:
    """What the words mean, as tables where those are wanted."""
    wanted: dict[str, Any] = {
        "all_namespaces": call["all-namespaces"],
        "words": call.args,
        "empty": True,
        "latest": True,
    }
    wanted["enforce"] = call.enforced and not call["all-namespaces"]
    wanted["subresource"] = call["subresource"]
    if is_human(call) and call["server-print"]:
        wanted["headers"] = {"accept": TABLE}
        wanted["query"] = {"includeObject": "Object"} if call["sort-by"] else {}
    if call["sort-by"]:
        wanted["chunk"] = 0
    return call.find(**{**wanted, **more})


def show(call: Call) -> None:
    """Without watching."""
    result = found(call)
    result.ignore_not_found = call["ignore-not-found"]
    if not is_human(call):
        generic(call, result)
        return
    infos, error = result.infos()
    human = Human(call, len({info.kind for info in infos}) > 1)
    for info in sorting.sorted_infos(infos, call["sort-by"]) if call["sort-by"] else infos:
        human.add(info)
    written = human.finish()
    if not written and not call["ignore-not-found"] and error is None:
        call.err(_nothing(call, infos))
    raise_all([Aggregate([error])] if error else [])


def _nothing(call: Call, infos: list[Info]) -> str:
    if call["all-namespaces"] or not all(info.kind.namespaced for info in infos):
        return "No resources found\n"
    return f"No resources found in {call.namespace} namespace.\n"


OUTPUTS = (
    "json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file"
    "|custom-columns|custom-columns-file|wide"
)
COMMAND = Command(
    name="get",
    use=f"get [(-o|--output=){OUTPUTS}] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...)"
    " [flags]",
    short="Display one or many resources",
    about="""
        Shows a table of the most important facts about objects, or the objects themselves with -o yaml or -o json.

        Kinds are separated by commas (deploy,rs,pods); `all` means the usual ones. Without a name, all objects of the
        namespace are shown; -l and --field-selector choose among them, -A looks into every namespace.
    """,
    examples="""
        # The pods of the namespace
        kubectl get pods

        # With more columns, among them the address and the node of each
        kubectl get pods -o wide

        # A Deployment with all that belongs to it
        kubectl get deploy,rs,pods -l app=web

        # One object as it is stored
        kubectl get deployment web -o yaml

        # A single field of it
        kubectl get deployment web -o jsonpath='{.status.readyReplicas}'

        # Pods as they change
        kubectl get pods --watch
    """,
    run=run,
    group="Basic Commands (Intermediate)",
    suggested_for=("list", "ps"),
    flags=(
        ALL_NAMESPACES,
        CHUNK_SIZE,
        FIELD_SELECTOR,
        SELECTOR,
        SUBRESOURCE,
        *TABLES,
        *TEMPLATES,
        *files(),
        Flag("server-print", "bool", True, help="let the server choose the columns; else only names and ages"),
        Flag("ignore-not-found", "bool", False, help="no object of that name is no error"),
        Flag("output-watch-events", "bool", False, help="with --watch: tell what happened to each object"),
        Flag("raw", help="print what the server answers to this path"),
        Flag("watch", "bool", False, short="w", help="list, then show what changes"),
        Flag("watch-only", "bool", False, help="show what changes, without listing first"),
    ),
)
