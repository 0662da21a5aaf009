"""`kubectl describe`. Upstream: `kubectl/pkg/cmd/describe/describe.go`, `kubectl/pkg/describe/describe.go`."""

from dataclasses import replace

from cluster import store
from cluster.api import managers, projection
from cluster.core import describe as described
from cluster.core.kinds import Object, public
from cluster.core.state import State
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Aggregate, ApiRefused, KubectlError, is_not_found
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import ALL_NAMESPACES, CHUNK_SIZE, SELECTOR, files
from cluster.kubectl.infos import Info

SUGGEST = 'Use "kubectl api-resources" for a complete list of supported resources.'


def run(call: Call) -> None:
    """Describe objects, each after the other."""
    if not call.args and not call["filename"] and not call["kustomize"]:
        raise KubectlError(f"You must specify the type of resource to describe. {SUGGEST}\n")
    everywhere = call["all-namespaces"]
    enforce = call.enforced and not everywhere
    result = call.find(words=call.args, empty=True, all_namespaces=everywhere, enforce=enforce)
    infos, error = result.infos()
    if error is not None and is_not_found(error) and len(call.args) == 2:
        _describe_matching(call, error)
        return
    errors: list[Exception] = [error] if error else []
    texts = []
    for info in infos:
        try:
            texts.append(text_of(call, info))
        except ApiRefused as refusal:
            errors.append(refusal)
    call.out("\n\n".join(texts))
    if not infos and not errors:
        call.err("No resources found\n" if everywhere else f"No resources found in {call.namespace} namespace.\n")
    if errors:
        raise Aggregate(errors)


def _describe_matching(call: Call, error: Exception) -> None:
    """`describe pod web-` describes all whose name begins so."""
    result = call.find(words=call.args[:1], empty=True, single_type=True, keep_going=False, files=type(call.files())())
    matching = [info for info in result.all() if info.name.startswith(call.args[1])]
    for info in matching:
        call.out(text_of(call, info) + "\n")
    if not matching:
        raise error


def text_of(call: Call, info: Info) -> str:
    """The description of one object, fetched afresh as kubectl does. Raises ApiRefused."""
    obj = info.fetch(call.client).obj
    held = call.session.vantage.held()
    related = _related(held.state, obj, bool(call["show-events"]))
    return described.describe(obj, replace(related, lease=_lease(call, obj)))


def _lease(call: Call, obj: Object) -> Object | None:
    if obj.get("kind") != "Node":
        return None
    path = f"/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{obj['metadata']['name']}"
    try:
        found: Object = call.client.ask("GET", path)
    except ApiRefused:
        return None
    return found


def _related(state: State, obj: Object, events: bool) -> described.Related:
    """What belongs to it, with its times as clients see them."""
    now = store.wall_now()
    kind, metadata = str(obj.get("kind")), obj.get("metadata") or {}
    stored = state.get(kind, metadata.get("namespace") or "", metadata.get("name") or "")
    related = described.gather(state, stored or obj, events)
    seconds = projection.shift_between(stored, obj, 0) if stored else 0

    def shown(found: Object) -> Object:
        return projection.project(public(managers.complete(found)), seconds)

    return described.Related(
        now=now,
        events=None if related.events is None else [shown(event) for event in related.events],
        replica_sets=tuple(map(shown, related.replica_sets)),
        pods=tuple(map(shown, related.pods)),
        endpoint_slices=tuple(map(shown, related.endpoint_slices)),
        resource_quotas=tuple(map(shown, related.resource_quotas)),
        limit_ranges=tuple(map(shown, related.limit_ranges)),
        secrets=tuple(map(shown, related.secrets)),
    )


COMMAND = Command(
    name="describe",
    use="describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)",
    short="Show details of a specific resource or group of resources",
    about="""
        Tells everything worth knowing about an object, with what belongs to it and what happened to it lately.

        A name that nobody has is taken as the beginning of names.
    """,
    examples="""
        # A Deployment, its ReplicaSets and its events
        kubectl describe deployment web

        # All pods of a Deployment
        kubectl describe pods -l app=web

        # What a file names
        kubectl describe -f deploy.yml
    """,
    run=run,
    group="Troubleshooting and Debugging Commands",
    flags=(
        ALL_NAMESPACES,
        CHUNK_SIZE,
        SELECTOR,
        *files(),
        Flag("show-events", "bool", True, help="tell the events about each object too"),
    ),
)
