"""`kubectl config`. Upstream: `kubectl/pkg/cmd/config`."""

from typing import Any

from cluster.kubectl import help as helping
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.config_view import view
from cluster.kubectl.errors import KubectlError, raise_all
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import TEMPLATES
from cluster.kubectl.output.streams import GrowingTable


def _current(call: Call) -> None:
    if not call.session.kubeconfig.current:
        raise KubectlError("current-context is not set")
    call.out(f"{call.session.kubeconfig.current}\n")


def _get_contexts(call: Call) -> None:
    config = call.session.kubeconfig
    if call["output"] not in {"", "name"}:
        raise KubectlError("output must be one of '' or 'name'")
    names = list(call.args) or config.names("contexts")
    missing = [name for name in names if config.context(name) is None]
    errors: list[Exception] = [KubectlError(f"context {name} not found") for name in missing]
    table = GrowingTable(call.out)
    if not call["no-headers"] and not call["output"]:
        table.add(["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"])
    for name in sorted(names):
        context = config.context(name)
        if context is None:
            continue
        if call["output"]:
            table.add([name])
            continue
        mark = "*" if name == config.current else ""
        table.add([mark, name, context.get("cluster", ""), context.get("user", ""), context.get("namespace", "")])
    table.flush()
    raise_all(errors)


def _names(group: str) -> Any:
    def run(call: Call) -> None:
        call.out("NAME\n" + "".join(f"{name}\n" for name in call.session.kubeconfig.names(group)))

    return run


def _use(call: Call) -> None:
    if len(call.args) != 1:
        call.out(helping.of(call.command, call.path))
        raise KubectlError(f"Unexpected args: [{' '.join(call.args)}]")
    name = call.args[0]
    if call.session.kubeconfig.context(name) is None:
        raise KubectlError(f'no context exists with the name: "{name}"')
    call.session.kubeconfig.change({"current-context": name})
    call.out(f'Switched to context "{name}".\n')


def _set_context(call: Call) -> None:
    config = call.session.kubeconfig
    if len(call.args) > 1:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    if call["current"] and call.args:
        raise KubectlError("you cannot specify both a context name and --current")
    if not call["current"] and (not call.args or not call.args[0]):
        raise KubectlError("you must specify a non-empty context name or --current")
    name = config.current if call["current"] else call.args[0]
    if not name:
        raise KubectlError("no current context is set")
    before = config.context(name)
    fields = {flag: call[flag] for flag in ("cluster", "user", "namespace") if call.values.changed(flag)}
    merged = {key: value for key, value in {**(before or {}), **fields}.items() if value}
    config.put("contexts", "context", name, merged)
    call.out(f'Context "{name}" {"created" if before is None else "modified"}.\n')


def _rename(call: Call) -> None:
    config = call.session.kubeconfig
    if len(call.args) != 2:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    old, new = call.args
    context = config.context(old)
    if context is None:
        raise KubectlError(f'cannot rename the context "{old}", it\'s not in {_file(call)}')
    if config.context(new) is not None:
        raise KubectlError(f'cannot rename the context "{old}", the context "{new}" already exists in {_file(call)}')
    current = new if config.current == old else config.current
    config.drop("contexts", old)
    config.put("contexts", "context", new, context)
    config.change({"current-context": current})
    call.out(f'Context "{old}" renamed to "{new}".\n')


def _file(call: Call) -> str:
    return call.session.environment.get("KUBECONFIG") or "the kubeconfig"


def _delete(group: str, word: str) -> Any:
    def run(call: Call) -> None:
        config = call.session.kubeconfig
        if len(call.args) != 1:
            raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
        name = call.args[0]
        if name not in config.names(group):
            raise KubectlError(f"cannot delete {word} {name}, not in {_file(call)}")
        if word == "context" and config.current == name:
            call.err(
                'warning: this removed your active context, use "kubectl config use-context" to select'
                " a different one\n"
            )
        config.drop(group, name)
        call.out(f"deleted {word} {name} from {_file(call)}\n")

    return run


