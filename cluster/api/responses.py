"""Answers on their way out: objects as JSON or YAML, errors as `Status`."""

import logging
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import orjson

from cluster.core import manifests
from cluster.core.errors import ApiError
from cluster.core.kinds import Object

logger = logging.getLogger(__name__)

JSON, YAML, TEXT = "application/json", "application/yaml", "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Response:
    """`content` is an object (encoded when asked for `body`), a text, or bytes."""

    code: int
    content: Any
    media_type: str = JSON
    headers: tuple[tuple[str, str], ...] = field(default=())

    @property
    def body(self) -> bytes:
        """The bytes to send."""
        if isinstance(self.content, bytes):
            return self.content
        if isinstance(self.content, str):
            return self.content.encode()
        if self.media_type.startswith(YAML):
            return manifests.dump_sorted(self.content).encode()
        return orjson.dumps(_in_pieces(self.content), option=orjson.OPT_APPEND_NEWLINE)

    def encoded(self) -> "Response":
        """The same with its bytes made now: a list of 5,000 pods takes longer than an event loop should stand still."""
        return Response(self.code, self.body, self.media_type, self.headers)


def _in_pieces(content: Any) -> Any:
    """A list with its items already encoded, one by one: 5,000 pods at once would let no other thread run for 50 ms."""
    if not isinstance(content, dict) or not isinstance(content.get("items"), list):
        return content
    return {**content, "items": [orjson.Fragment(orjson.dumps(item)) for item in content["items"]]}


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer that goes on: bytes as they come, until they end or the client goes."""

    chunks: AsyncGenerator[bytes, None]
    media_type: str = JSON
    headers: tuple[tuple[str, str], ...] = field(default=())
    code: int = 200


def warning_headers(warnings: list[str]) -> tuple[tuple[str, str], ...]:
    """`Warning: 299 - "..."`, each text once (`apimachinery/pkg/util/net/http.go`, NewWarningHeader)."""
    return tuple(("Warning", f'299 - "{_escaped(text)}"') for text in dict.fromkeys(warnings))


def _escaped(text: str) -> str:
    kept = "".join(char if char.isprintable() else " " for char in text)
    return kept.replace("\\", "\\\\").replace('"', '\\"')


def refusal(error: ApiError, media_type: str = JSON, warnings: tuple[tuple[str, str], ...] = ()) -> Response:
    """The `Status` of an error."""
    body = error.status()
    retry = (error.details or {}).get("retryAfterSeconds")
    again = (("Retry-After", str(retry)),) if retry else ()
    return Response(error.code, body, media_type, (*warnings, *again))


class InternalError(ApiError):
    """500: the fault is ours; what it was stands in the log of the server, not in the answer."""

    def __init__(self) -> None:
        text = "an error on the server has prevented the request from succeeding"
        super().__init__(f"Internal error occurred: {text}", {"causes": [{"message": text}]})


def success(group: str, resource: str, name: str, uid: str) -> Object:
    """The `Status` of a deletion that is over."""
    details = {"name": name, "group": group, "kind": resource, "uid": uid}
    kept = {field: value for field, value in details.items() if value}
    return {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": kept}
