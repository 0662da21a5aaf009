"""`-o custom-columns=...`. Upstream: `kubectl/pkg/cmd/get/customcolumn.go`."""

from cluster.core import tabwriter
from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.output import custom_columns
from cluster.kubectl.output.custom_columns import Column
from cluster.kubectl.output.jsonpath import JSONPathError
from cluster.kubectl.output.printing import COLUMNS, Printer, is_list


def printer(call: Call) -> Printer | None:
    """The printer, or None when `-o` wants something else. Raises KubectlError."""
    name, _, value = call["output"].partition("=")
    if call["template"]:
        name, value = call["output"], call["template"]
    if name not in COLUMNS:
        return None
    if not value:
        raise KubectlError("custom-columns format specified but no custom columns given")
    try:
        headers = name == COLUMNS[1] or not call["no-headers"]
        return _Printer(call, _columns(call, name, value), headers)
    except JSONPathError as fault:
        raise KubectlError(str(fault)) from None


def _columns(call: Call, name: str, value: str) -> list[Column]:
    if name == COLUMNS[0]:
        return custom_columns.columns_of(value)
    try:
        return custom_columns.columns_of_file(call.session.files.read(value))
    except OSError as fault:
        words = (fault.strerror or str(fault)).lower()
        raise KubectlError(f"error reading template {value}, open {value}: {words}\n") from None


class _Printer:
    """Headers come once, however many objects follow."""

    def __init__(self, call: Call, columns: list[Column], headers: bool) -> None:
        self._call, self._columns, self._headers = call, columns, headers

    def __call__(self, obj: Object) -> str:
        rows = [custom_columns.headers(self._columns)] if self._headers else []
        self._headers = False
        try:
            for item in obj["items"] if is_list(obj) else [obj]:
                rows.append(custom_columns.row(self._columns, item))
        except JSONPathError as fault:
            self._call.out(tabwriter.table(rows))
            raise KubectlError(str(fault)) from None
        return tabwriter.table(rows)
