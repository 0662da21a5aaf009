"""Programs that ask for ports, names and machines: nc, nslookup, dig, getent, ping."""

from cluster.core import http_answers, network
from cluster.core.shell import sums
from cluster.core.shell.commands.http import PATIENCE_MS, place_of
from cluster.core.shell.process import Command, Endless, Process


def nc(process: Process) -> int:
    """Whether a port is open; `-z` and `-v` as usual."""
    options, rest = process.flags("wp")
    if len(rest) < 2 or not rest[1].isdecimal():
        if "l" in options:
            raise Endless
        return process.fail("usage: nc [-zv] [-w SECONDS] HOST PORT")
    machine, (host, port) = process.machine, (rest[0], int(rest[1]))
    addresses = network.resolve(machine.state, machine.pod, host)
    if not addresses:
        return process.fail(f"bad address '{host}'")
    failure = http_answers.is_open(machine.state, place_of(process, addresses[0], port), process.now)
    place = f"{host} ({addresses[0]}:{port})"
    if failure == "refused":
        return process.fail(f"{place}: Connection refused")
    if failure:
        process.shell.spend(sums.milliseconds(options.get("w") or "") or PATIENCE_MS)
        return process.fail("timed out" if "w" in options else f"{place}: Operation timed out")
    if "v" in options:
        process.err.append(f"{place} open\n")
    return 0


def nslookup(process: Process) -> int:
    """What the cluster's DNS says of a name."""
    names = [arg for arg in process.args if not arg.startswith("-")]
    if not names:
        return process.fail("usage: nslookup HOST")
    machine, server = process.machine, network.DNS_IP
    found = _named(process, names[0])
    process.say(f"Server:\t\t{server}", f"Address:\t{server}:53", "")
    if found is None:
        process.out.append(f"** server can't find {names[0]}: NXDOMAIN\n\n")
        return 1
    for address in network.resolve(machine.state, machine.pod, names[0]):
        process.say(f"Name:\t{found}", f"Address: {address}", "")
    return 0


def _named(process: Process, name: str) -> str | None:
    """The full name under which DNS knows it; None: it does not."""
    machine = process.machine
    found = network.find(machine.state, machine.pod["metadata"].get("namespace", ""), name)
    if found is None:
        return None
    service, hostname = found
    if not network.addresses(machine.state, service, hostname):
        return None
    return f"{hostname}.{network.full_name(service)}" if hostname else network.full_name(service)


def dig(process: Process) -> int:
    """`+short`: the addresses alone; names are taken as they are, without search domains."""
    names = [arg for arg in process.args if not arg.startswith(("+", "-", "@"))]
    machine = process.machine
    name = names[0] if names else ""
    full = name.rstrip(".").endswith(network.DOMAIN)
    addresses = network.resolve(machine.state, machine.pod, name) if full else []
    if "+short" in process.args:
        return process.say(*addresses)
    lines = [f"{name.rstrip('.')}.\t30\tIN\tA\t{address}" for address in addresses]
    return process.say(";; QUESTION SECTION:", f";{name.rstrip('.')}.\tIN\tA", "", ";; ANSWER SECTION:", *lines, "")


def getent(process: Process) -> int:
    """`getent hosts NAME`."""
    machine = process.machine
    addresses = network.resolve(machine.state, machine.pod, process.args[1]) if len(process.args) > 1 else []
    name = _named(process, process.args[1]) if len(process.args) > 1 else ""
    process.say(*(f"{address:15} {name or process.args[1]}" for address in addresses))
    return 0 if addresses else 2


def ping(process: Process) -> int:
    """Pods answer, cluster IPs do not: kube-proxy knows ports only."""
    options, rest = process.flags("cWiw")
    machine = process.machine
    addresses = network.resolve(machine.state, machine.pod, rest[0]) if rest else []
    if not addresses:
        return process.fail(f"bad address '{rest[0] if rest else ''}'")
    address, count = addresses[0], int(options["c"]) if options.get("c", "").isdecimal() else 0
    up = address == "127.0.0.1" or any(machine.state.pods_at(address))
    process.say(f"PING {rest[0]} ({address}): 56 data bytes")
    for number in range(count or 4):
        if up:
            process.say(f"64 bytes from {address}: seq={number} ttl=62 time=0.1 ms")
        process.shell.spend(1000)
    if not count:
        raise Endless
    received = count if up else 0
    process.say(
        "",
        f"--- {rest[0]} ping statistics ---",
        (f"{count} packets transmitted, {received} packets received, {100 - 100 * received // count}% packet loss"),
    )
    return 0 if up else 1


COMMANDS: dict[str, Command] = {
    "nc": nc, "ncat": nc, "telnet": nc, "nslookup": nslookup, "dig": dig,
    "getent": getent, "ping": ping,
}  # fmt: skip
