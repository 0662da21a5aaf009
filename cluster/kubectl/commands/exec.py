"""`kubectl exec`, `attach`, and what a browser cannot do: `port-forward`, `proxy`, `cp`, `debug`.

Upstream: `kubectl/pkg/cmd/exec/exec.go`.
"""

from collections.abc import Callable

from cluster.kubectl.commands import executing, podfinding
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Exit, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import SELECTOR, files


def run(call: Call) -> int:
    """Run a command in a container."""
    words, command = call.args, []
    if call.values.dash is not None:
        words, command = call.args[: call.values.dash], call.args[call.values.dash :]
    elif len(words) > 1:
        raise call.usage("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead")
    if not words and not call["filename"]:
        raise KubectlError("pod, type/name or --filename must be specified")
    if not command:
        raise KubectlError("you must specify at least one command for the container")
    named = [word if "/" in word else f"pods/{word}" for word in words[:1]]
    infos = call.find(words=named, keep_going=False).all()
    if len(infos) != 1:
        raise KubectlError("cannot exec into multiple objects at a time")
    found = podfinding.pods_of(call, infos[0], "attach to")
    pod = podfinding.first(call, found, podfinding.by_logging, infos[0])
    name = podfinding.default_container(call, pod.obj, call["container"])
    if name not in podfinding.container_names(pod.obj):
        raise KubectlError(f"container {name} not found in pod {pod.name}")
    if call["stdin"] and command[0] in executing.SHELLS and len(command) == 1:
        code = executing.session(call, pod, name, command[0])
        if code:
            raise Exit(code, f"command terminated with exit code {code}\n")
        return 0
    return executing.execute(call, pod, name, command, call.session.stdin() if call["stdin"] else "")


def _refuse(why: str, judge: Callable[[Call], None] = lambda call: None) -> Callable[[Call], None]:
    def refuse(call: Call) -> None:
        judge(call)
        raise KubectlError(why)

    return refuse


def _judge_attach(call: Call) -> None:
    if not call.args:
        raise KubectlError("at least 1 argument is required for attach")
    if len(call.args) > 2:
        saw = f"{len(call.args)}: [{' '.join(call.args)}]"
        raise KubectlError(f"expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw {saw}")
    words = call.args if len(call.args) > 1 or "/" in call.args[0] else [f"pods/{call.args[0]}"]
    call.find(words=words, keep_going=False).all()


def _judge_forward(call: Call) -> None:
    if len(call.args) < 2:
        raise call.usage("TYPE/NAME and list of ports are required for port-forward")
    named = call.args[0] if "/" in call.args[0] else f"pods/{call.args[0]}"
    call.find(words=[named], keep_going=False).all()


def _judge_copy(call: Call) -> None:
    if len(call.args) != 2:
        raise KubectlError("source and destination are required")
    remote = [word.partition(":")[0] for word in call.args if ":" in word]
    if len(remote) != 1:
        which = "a local" if remote else "a remote"
        raise KubectlError(f"one of src or dest must be {which} file specification")
    call.find(words=[f"pods/{remote[0].rpartition('/')[2]}"], keep_going=False).all()


def _judge_debug(call: Call) -> None:
    if not call["image"]:
        raise KubectlError("you must specify --image when not using --copy-to.")
    if not call.args:
        raise KubectlError("NAME or filename is required for debug")
    call.find(words=[word if "/" in word else f"pods/{word}" for word in call.args], keep_going=False).all()


CONTAINER = Flag("container", short="c", help="the container; the first one if missing")
RUNNING = Flag("pod-running-timeout", "duration", 60.0, help="how long to wait for the pod")
INTERACTIVE = (
    Flag("quiet", "bool", False, short="q", help="say less"),
    Flag("stdin", "bool", False, short="i", help="give it this terminal's input"),
    Flag("tty", "bool", False, short="t", help="as in a terminal"),
)
GROUP = "Troubleshooting and Debugging Commands"
COMMAND = Command(
    name="exec",
    use="exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
    short="Execute a command in a container",
    about="""
        Runs a command in a container that runs already. The usual commands are there; files that it makes are gone
        when it ends.
    """,
    examples="""
        # Its environment
        kubectl exec deployment/web -- env

        # A shell
        kubectl exec -it web-5bcbbb6d6b-abcde -- sh
    """,
    run=run,
    group=GROUP,
    flags=(CONTAINER, RUNNING, *INTERACTIVE, *files()),
)
REFUSED = (
    Command(
        name="attach",
        use="attach (POD | TYPE/NAME) -c CONTAINER",
        short="Attach to a running container",
        run=_refuse(
            "attaching is not available in the playground; kubectl logs -f shows what the container writes",
            _judge_attach,
        ),
        group=GROUP,
        flags=(CONTAINER, RUNNING, *INTERACTIVE),
    ),
    Command(
        name="port-forward",
        use="port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]",
        short="Forward one or more local ports to a pod",
        run=_refuse(
            "there is no port of yours to forward to here; ask from inside the cluster:"
            " kubectl run ask --rm -i --image=busybox --restart=Never -- wget -qO- http://SERVICE",
            _judge_forward,
        ),
        group=GROUP,
        flags=(Flag("address", "slice", ("localhost",), help="addresses to listen on"), RUNNING),
    ),
    Command(
        name="proxy",
        use="proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]",
        short="Run a proxy to the Kubernetes API server",
        run=_refuse("there is no port of yours to listen on here; kubectl get --raw PATH asks the API"),
        group=GROUP,
        flags=(Flag("port", "int", 8001, short="p", help="port to listen on"),),
    ),
    Command(
        name="cp",
        use="cp <file-spec-src> <file-spec-dest>",
        short="Copy files and directories to and from containers",
        run=_refuse(
            "files of simulated containers do not last, so none can be copied; kubectl exec POD -- cat FILE shows one",
            _judge_copy,
        ),
        group=GROUP,
        flags=(
            CONTAINER,
            Flag("no-preserve", "bool", False, help="leave out owners and modes"),
            Flag("retries", "int", 0),
        ),
    ),
    Command(
        name="debug",
        use="debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]",
        short="Create debugging sessions for troubleshooting workloads and nodes",
        run=_refuse(
            "debugging containers are not simulated; kubectl exec and kubectl run help in their place", _judge_debug
        ),
        group=GROUP,
        flags=(CONTAINER, *INTERACTIVE, SELECTOR, Flag("image", help="image of the debugging container")),
    ),
)
