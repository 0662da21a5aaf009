"""`kubectl scale`. Upstream: `kubectl/pkg/cmd/scale/scale.go`, `kubectl/pkg/scale/scale.go`."""

from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import require
from cluster.kubectl.commands.waiting import watched
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import ALL, DRY_RUN, RECORD, RESOURCE_VERSION, SELECTOR, TEMPLATES, TIMEOUT, files
from cluster.kubectl.infos import Info

NO_COUNT = "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"


def run(call: Call) -> None:
    """Set how many pods there shall be."""
    require(call, "replicas")
    dry = writing.dry_run(call)
    write = writing.printed(call, "scaled", dry)
    if call["replicas"] < 0:
        raise KubectlError(NO_COUNT)
    if call["current-replicas"] < -1:
        raise KubectlError("The --current-replicas must specify an integer of -1 or greater")
    infos, error = call.find(words=call.args, empty=bool(call["all"]), all=False).infos()
    if call["resource-version"] and len(infos) > 1:
        raise KubectlError("cannot use --resource-version with multiple resources")
    if not infos:
        raise KubectlError("no objects passed to scale" + (f" {error}" if error else ""))
    for info in infos:
        if dry != "client":
            _scale(call, info, dry)
            _record(call, info, dry)
        if call["timeout"] and dry == "none":
            _wait(call, info)
        call.out(write(info.obj))
    if error:
        raise error


def _scale(call: Call, info: Info, dry: str) -> None:
    replicas, query = call["replicas"], {"dryRun": "All"} if dry == "server" else {}
    if call["current-replicas"] == -1 and not call["resource-version"]:
        patch = {"spec": {"replicas": replicas}}
        call.client.patch(info.kind, info.namespace, info.name, patch, "merge", query, "scale")
        return
    scale = call.client.get(info.kind, info.namespace, info.name, "scale")
    _judge(call, scale)
    wanted = {**scale, "spec": {**scale.get("spec", {}), "replicas": replicas}}
    call.client.replace(info.kind, info.namespace, info.name, wanted, query, "scale")


def _judge(call: Call, scale: Object) -> None:
    found = (scale.get("spec") or {}).get("replicas", 0)
    if call["current-replicas"] not in {-1, found}:
        raise KubectlError(f"Expected replicas to be {call['current-replicas']}, was {found}")
    version = scale["metadata"].get("resourceVersion")
    if call["resource-version"] and call["resource-version"] != version:
        raise KubectlError(f"Expected resource version to be {call['resource-version']}, was {version}")


def _record(call: Call, info: Info, dry: str) -> None:
    if writing.records(call, info.obj):
        note = {"metadata": {"annotations": {writing.CHANGE_CAUSE: writing.command_line(call)}}}
        query = {"dryRun": "All"} if dry == "server" else {}
        call.client.patch(info.kind, info.namespace, info.name, note, "merge", query)


def _wait(call: Call, info: Info) -> None:
    def is_there(type_: str, obj: Object) -> bool:
        spec, status = obj.get("spec") or {}, obj.get("status") or {}
        seen = status.get("observedGeneration", 0) >= obj["metadata"].get("generation", 0)
        return seen and status.get("replicas", 0) == spec.get("replicas", 0) == call["replicas"]

    if watched(call, info, call["timeout"], is_there) is None:
        raise KubectlError(f"timed out waiting for {quote(info.name)} to be synced")


COMMAND = Command(
    name="scale",
    use="scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)",
    short="Set a new size for a deployment, replica set, or replication controller",
    about="""
        Says how many pods there shall be; the controllers make or delete the rest.
    """,
    examples="""
        # Five
        kubectl scale deployment/web --replicas=5

        # Only if there are three now
        kubectl scale deployment/web --current-replicas=3 --replicas=5
    """,
    run=run,
    group="Deploy Commands",
    suggested_for=("resize",),
    flags=(
        ALL,
        DRY_RUN,
        RECORD,
        RESOURCE_VERSION,
        SELECTOR,
        TIMEOUT,
        *TEMPLATES,
        *files(),
        Flag("current-replicas", "int", -1, help="only if it is set to this many; -1: in any case"),
        Flag("replicas", "int", 0, help="how many"),
    ),
)
