"""The inside of a container as a command finds it: its variables, its files, its place in the cluster and in time."""

from dataclasses import dataclass, field

from cluster.core.kinds import Object
from cluster.core.shell import files, variables
from cluster.core.shell.images import Family, family_of
from cluster.core.state import State


@dataclass(slots=True)
class Machine:
    """One container. `now` (milliseconds) is when the command begins; `shift` seconds are added to times it prints."""

    state: State
    pod: Object
    container: Object
    now: int
    shift: int = 0
    env: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    cwd: str = "/"
    family: Family = field(default_factory=lambda: Family("debian"))

    @property
    def hostname(self) -> str:
        """The pod's host name."""
        return str(self.pod["spec"].get("hostname") or self.pod["metadata"]["name"])[:63]

    @property
    def address(self) -> str:
        """The pod's address."""
        return str((self.pod.get("status") or {}).get("podIP") or "")

    @property
    def user(self) -> int:
        """The uid that programs run as."""
        for spec in (self.container, self.pod["spec"]):
            uid = (spec.get("securityContext") or {}).get("runAsUser")
            if uid is not None:
                return int(uid)
        return 0

    def path(self, name: str) -> str:
        """A path made absolute: `../a` in `/b` -> `/a`."""
        parts: list[str] = []
        for part in (name if name.startswith("/") else f"{self.cwd}/{name}").split("/"):
            if part == "..":
                parts = parts[:-1]
            elif part not in {"", "."}:
                parts.append(part)
        return "/" + "/".join(parts)


def enter(state: State, pod: Object, container: Object, now: int, shift: int = 0) -> Machine:
    """The container as it is at `now`."""
    family = family_of(container["image"])
    machine = Machine(state, pod, container, now, shift, family=family)
    machine.env = variables.of_container(state, pod, container)
    machine.cwd = container.get("workingDir") or family.workdir
    machine.files = files.of_container(machine)
    return machine
