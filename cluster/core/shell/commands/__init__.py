"""The commands of a simulated shell; which of them an image has."""

from cluster.core.shell.commands import builtins, clients, http, network, reading, system, writing
from cluster.core.shell.images import Family
from cluster.core.shell.process import Command

COMMANDS: dict[str, Command] = {
    **builtins.COMMANDS,
    **reading.COMMANDS,
    **writing.COMMANDS,
    **system.COMMANDS,
    **http.COMMANDS,
    **network.COMMANDS,
    **clients.COMMANDS,
}
NOT_IN_BUSYBOX = frozenset({"bash", "curl", "dig", "apt-get", "apt"})
NOT_IN_DEBIAN = frozenset({"ash", "apk"})


def is_installed(family: Family, name: str) -> bool:
    """Whether an image has a command."""
    if name in builtins.COMMANDS:
        return family.base != "none"
    if name in clients.COMMANDS:
        return name in family.clients
    if (family.name == "agnhost" and name in {"curl", "dig"}) or family.name == name == "curl":
        return True
    if family.base == "none":
        return False
    return name not in (NOT_IN_BUSYBOX if family.base == "busybox" else NOT_IN_DEBIAN)
