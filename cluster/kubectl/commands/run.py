"""`kubectl run`. Upstream: `kubectl/pkg/cmd/run/run.go`, `kubectl/pkg/generate/versioned/run.go`."""

import re
from collections.abc import Sequence

from cluster.core import names
from cluster.core.go_text import quote
from cluster.core.images import InvalidImageName, parse
from cluster.core.kinds import Object
from cluster.kubectl.commands import changing, executing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import plain, require
from cluster.kubectl.commands.expose import OVERRIDES, overridden, parse_labels
from cluster.kubectl.commands.waiting import WEEK, watched
from cluster.kubectl.errors import Exit, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import DRY_RUN, RECORD, SAVE_CONFIG, TEMPLATES, files, manager
from cluster.kubectl.infos import Info, info_of
from cluster.kubectl.output.printing import Printer
from cluster.kubectl.resources import of_kind

POLICIES = ("Always", "OnFailure", "Never")


def run(call: Call) -> int | None:
    """Make one pod, and with `--attach` or `-i` show what it writes."""
    require(call, "image")
    dry = writing.dry_run(call)
    attached = call["attach"] if call.values.changed("attach") else call["stdin"]
    write = writing.printed(call, "created", dry)
    restart = _judge(call, attached, dry)
    obj = writing.recorded(call, overridden(call, _pod(call, restart)))
    kind = of_kind("v1", "Pod")
    assert kind is not None
    if dry == "client":
        if call["expose"]:
            _expose(call, write)
        call.out(write(changing.with_metadata(obj, namespace=call.namespace) if call.enforced else obj))
        return None
    obj = writing.saved(obj, bool(call["save-config"]))
    made = call.client.create(kind, call.namespace, plain(obj), writing.query(call, dry))
    if call["expose"]:
        _expose(call, write)
    if attached:
        return _attach(call, info_of(made, kind), restart)
    call.out(write(made))
    return None


def _judge(call: Call, attached: bool, dry: str) -> str:
    if not call.args or call.values.dash == 0:
        raise call.usage("NAME is required for run")
    if not call["image"]:
        raise KubectlError("--image is required")
    try:
        parse(call["image"])
    except InvalidImageName:
        raise KubectlError(f"Invalid image name {quote(call['image'])}: invalid reference format") from None
    if call["tty"] and not call["stdin"]:
        raise call.usage("-i/--stdin is required for containers with -t/--tty=true")
    if call["expose"] and not call["port"]:
        raise call.usage("--port must be set when exposing a service")
    restart = call["restart"] or ("OnFailure" if call["stdin"] else "Always")
    if restart not in POLICIES:
        raise call.usage(f"invalid restart policy: {restart}")
    if call["rm"] and not attached:
        raise call.usage("--rm should only be used for attached containers")
    if attached and dry != "none":
        raise call.usage(
            "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)"
        )
    if call["image-pull-policy"] not in {"", "Always", "IfNotPresent", "Never"}:
        raise call.usage(f"invalid image pull policy: {call['image-pull-policy']}")
    return str(restart)


def _pod(call: Call, restart: str) -> Object:
    name, args = call.args[0], call.args[1:]
    container: Object = {"image": call["image"], "name": name, "resources": {}}
    if args:
        container["command" if call["command"] else "args"] = args
    if call["env"]:
        container["env"] = [_variable(text) for text in call["env"]]
    container |= {"imagePullPolicy": call["image-pull-policy"]} if call["image-pull-policy"] else {}
    if call["port"]:
        if not re.fullmatch(r"\d+", call["port"]):
            raise KubectlError(f"strconv.Atoi: parsing {quote(call['port'])}: invalid syntax")
        container["ports"] = [{"containerPort": int(call["port"])}]
    if call["stdin"]:
        container |= {"stdin": True, "stdinOnce": not call["leave-stdin-open"]}
    container |= {"tty": True} if call["tty"] else {}
    labels = parse_labels(call["labels"]) if call["labels"] else {"run": name}
    metadata: Object = {"name": name, "creationTimestamp": None, "labels": labels}
    if call["annotations"]:
        metadata["annotations"] = _annotations(call["annotations"])
    container |= {"securityContext": {"privileged": True}} if call["privileged"] else {}
    spec: Object = {"containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": restart}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": {}}


def _annotations(texts: Sequence[str]) -> dict[str, str]:
    if wrong := next((text for text in texts if "=" not in text), None):
        raise KubectlError(f"invalid annotations format: {wrong}")
    return dict(text.split("=", 1) for text in texts)


def _variable(text: str) -> Object:
    name, equals, value = text.partition("=")
    if not equals or names.is_env_var_name(name):
        raise KubectlError(f"invalid env: {text}")
    return {"name": name, "value": value} if value else {"name": name}


