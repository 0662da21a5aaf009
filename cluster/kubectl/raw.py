"""`--raw`: a path of the API, and what the server answers to it. Upstream: `kubectl/pkg/rawhttp/raw.go`."""

from typing import Any
from urllib.parse import parse_qs, unquote

import orjson

from cluster.kubectl.commands.command import Call
from cluster.kubectl.documents import yaml_value
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.sources import STDIN, read


def run_get(call: Call) -> None:
    """`get --raw PATH`."""
    if call.args:
        raise KubectlError("arguments may not be passed when --raw is specified")
    if call["watch"] or call["watch-only"] or call["selector"]:
        text = "--raw may not be specified with other flags that filter the server request or alter the output"
        raise KubectlError(text)
    if call["output"]:
        raise KubectlError("--raw and --output are mutually exclusive")
    send(call, "GET", call["raw"])


def send(call: Call, method: str, path: str, body: Any = None) -> None:
    """Ask, and print what comes back. Raises ApiRefused."""
    if not path.startswith("/"):
        raise KubectlError(f'--raw must be a valid URL path: parse "{path}": invalid URI for request')
    plain, _, query = path.partition("?")
    request = call.client.request(method, unquote(plain), parse_qs(query, keep_blank_values=True), body)
    answer = call.client.answer(request)
    content = call.client.content(answer)
    if isinstance(content, str | bytes):
        call.out(content if isinstance(content, str) else content.decode("utf-8", "replace"))
    else:
        call.out(orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE).decode())


def body_of(call: Call, name: str) -> Any:
    """What `-f` holds, as a JSON value. Raises KubectlError."""
    return yaml_value(read(STDIN if name == "-" else name, call.session), f"error parsing {name}: ")
