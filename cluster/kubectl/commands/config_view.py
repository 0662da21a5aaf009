"""`kubectl config view`. Upstream: `kubectl/pkg/cmd/config/view.go`."""

import json

from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.kubeconfig import Config
from cluster.kubectl.output import yaml_text

SECRET = ("token", "password", "client-key-data", "client-certificate-data")


def view(call: Call) -> None:
    """Print the kubeconfig, without secrets unless they are asked for."""
    config = call.session.kubeconfig.config
    if call["minify"]:
        config = _minified(call, config)
    shown = config if call["raw"] else {**config, "users": [_redacted(user) for user in config.get("users") or []]}
    output = call["output"] or "yaml"
    if output in {"yaml", "json"}:
        call.out(yaml_text.dump(shown) if output == "yaml" else _json(shown))
    else:
        call.out(writing.printed(call, "")(shown))


def _json(config: Config) -> str:
    """In the order of Go's types, not sorted."""
    names = ("kind", "apiVersion", "preferences", "clusters", "users", "contexts", "current-context")
    ordered = {name: config[name] for name in names if name in config}
    ordered = {"kind": "Config", "apiVersion": "v1", "preferences": {}} | ordered
    for group in ("clusters", "users", "contexts"):
        key = group.removesuffix("s")
        ordered[group] = [{"name": item.get("name"), key: item.get(key) or {}} for item in config.get(group) or []]
    return json.dumps(ordered, indent=4) + "\n"


def _redacted(user: Config) -> Config:
    values = {name: "REDACTED" if name in SECRET else value for name, value in (user.get("user") or {}).items()}
    return {**user, "user": values}


def _minified(call: Call, config: Config) -> Config:
    name = call["context"] or call.session.kubeconfig.current
    context = call.session.kubeconfig.context(name)
    if context is None:
        raise KubectlError("current-context must exist in order to minify")
    keep = {"contexts": name, "clusters": context.get("cluster"), "users": context.get("user")}
    kept = {
        group: [item for item in config.get(group) or [] if item.get("name") == wanted]
        for group, wanted in keep.items()
    }
    return {**config, **kept, "current-context": name}
