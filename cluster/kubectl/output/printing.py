"""`-o`: objects as JSON, YAML, names, or what a template makes of them.

Upstream: `cli-runtime/pkg/genericclioptions/print_flags.go` and the flags beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.output import go_template, json_text, jsonpath, yaml_text

Printer = Callable[[Object], str]
JSONPATHS = ("jsonpath", "jsonpath-as-json", "jsonpath-file")
GO_TEMPLATES = ("go-template", "go-template-file", "template", "templatefile")
FORMATS = ("go-template", "go-template-file", "json", "jsonpath", "jsonpath-as-json", "jsonpath-file", "name",
           "template", "templatefile", "yaml")  # fmt: skip
COLUMNS = ("custom-columns", "custom-columns-file")


@dataclass(slots=True)
class Yaml:
    """Documents with `---` between them."""

    count: int = 0

    def __call__(self, obj: Object) -> str:
        self.count += 1
        return ("---\n" if self.count > 1 else "") + yaml_text.dump(obj)


@dataclass(frozen=True, slots=True)
class Names:
    """`pod/web created`; with `-o name` the name alone."""

    operation: str = ""

    def __call__(self, obj: Object) -> str:
        if is_list(obj):
            return "".join(self(item) for item in obj["items"])
        return f"{shown(obj)}{f' {self.operation}' if self.operation else ''}\n"


def shown(obj: Object) -> str:
    """`deployment.apps/web`."""
    group, slash, _ = str(obj.get("apiVersion") or "").partition("/")
    kind = str(obj.get("kind") or "").lower()
    name = (obj.get("metadata") or {}).get("name") or "<unknown>"
    return f"{kind}.{group}/{name}" if slash else f"{kind}/{name}"


def is_list(obj: Object) -> bool:
    """Whether it is a list of objects."""
    return isinstance(obj.get("items"), list) and str(obj.get("kind")).endswith("List")


def printer(call: Call, operation: str = "", formats: tuple[str, ...] = FORMATS) -> Printer:
    """How the command prints an object. Raises KubectlError when `-o` says nothing that it knows."""
    output, template = call["output"], call.values.get("template", "")
    if template and not call.values.changed("output"):
        output = "go-template"
    if output.lower() in {"json", "yaml"}:
        return _structured(call, output.lower())
    if output.lower() in {"", "name"}:
        return Names("" if output else operation)
    found = templated(call, output, template)
    if found is None:
        raise unknown_format(output, formats)
    return found


def unknown_format(output: str, formats: tuple[str, ...]) -> KubectlError:
    """The refusal of a `-o`."""
    listed = ",".join(sorted(formats))
    return KubectlError(
        f"unable to match a printer suitable for the output format {quote(output)}, allowed formats are: {listed}"
    )


def _structured(call: Call, output: str) -> Printer:
    write: Printer = json_text.dump if output == "json" else Yaml()
    if call.values.get("show-managed-fields"):
        return write
    return lambda obj: write(without_managers(obj))


def without_managers(obj: Object) -> Object:
    """The object, or each of a list, without managedFields."""
    if is_list(obj):
        return {**obj, "items": [without_managers(item) for item in obj["items"]]}
    metadata = obj.get("metadata")
    if not isinstance(metadata, dict) or "managedFields" not in metadata:
        return obj
    return {**obj, "metadata": {name: value for name, value in metadata.items() if name != "managedFields"}}


def templated(call: Call, output: str, template: str) -> Printer | None:
    """The printer of a template, None when `output` names none. Raises KubectlError."""
    name, equals, value = output.partition("=")
    if template:
        name, value = (output, template) if not equals else ("", "")
    if name not in {*JSONPATHS, *GO_TEMPLATES}:
        return None
    if not value:
        raise KubectlError("template format specified but no template given")
    if name in {"jsonpath-file", "go-template-file", "templatefile"}:
        value = read_template(call, value)
    missing = bool(call["allow-missing-template-keys"])
    if name in JSONPATHS:
        _parsed(value)
        as_json = name == "jsonpath-as-json"
        return lambda obj: _rendered(call, lambda: jsonpath.render(value, obj, missing, as_json))
    return lambda obj: _rendered(call, lambda: go_template.render(value, obj, missing))


def read_template(call: Call, name: str) -> str:
    """The text of a template's file. Raises KubectlError."""
    try:
        return call.session.files.read(name)
    except OSError as fault:
        words = (fault.strerror or str(fault)).lower()
        raise KubectlError(f"error reading --template {name}, open {name}: {words}") from None


def _parsed(template: str) -> None:
    try:
        jsonpath.render(template, {}, True)
    except jsonpath.JSONPathError as fault:
        if str(fault).startswith("error parsing"):
            raise KubectlError(str(fault)) from None


def _rendered(call: Call, render: Callable[[], str]) -> str:
    try:
        return render()
    except (jsonpath.JSONPathError, go_template.TemplateError) as fault:
        call.out(getattr(fault, "printed", ""))
        raise KubectlError(str(fault)) from None
