"""Texts with manifests as kubectl reads them: documents one by one, and what it says of those that cannot be read.

Upstream: `apimachinery/pkg/util/yaml/decoder.go` (YAMLOrJSONDecoder), `kubectl/pkg/validation/validation.go`,
`go.yaml.in/yaml/decode.go` (parser.fail).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from cluster.core import go_text, manifests
from cluster.core.errors import BadRequest
from cluster.core.kinds import Object
from cluster.kubectl.errors import KubectlError

SEPARATOR = re.compile(r"^---.*$", re.MULTILINE)


def documents(text: str, source: str) -> Iterator[Any]:
    """The values of the documents; empty ones are left out. Raises KubectlError at the first that cannot be read."""
    if text.lstrip().startswith("{"):
        yield from _json_documents(text, source)
        return
    for part in SEPARATOR.split(text):
        if not part.strip():
            continue
        value = yaml_value(part.removeprefix("\n"), f"error parsing {source}: error converting YAML to JSON: ")
        if value is not None:
            yield value


def yaml_value(text: str, prefix: str) -> Any:
    """The value of one YAML document. Raises KubectlError, its text after `prefix`."""
    try:
        yaml.compose(text, Loader=yaml.CSafeLoader) if len(text) < 100_000 else None
    except yaml.MarkedYAMLError as fault:
        raise KubectlError(f"{prefix}yaml: {_where(fault)}{fault.problem}") from None
    except yaml.YAMLError:
        raise KubectlError(f"{prefix}yaml: control characters are not allowed") from None
    except (ValueError, RecursionError):
        raise KubectlError(f"{prefix}yaml: {manifests.TOO_LARGE}") from None
    try:
        return manifests.value(text)
    except BadRequest as fault:
        raise KubectlError(prefix + str(fault).removeprefix("error parsing: ")) from None


def _where(fault: yaml.MarkedYAMLError) -> str:
    mark = fault.problem_mark if fault.problem_mark and fault.problem_mark.line else fault.context_mark
    line = mark.line if mark else 0
    if not line:
        return ""
    return f"line {line + 1 if isinstance(fault, yaml.scanner.ScannerError) else line}: "


def _json_documents(text: str, source: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    place = 0
    while text[place:].strip():
        place += len(text[place:]) - len(text[place:].lstrip())
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as fault:
            position = getattr(fault, "pos", 0)
            raise KubectlError(f"error parsing {source}: json: {json_fault(text, position)}") from None
        if text[place:].lstrip().startswith("---"):
            place = text.index("---", place) + 3
        yield value


def json_fault(text: str, position: int) -> str:
    """What Go's decoder says of a text that Python's could not read from there on."""
    before = text[:position].rstrip()
    while position < len(text) and text[position].isspace():
        position += 1
    if position >= len(text):
        return f"offset {len(text)}: unexpected EOF"
    what = "looking for beginning of value"
    if before.endswith((",", "{")):
        what = "looking for beginning of object key string"
    elif text[position] not in "}]":
        what = "after object key:value pair"
    return f"offset {position + 1}: invalid character {text[position]!r} {what}"


def judge(value: Any, source: str, strict: bool) -> Object:
    """The document as an object with apiVersion and kind. Raises KubectlError.

    `strict` is how commands with `--validate` look at it; the others only decode it.
    """
    if strict:
        faults = _faults(value)
        if faults:
            text = faults[0] if len(faults) == 1 else f"[{', '.join(faults)}]"
            raise KubectlError(
                f'error validating "{source}": error validating data: {text};'
                " if you choose to ignore these errors, turn validation off with --validate=false"
            )
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str) or not value["kind"]:
        raise KubectlError(f"unable to decode {go_text.quote(source)}: {_undecodable(value)}")
    return value


def _faults(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return ["invalid object to validate"]
    faults = []
    for field in ("apiVersion", "kind"):
        if value.get(field) is None:
            faults.append(f"{field} not set")
        elif not isinstance(value[field], str):
            faults.append(f"{field} isn't string type")
    return faults


def _undecodable(value: Any) -> str:
    text = go_text.to_json(value)
    if not isinstance(value, dict):
        type_ = {list: "array", str: "string", bool: "bool"}.get(type(value), "number")
        return f"json: cannot unmarshal {type_} into Go value of type unstructured.detector"
    return f"Object 'Kind' is missing in '{text}'"
