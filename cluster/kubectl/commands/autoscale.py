"""`kubectl autoscale`. Upstream: `kubectl/pkg/cmd/autoscale/autoscale.go`."""

from cluster.core.kinds import Object
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import require
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import DRY_RUN, RECORD, SAVE_CONFIG, TEMPLATES, files, manager
from cluster.kubectl.infos import Info
from cluster.kubectl.resources import of_kind


def run(call: Call) -> None:
    """Make an autoscaler for what the words mean."""
    require(call, "max")
    dry = writing.dry_run(call)
    least, most = call["min"], call["max"]
    if most < 1:
        raise KubectlError(f"--max=MAXPODS is required and must be at least 1, max: {most}")
    if most < least:
        raise KubectlError(f"--max=MAXPODS must be larger or equal to --min=MINPODS, max: {most}, min: {least}")
    write = writing.printed(call, "created" if dry == "client" else "autoscaled", dry)
    count = 0

    def make(info: Info) -> None:
        nonlocal count
        if "scale" not in info.kind.subresources:
            resource = (
                f"{info.kind.api_version}, Resource={info.kind.plural}"
                if info.kind.group
                else f"/v1, Resource={info.kind.plural}"
            )
            raise KubectlError(
                f"cannot autoscale a {info.kind.kind}: could not find scale subresource for {resource}"
                " in discovery information"
            )
        obj = writing.recorded(call, _autoscaler(call, info))
        if dry != "client":
            obj = writing.saved(obj, bool(call["save-config"]))
            kind = of_kind("autoscaling/v1", "HorizontalPodAutoscaler")
            assert kind is not None
            obj = call.client.create(kind, call.namespace, _sent(obj), writing.query(call, dry))
        count += 1
        call.out(write(obj))

    call.find(words=call.args).visit(make)
    if not count:
        raise KubectlError("no objects passed to autoscale")


def _autoscaler(call: Call, info: Info) -> Object:
    target = {"apiVersion": info.kind.api_version, "kind": info.kind.kind, "name": info.name}
    spec: Object = {"maxReplicas": call["max"], "scaleTargetRef": target}
    spec |= {"minReplicas": call["min"]} if call["min"] > 0 else {}
    spec |= {"targetCPUUtilizationPercentage": call["cpu-percent"]} if call["cpu-percent"] >= 0 else {}
    return {
        "apiVersion": "autoscaling/v1",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": call["name"] or info.name, "creationTimestamp": None},
        "spec": spec,
        "status": {"currentReplicas": 0, "desiredReplicas": 0},
    }


def _sent(obj: Object) -> Object:
    metadata = {name: value for name, value in obj["metadata"].items() if value is not None}
    return {**{name: value for name, value in obj.items() if name != "status"}, "metadata": metadata}


COMMAND = Command(
    name="autoscale",
    use="autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]",
    short="Auto-scale a deployment, replica set, stateful set, or replication controller",
    about="""
        Lets an autoscaler choose how many pods there are, by how busy their CPUs are.
    """,
    examples="""
        # Between two and ten, so that they are busy by half
        kubectl autoscale deployment web --min=2 --max=10 --cpu-percent=50
    """,
    run=run,
    group="Deploy Commands",
    flags=(
        DRY_RUN,
        RECORD,
        SAVE_CONFIG,
        *TEMPLATES,
        *files(),
        manager("kubectl-autoscale"),
        Flag("cpu-percent", "int32", -1, help="how busy they shall be, in percent of what they request"),
        Flag("max", "int32", -1, help="how many at most"),
        Flag("min", "int32", -1, help="how many at least"),
        Flag("name", help="name of the autoscaler; that of its target if missing"),
    ),
)