def _expose(call: Call, write: Printer) -> None:
    kind = of_kind("v1", "Service")
    assert kind is not None
    port = int(call["port"])
    spec = {"ports": [{"port": port, "protocol": "TCP", "targetPort": port}], "selector": {"run": call.args[0]}}
    obj = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": call.args[0]}, "spec": spec}
    dry = writing.dry_run(call)
    if dry == "client":
        metadata = {"name": call.args[0], "creationTimestamp": None}
        metadata |= {"namespace": call.namespace} if call.enforced else {}
        made = {**obj, "metadata": metadata, "status": {"loadBalancer": {}}}
    else:
        made = call.client.create(kind, call.namespace, obj, writing.query(call, dry))
    call.out(write(made) + ("---\n" if call["output"] == "yaml" else ""))


def _attach(call: Call, info: Info, restart: str) -> int:
    """Wait for the pod, run what stdin says in its shell, or wait for its end and show its log."""
    try:
        if watched(call, info, call["pod-running-timeout"], _has_begun) is None:
            raise KubectlError("timed out waiting for the condition")
        return _talk(call, info, restart)
    finally:
        if call["rm"]:
            call.client.delete(info.kind, info.namespace, info.name, {"propagationPolicy": "Background"})
            call.out(f'pod "{info.name}" deleted\n')


def _talk(call: Call, info: Info, restart: str) -> int:
    pod = info.fetch(call.client).obj
    if call["stdin"] and executing.reads(pod):
        return executing.filtered(call, info)
    interactive = call["stdin"] and executing.shell_of(call, pod)
    if interactive:
        if call["tty"] and not call["quiet"]:
            call.err("If you don't see a command prompt, try pressing enter.\n")
        return executing.session(call, info, interactive)
    if restart != "Always" and watched(call, info, WEEK, _is_over) is None:
        raise KubectlError("timed out waiting for the condition")
    path = info.kind.path(info.namespace, info.name, "log")
    call.out(str(call.client.ask("GET", path)))
    return _exit_code(info.fetch(call.client).obj)


def _has_begun(type_: str, obj: Object) -> bool:
    return (obj.get("status") or {}).get("phase") in {"Running", "Succeeded", "Failed"}


def _is_over(type_: str, obj: Object) -> bool:
    return (obj.get("status") or {}).get("phase") in {"Succeeded", "Failed"}


def _exit_code(pod: Object) -> int:
    if (pod.get("status") or {}).get("phase") != "Failed":
        return 0
    ended = (((pod["status"].get("containerStatuses") or [{}])[0].get("state") or {}).get("terminated")) or {}
    name = f"{pod['metadata']['namespace']}/{pod['metadata']['name']}"
    raise Exit(ended.get("exitCode") or 1, f"pod {name} terminated ({ended.get('reason', '')})\n")


COMMAND = Command(
    name="run",
    use='run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json]'
    " [--command] -- [COMMAND] [args...]",
    short="Run a particular image on the cluster",
    about="""
        Makes a single pod. Nobody makes a new one when it is gone: for that there are Deployments.
    """,
    examples="""
        # A pod
        kubectl run web --image=nginx

        # With a command of its own, gone afterwards
        kubectl run shell --rm -i --image=busybox --restart=Never -- wget -qO- http://web
    """,
    run=run,
    group="Basic Commands (Beginner)",
    flags=(
        DRY_RUN,
        RECORD,
        SAVE_CONFIG,
        *OVERRIDES,
        *TEMPLATES,
        *files(),
        manager("kubectl-run"),
        Flag("annotations", "array", (), help="annotations of the pod; may be repeated"),
        Flag("attach", "bool", False, help="wait for the pod and show what it writes"),
        Flag("cascade", default="background", bare="background", help="background, foreground or orphan"),
        Flag("command", "bool", False, help="what follows -- replaces the image's command, not only its arguments"),
        Flag("env", "array", (), help="NAME=value; may be repeated"),
        Flag("expose", "bool", False, help="make a Service too"),
        Flag("force", "bool", False, help="with --rm: take the pod out of the API at once"),
        Flag("grace-period", "int", -1, help="with --rm: seconds that the pod gets to end"),
        Flag("image", help="the image"),
        Flag("image-pull-policy", help="Always, IfNotPresent or Never"),
        Flag("labels", short="l", help="labels of the pod: a=b,c=d"),
        Flag("leave-stdin-open", "bool", False, help="keep stdin open after the first attachment"),
        Flag("pod-running-timeout", "duration", 60.0, help="how long to wait for the pod"),
        Flag("port", help="port that the container listens on"),
        Flag("privileged", "bool", False, help="run as privileged"),
        Flag("quiet", "bool", False, short="q", help="say less"),
        Flag("restart", default="Always", help="Always, OnFailure or Never"),
        Flag("rm", "bool", False, help="delete the pod afterwards"),
        Flag("stdin", "bool", False, short="i", help="talk to the container"),
        Flag("timeout", "duration", 0.0, help="with --rm: how long to wait for the deletion"),
        Flag("tty", "bool", False, short="t", help="as in a terminal"),
        Flag("wait", "bool", False, help="with --rm: wait until the pod is gone"),
    ),
)
