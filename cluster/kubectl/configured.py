"""The flags that every command has, against what is configured. Upstream: `client-go/tools/clientcmd`."""

import re

from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import Exit, KubectlError
from cluster.kubectl.flags.flag import duration


def judge(call: Call) -> None:
    """Raises KubectlError or Exit when a global flag names what there is not."""
    config = call.session.kubeconfig
    if call["kubeconfig"] and not call.session.files.exists(call["kubeconfig"]):
        raise KubectlError(f"stat {call['kubeconfig']}: no such file or directory")
    if call["context"] and config.context(call["context"]) is None:
        raise Exit(1, f"Error in configuration: context was not found for specified context: {call['context']}\n")
    own = {flag.name for flag in call.command.flags}
    if "user" not in own and call["user"] and config.entry("users", "user", call["user"]) is None:
        raise KubectlError(f'auth info "{call["user"]}" does not exist')
    if call["cluster"] and config.entry("clusters", "cluster", call["cluster"]) is None:
        raise KubectlError(f'no server found for cluster "{call["cluster"]}"')
    _judge_timeout(call["request-timeout"])
    if (call["as-group"] or call["as-uid"]) and not call["as"]:
        name = (config.context(call["context"] or config.current) or {}).get("user", "")
        raise KubectlError(f"requesting uid, groups or user-extra for {name} without impersonating a user")


def _judge_timeout(text: str) -> None:
    if re.fullmatch(r"[-+]?\d+", text):
        return
    try:
        duration(text)
    except ValueError:
        raise KubectlError(
            "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a"
            " corresponding time unit (e.g. 1s | 2m | 3h)"
        ) from None
