"""Which form a client wants, and which form it sent.

Upstream: `apiserver/pkg/endpoints/handlers/negotiation/negotiate.go`. Bodies may be in protobuf, answers are in JSON or
YAML: every client of Kubernetes that likes protobuf takes JSON as well. CBOR is not spoken (upstream: off by default).
"""

from dataclasses import dataclass
from typing import Any

import orjson

from cluster.api import protobuf
from cluster.api.responses import JSON, YAML
from cluster.core import decoding, manifests
from cluster.core.errors import BadRequest, NotAcceptable, UnsupportedMediaType

PROTOBUF = "application/vnd.kubernetes.protobuf"
OFFERED = (JSON, YAML)
READ = (JSON, YAML, PROTOBUF)
SPELLED = {JSON: JSON, YAML: YAML, "application/yml": YAML, "text/yaml": YAML, "*/*": JSON, "application/*": JSON}
TRANSFORMED = {"Table", "PartialObjectMetadata", "PartialObjectMetadataList"}
META_VERSIONS = {"v1", "v1beta1"}


@dataclass(frozen=True, slots=True)
class Form:
    """`media_type` without parameters; `kind` is '' for the object itself, or Table, PartialObjectMetadata(List).

    `version` is that of the group meta.k8s.io.
    """

    media_type: str = JSON
    kind: str = ""
    version: str = "v1"


@dataclass(frozen=True, slots=True)
class Clause:
    """One alternative of an Accept header."""

    media_type: str
    parameters: dict[str, str]

    @property
    def quality(self) -> float:
        """`q`, 1 when missing or unreadable."""
        try:
            return float(self.parameters.get("q", "1"))
        except ValueError:
            return 1.0


def clauses(accept: str) -> list[Clause]:
    """The alternatives of an Accept header, best first."""
    found = []
    for part in accept.split(","):
        media_type, *parameters = (piece.strip() for piece in part.split(";"))
        pairs = (piece.partition("=") for piece in parameters)
        if media_type:
            found.append(Clause(media_type.lower(), {name.strip().lower(): value.strip() for name, _, value in pairs}))
    return sorted(found, key=lambda clause: -clause.quality)


def form_of(accept: str, transformed: bool = True) -> Form:
    """The form of the answer. Raises NotAcceptable when none is offered.

    `transformed` False: what is asked for is never a table (a review).
    """
    wanted = clauses(accept) or [Clause("*/*", {})]
    for clause in wanted:
        media_type = SPELLED.get(clause.media_type)
        if media_type is None:
            continue
        kind = clause.parameters.get("as", "")
        if not kind:
            return Form(media_type)
        if not transformed:
            continue
        known = clause.parameters.get("g", "meta.k8s.io") == "meta.k8s.io"
        version = clause.parameters.get("v", "v1")
        if kind in TRANSFORMED and known and version in META_VERSIONS:
            return Form(media_type, kind, version)
    raise NotAcceptable(f"only the following media types are accepted: {', '.join(OFFERED)}")


def body_of(content_type: str, body: bytes) -> Any:
    """The JSON value of a request body. Raises UnsupportedMediaType; BadRequest when it cannot be read."""
    media_type = content_type.partition(";")[0].strip().lower() or JSON
    form = PROTOBUF if media_type == PROTOBUF else SPELLED.get(media_type)
    if form is None:
        text = "the body of the request was in an unknown format - accepted media types include: "
        raise UnsupportedMediaType(text + ", ".join(READ))
    if form == PROTOBUF:
        return read_protobuf(body)
    return read_json(body) if form == JSON else read_yaml(body)


def read_protobuf(body: bytes) -> Any:
    """A protobuf body. Raises BadRequest."""
    try:
        return protobuf.decode(body)
    except protobuf.Malformed as fault:
        raise BadRequest(f"the object provided cannot be read: {fault}") from None


def read_json(body: bytes) -> Any:
    """A JSON body; what is no JSON but YAML is read as such, as the apiserver's recognizer does."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return read_yaml(body)


def read_yaml(body: bytes) -> Any:
    """One YAML document. Raises BadRequest."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise BadRequest("the body of the request is not UTF-8") from None
    return manifests.value(text)


def duplicates(body: bytes) -> list[str]:
    """Sentences about keys that a JSON body gives twice; none for a body that is no JSON."""
    try:
        return decoding.duplicate_fields(body.decode())
    except (ValueError, RecursionError):
        return []
