"""`-o go-template=...`: the template language of Go's `text/template`, as kubectl sets it up.

Upstream: `text/template` and `text/template/parse` of Go, `cli-runtime/pkg/printers/template.go`.

    lexer, parser, nodes      a template as a tree
    execute, functions        the tree against an object
    formatting                `printf`
"""

from typing import Any

from cluster.core.go_text import quote, to_json
from cluster.kubectl.output import go_values
from cluster.kubectl.output.go_template.execute import Execution
from cluster.kubectl.output.go_template.nodes import TemplateFault
from cluster.kubectl.output.go_template.parser import parse

__all__ = ["TemplateError", "render"]


class TemplateError(ValueError):
    """The message follows `error: `; `printed` went to the standard output before."""

    def __init__(self, message: str, printed: str = "") -> None:
        super().__init__(message)
        self.printed = printed


def render(template: str, obj: Any, allow_missing: bool = True) -> str:
    """What `-o go-template=TEMPLATE` prints. Raises TemplateError."""
    if not template:
        raise TemplateError("template format specified but no template given")
    try:
        trees = parse(template)
    except TemplateFault as fault:
        raise TemplateError(f"error parsing template {template}, {fault}\n") from fault
    execution = Execution(template, trees, allow_missing)
    try:
        execution.run(obj)
    except (TemplateFault, RecursionError) as fault:
        told = str(fault) if isinstance(fault, TemplateFault) else "template: output: exceeded maximum template depth"
        raise TemplateError(
            f"error executing template {quote(template)}: {told}", execution.text() + _debugging(template, obj, told)
        ) from fault
    return execution.text()


def _debugging(template: str, obj: Any, told: str) -> str:
    return (
        f"Error executing template: {told}. Printing more information for debugging the template:\n"
        f"\ttemplate was:\n\t\t{template}\n\traw data was:\n\t\t{to_json(obj)}\n"
        f"\tobject given to template engine was:\n\t\t{go_values.text(obj)}\n\n"
    )
