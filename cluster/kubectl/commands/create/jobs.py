"""`kubectl create job`, `cronjob`: kinds that are not served, for manifests. Upstream: `create_{job,cronjob}.go`."""

from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import FLAGS, make, metadata, name_of, require
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag

IMAGE = Flag("image", help="the image")


def _job(call: Call) -> None:
    name = name_of(call)
    if bool(call["image"]) == bool(call["from"]):
        raise KubectlError("either --image or --from must be specified")
    if call["from"]:
        call.find(words=[call["from"]], keep_going=False).all()
    obj = {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata(call, name), "status": {}}
    make(call, {**obj, "spec": {"template": _template(call, name, "Never")}}, "failed to create job:")


def _cron_job(call: Call) -> None:
    require(call, "image", "schedule")
    name = name_of(call)
    job = {
        "metadata": {"name": name, "creationTimestamp": None},
        "spec": {"template": _template(call, name, call["restart"])},
    }
    spec = {"jobTemplate": job, "schedule": call["schedule"]}
    obj = {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": metadata(call, name), "spec": spec, "status": {}}
    make(call, obj, "failed to create cronjob:")


def _template(call: Call, name: str, restart: str) -> Object:
    container: Object = {"image": call["image"], "name": name, "resources": {}}
    container |= {"command": call.args[1:]} if call.args[1:] else {}
    return {"metadata": {"creationTimestamp": None}, "spec": {"containers": [container], "restartPolicy": restart}}


COMMANDS = (
    Command(
        name="cronjob",
        names=("cj",),
        use="cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
        short="Create a cron job with the specified name",
        run=_cron_job,
        flags=(
            *FLAGS,
            IMAGE,
            Flag("restart", default="OnFailure", help="OnFailure or Never"),
            Flag("schedule", help="when, as in a crontab"),
        ),
    ),
    Command(
        name="job",
        use="job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]",
        short="Create a job with the specified name",
        examples="""
            # The manifest
            kubectl create job date --image=busybox --dry-run=client -o yaml -- date
        """,
        run=_job,
        flags=(*FLAGS, IMAGE, Flag("from", help="take the template of a cron job: cronjob/NAME")),
    ),
)