def _set(call: Call) -> None:
    if len(call.args) != 2:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    path, value = call.args
    if path == "current-context":
        call.session.kubeconfig.change({path: value})
    elif path.startswith("contexts.") and path.count(".") == 2:
        _, name, field = path.split(".")
        context = call.session.kubeconfig.context(name) or {}
        call.session.kubeconfig.put("contexts", "context", name, {**context, field: value})
    else:
        raise KubectlError(f"the playground's kubeconfig has no {path} to set")
    call.out(f'Property "{path}" set.\n')


def _unset(call: Call) -> None:
    if len(call.args) != 1:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    path = call.args[0]
    if path == "current-context":
        call.session.kubeconfig.change({path: ""})
    elif path.startswith("contexts.") and path.count(".") == 2:
        _, name, field = path.split(".")
        context = call.session.kubeconfig.context(name) or {}
        kept = {key: value for key, value in context.items() if key != field}
        call.session.kubeconfig.put("contexts", "context", name, kept)
    else:
        raise KubectlError(f"the playground's kubeconfig has no {path} to unset")
    call.out(f'Property "{path}" unset.\n')


def _command(name: str, use: str, short: str, run: Any, *flags: Flag) -> Command:
    return Command(name=name, use=use, short=short, run=run, flags=flags)


OUTPUT = Flag("output", short="o", help="name: the names alone")
NO_HEADERS = Flag("no-headers", "bool", False, help="leave out the line of headers")
COMMAND = Command(
    name="config",
    use="config SUBCOMMAND",
    short="Modify kubeconfig files",
    about="""
        Shows and changes the kubeconfig: which cluster, as which user, in which namespace.
    """,
    examples="""
        # Work in another namespace from now on
        kubectl config set-context --current --namespace=staging
    """,
    group="Other Commands",
    subcommands=(
        _command("current-context", "current-context", "Display the current-context", _current),
        _command(
            "delete-cluster",
            "delete-cluster NAME",
            "Delete the specified cluster from the kubeconfig",
            _delete("clusters", "cluster"),
        ),
        _command(
            "delete-context",
            "delete-context NAME",
            "Delete the specified context from the kubeconfig",
            _delete("contexts", "context"),
        ),
        _command(
            "delete-user", "delete-user NAME", "Delete the specified user from the kubeconfig", _delete("users", "user")
        ),
        _command("get-clusters", "get-clusters", "Display clusters defined in the kubeconfig", _names("clusters")),
        _command(
            "get-contexts",
            "get-contexts [(-o|--output=)name)]",
            "Describe one or many contexts",
            _get_contexts,
            OUTPUT,
            NO_HEADERS,
        ),
        _command("get-users", "get-users", "Display users defined in the kubeconfig", _names("users")),
        _command(
            "rename-context",
            "rename-context CONTEXT_NAME NEW_NAME",
            "Rename a context from the kubeconfig file",
            _rename,
        ),
        _command("set", "set PROPERTY_NAME PROPERTY_VALUE", "Set an individual value in a kubeconfig file", _set),
        _command(
            "set-context",
            "set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname]"
            " [--namespace=namespace]",
            "Set a context entry in kubeconfig",
            _set_context,
            Flag("current", "bool", False, help="the current context"),
        ),
        _command("unset", "unset PROPERTY_NAME", "Unset an individual value in a kubeconfig file", _unset),
        Command(
            name="use-context",
            names=("use",),
            use="use-context CONTEXT_NAME",
            short="Set the current-context in a kubeconfig file",
            run=_use,
        ),
        _command(
            "view",
            "view [flags]",
            "Display merged kubeconfig settings or a specified kubeconfig file",
            view,
            *TEMPLATES,
            Flag("flatten", "bool", False, help="put the contents of files in the place of their names"),
            Flag("merge", default="true", bare="true", help="merge all kubeconfig files"),
            Flag("minify", "bool", False, help="only what the current context needs"),
            Flag("raw", "bool", False, help="with secrets"),
        ),
    ),
)
