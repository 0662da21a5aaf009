"""How the documents are answered: made once in each process, under a hash, compressed where that is welcome."""

import gzip
import hashlib
from functools import cache
from typing import NamedTuple

import orjson

from cluster.api import resources
from cluster.api.negotiation import clauses
from cluster.api.openapi import gnostic, v2, v3
from cluster.api.request import Request
from cluster.api.responses import JSON, TEXT, Response, refusal
from cluster.core.errors import NotAcceptable

PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
ASKED = {PROTOBUF, "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"}
"""Go's clients spell the type with an @, which no media type may have in an answer."""
ANY = {JSON, "application/*", "*/*"}


class Document(NamedTuple):
    """A document in one form, ready to be sent; `digest` tells one text from another."""

    media_type: str
    content: bytes
    compressed: bytes
    digest: str


def answer(request: Request) -> Response:
    """`/openapi/v2`, `/openapi/v3` and the documents that the latter names; 404 for anything else below /openapi."""
    parts = [part for part in request.path.split("/") if part]
    wanted = {clause.media_type for clause in clauses(request.header("accept"))} or {JSON}
    if parts == ["openapi", "v2"]:
        if wanted & ASKED:
            return _sent(request, swagger_protobuf())
        return _sent(request, swagger()) if wanted & ANY else _unacceptable((JSON, PROTOBUF))
    found = root() if parts == ["openapi", "v3"] else _of_version(parts)
    if found is None:
        return Response(404, "404 page not found\n", TEXT)
    return _sent(request, found) if wanted & ANY else _unacceptable((JSON,))


def _of_version(parts: list[str]) -> Document | None:
    match parts:
        case ["openapi", "v3", "api", version] if ("", version) in resources.SERVED:
            return version_document("", version)
        case ["openapi", "v3", "apis", group, version] if group and (group, version) in resources.SERVED:
            return version_document(group, version)
    return None


@cache
def root() -> Document:
    """`/openapi/v3`: where the document of each version stands; the address changes with the text."""
    paths = {}
    for group, version in resources.SERVED:
        place = f"apis/{group}/{version}" if group else f"api/{version}"
        address = f"/openapi/v3/{place}?hash={version_document(group, version).digest}"
        paths[place] = {"serverRelativeURL": address}
    return _document(JSON, orjson.dumps({"paths": dict(sorted(paths.items()))}))


@cache
def version_document(group: str, version: str) -> Document:
    """`/openapi/v3/apis/apps/v1`."""
    return _document(JSON, orjson.dumps(v3.document(group, version)))


@cache
def swagger() -> Document:
    """`/openapi/v2` as JSON."""
    return _document(JSON, orjson.dumps(v2.document()))


@cache
def swagger_protobuf() -> Document:
    """`/openapi/v2` as protocol buffers."""
    return _document(PROTOBUF, gnostic.encode(v2.document()))


def _document(media_type: str, content: bytes) -> Document:
    digest = hashlib.sha256(content).hexdigest().upper()
    return Document(media_type, content, gzip.compress(content, 6, mtime=0), digest)


def _sent(request: Request, document: Document) -> Response:
    asked = request.param("hash")
    headers = [("ETag", f'"{document.digest}"'), ("Vary", "Accept, Accept-Encoding")]
    if asked and asked != document.digest:
        return Response(301, b"", TEXT, (("Location", f"?hash={document.digest}"),))
    if asked:
        headers.append(("Cache-Control", "public, immutable, max-age=31536000"))
    if document.digest in request.header("if-none-match"):
        return Response(304, b"", document.media_type, tuple(headers))
    if _takes_gzip(request.header("accept-encoding")):
        headers.append(("Content-Encoding", "gzip"))
        return Response(200, document.compressed, document.media_type, tuple(headers))
    return Response(200, document.content, document.media_type, tuple(headers))


def _takes_gzip(accept_encoding: str) -> bool:
    return any(clause.media_type == "gzip" and clause.quality > 0 for clause in clauses(accept_encoding))


def _unacceptable(offered: tuple[str, ...]) -> Response:
    return refusal(NotAcceptable(f"only the following media types are accepted: {', '.join(offered)}"))
