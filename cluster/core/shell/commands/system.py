"""Who and where one is, what runs, what time it is."""

from datetime import UTC, datetime, timedelta

from cluster.core import load, times
from cluster.core.shell.process import NOT_EXECUTABLE, Command, Process

KERNEL = "6.8.0"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def hostname(process: Process) -> int:
    """The pod's name; `-i` its address."""
    if {"-i", "-I"} & set(process.args):
        return process.say(process.machine.address)
    return process.say(process.machine.hostname)


def whoami(process: Process) -> int:
    """The user's name."""
    user = process.machine.user
    return process.say(_named(user)) if user in {0, 65534} else process.fail(f"unknown uid {user}")


def _named(user: int) -> str:
    return {0: "root", 65534: "nobody"}.get(user, str(user))


def id_(process: Process) -> int:
    """User and groups."""
    user = process.machine.user
    if "-u" in process.args:
        return process.say(str(user))
    name = f"({_named(user)})" if user in {0, 65534} else ""
    group = "gid=0(root) groups=0(root)" if user != 65534 else "gid=65534(nogroup) groups=65534(nogroup)"
    return process.say(f"uid={user}{name} {group}")


def printenv(process: Process) -> int:
    """Variables, or the value of one."""
    env = process.shell.env
    if not process.args:
        return process.say(*(f"{name}={value}" for name, value in env.items()))
    found = [env[name] for name in process.args if name in env]
    process.say(*found)
    return int(len(found) < len(process.args))


def date(process: Process) -> int:
    """The simulated time, as the client's clock shows it."""
    moment = datetime.fromtimestamp(process.now // 1000, UTC) + timedelta(seconds=process.machine.shift)
    form = next((arg[1:] for arg in process.args if arg.startswith("+")), "")
    if form:
        exact = form.replace("%N", f"{process.now % 1000:03d}000000").replace("%s", str(int(moment.timestamp())))
        return process.say(moment.strftime(exact))
    day = f"{moment.day:2}"
    return process.say(
        f"{WEEKDAYS[moment.weekday()]} {MONTHS[moment.month - 1]} {day} {moment:%H:%M:%S} UTC {moment.year}"
    )


def uname(process: Process) -> int:
    """The kernel."""
    if "-a" in process.args:
        return process.say(f"Linux {process.machine.hostname} {KERNEL} #1 SMP x86_64 GNU/Linux")
    return process.say(
        {"-r": KERNEL, "-n": process.machine.hostname, "-m": "x86_64"}.get("".join(process.args), "Linux")
    )


def processes(process: Process) -> list[str]:
    """The command lines of what runs in the container."""
    container = process.machine.container
    words = [*(container.get("command") or ()), *(container.get("args") or ())]
    if container.get("command"):
        return [" ".join(words)]
    first, *others = process.machine.family.processes
    return [f"{first} {' '.join(words)}".strip() if words else first, *others]


def ps(process: Process) -> int:
    """What runs."""
    own = " ".join([process.name, *process.args])
    rows = [*enumerate(processes(process), 1)]
    rows.append((rows[-1][0] + 20, own))
    if process.machine.family.base == "debian":
        wide = any("a" in arg for arg in process.args)
        title = (
            "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND"
            if wide
            else ("    PID TTY          TIME CMD")
        )
        form = (
            "root     {:7}  0.0  0.1   9000  5000 ?        S    00:00   0:00 {}"
            if wide
            else "{:7} ?        00:00:00 {}"
        )
        return process.say(title, *(form.format(number, command) for number, command in rows))
    return process.say(
        "PID   USER     TIME  COMMAND",
        *(f"{number:5} {_named(process.machine.user):8}  0:00 {command}" for number, command in rows),
    )


def top(process: Process) -> int:
    """One screen of it."""
    return process.say("Mem: 1523412K used, 6523412K free", "CPU:   1% usr   1% sys   0% nic  98% idle") or ps(process)


def free(process: Process) -> int:
    """Memory: of the node, as in any container."""
    return process.say(
        "              total        used        free      shared  buff/cache   available",
        "Mem:        8046824     1523412     5023412       12000     1500000     6523412",
    )


def df(process: Process) -> int:
    """Disks."""
    return process.say(
        "Filesystem           1K-blocks      Used Available Use% Mounted on",
        "overlay              101430960  12345678  89085282  12% /",
    )


def uptime(process: Process) -> int:
    """How long the node has run."""
    machine = process.machine
    node = machine.state.get("Node", "", machine.pod["spec"].get("nodeName") or "")
    born = times.to_ms(node["metadata"]["creationTimestamp"]) if node else process.now
    minutes = (process.now - born) // times.MINUTE
    moment = datetime.fromtimestamp(process.now // 1000, UTC) + timedelta(seconds=machine.shift)
    return process.say(f" {moment:%H:%M:%S} up {minutes} min,  load average: 0.08, 0.03, 0.01")


def kill(process: Process) -> int:
    """Signals: process 1 of a container takes none that it does not handle, so nothing happens here."""
    if not process.flags("s")[1]:
        return process.fail("you need to specify whom to kill")
    return 0


def which(process: Process) -> int:
    """Where a command is."""
    from cluster.core.shell.commands import COMMANDS, is_installed  # noqa: PLC0415

    code = 0
    for name in process.args:
        if name in COMMANDS and is_installed(process.machine.family, name):
            process.say(f"/usr/bin/{name}")
        elif name in {"sh", "env"} or (name == "bash" and is_installed(process.machine.family, name)):
            process.say(f"/bin/{name}")
        else:
            code = 1
    return code


def package_manager(process: Process) -> int:
    """There is no internet to install from."""
    if process.name == "apk":
        return process.fail("unable to select packages: the network cannot be reached", 1)
    process.err.append("E: Unable to locate package: the network cannot be reached\n")
    return 100


def stress(process: Process) -> int:
    """Work is simulated by an annotation instead."""
    return process.fail(f"work is simulated by the annotation {load.CPU}", NOT_EXECUTABLE)


COMMANDS: dict[str, Command] = {
    "hostname": hostname, "whoami": whoami, "id": id_, "printenv": printenv, "date": date, "uname": uname, "ps": ps,
    "top": top, "free": free, "df": df, "uptime": uptime, "kill": kill, "which": which, "type": which,
    "apk": package_manager, "apt": package_manager, "apt-get": package_manager, "stress": stress,
    "nproc": lambda process: process.say("4"),
}  # fmt: skip
