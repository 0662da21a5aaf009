"""Kinds with little to tell: Namespaces, ConfigMaps, Secrets, ServiceAccounts, and every kind without a printer."""

from cluster.core.kinds import Object
from cluster.core.printers.columns import AGE, NAME, NOTHING, Cell, Column, Printer, age_of, name_of


def namespace_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, STATUS, AGE (`printNamespace`)."""
    return [name_of(obj), (obj.get("status") or NOTHING).get("phase") or "", age_of(obj, now_ms)]


def config_map_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, DATA (how many keys), AGE (`printConfigMap`)."""
    keys = len(obj.get("data") or ()) + len(obj.get("binaryData") or ())
    return [name_of(obj), keys, age_of(obj, now_ms)]


def secret_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, TYPE, DATA (how many keys), AGE (`printSecret`)."""
    return [name_of(obj), obj.get("type") or "", len(obj.get("data") or ()), age_of(obj, now_ms)]


def service_account_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, SECRETS (how many), AGE (`printServiceAccount`)."""
    return [name_of(obj), len(obj.get("secrets") or ()), age_of(obj, now_ms)]


def component_status_cells(obj: Object, _now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, STATUS, MESSAGE, ERROR (`printComponentStatus`)."""
    for condition in obj.get("conditions") or ():
        if condition["type"] == "Healthy":
            status = {"True": "Healthy", "False": "Unhealthy"}.get(condition["status"], "Unknown")
            return [name_of(obj), status, condition.get("message") or "", condition.get("error") or ""]
    return [name_of(obj), "Unknown", "", ""]


def default_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, AGE (`printObjectMeta`)."""
    return [name_of(obj), age_of(obj, now_ms)]


NAMESPACE = Printer((NAME, Column("Status", description="The status of the namespace"), AGE), namespace_cells)
CONFIG_MAP = Printer((NAME, Column("Data", documented_by="ConfigMap.data"), AGE), config_map_cells)
SECRET = Printer(
    (NAME, Column("Type", documented_by="Secret.type"), Column("Data", documented_by="Secret.data"), AGE),
    secret_cells,
)
SERVICE_ACCOUNT = Printer(
    (NAME, Column("Secrets", documented_by="ServiceAccount.secrets"), AGE),
    service_account_cells,
)
COMPONENT_STATUS = Printer(
    (
        NAME,
        Column("Status", description="Status of the component conditions"),
        Column("Message", description="Message of the component conditions"),
        Column("Error", description="Error of the component conditions"),
    ),
    component_status_cells,
)
DEFAULT = Printer((NAME, AGE), default_cells)
