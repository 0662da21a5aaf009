"""kubectl's JSONPath templates: `{.items[*].metadata.name}{"\\n"}`.

Upstream: `client-go/util/jsonpath` (parser.go, jsonpath.go), `cli-runtime/pkg/printers/jsonpath.go`,
`cli-runtime/pkg/genericclioptions/jsonpath_flags.go`.

    parser      a template as nodes
    evaluate    nodes against an object: lists of values
"""

import json
from typing import Any

from cluster.core.go_text import to_json
from cluster.kubectl.output import go_values
from cluster.kubectl.output.jsonpath.evaluate import Evaluation
from cluster.kubectl.output.jsonpath.parser import JSONPathError, parse

__all__ = ["JSONPathError", "find", "render"]


def render(template: str, obj: Any, allow_missing: bool = True, as_json: bool = False) -> str:
    """What `-o jsonpath=TEMPLATE` prints. Raises JSONPathError with the text that follows `error: `.

    `as_json` is `-o jsonpath-as-json`.
    """
    if not template:
        raise JSONPathError("template format specified but no template given")
    try:
        nodes = parse(template)
    except JSONPathError as fault:
        raise JSONPathError(f"error parsing jsonpath {template}, {fault}\n") from fault
    try:
        found = Evaluation(nodes, allow_missing).results(obj)
    except JSONPathError as fault:
        raise JSONPathError(_debugging(template, obj, fault)) from fault
    if as_json:
        return "".join(_as_json(values) for values in found)
    return "".join(" ".join(_printed(value) for value in values) for values in found)


def find(template: str, obj: Any, allow_missing: bool = True) -> list[list[Any]]:
    """The values that each part of a template finds, for sorting, columns and waiting. Raises JSONPathError."""
    return Evaluation(parse(template), allow_missing).results(obj)


def _printed(value: Any) -> str:
    if value is None:
        return "null"
    return to_json(value) if isinstance(value, dict | list) else go_values.text(value)


def _as_json(values: list[Any]) -> str:
    text = json.dumps(values, ensure_ascii=False, indent=4, sort_keys=True) if values else "[]"
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n"


def _debugging(template: str, obj: Any, fault: JSONPathError) -> str:
    details = (
        f"Error executing template: {fault}. Printing more information for debugging the template:\n"
        f"\ttemplate was:\n\t\t{template}\n\tobject given to jsonpath engine was:\n\t\t{go_values.syntax(obj)}\n\n"
    )
    return f"error executing jsonpath {go_values.syntax(template)}: {details}\n"
