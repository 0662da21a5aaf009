"""The files of a container: what the kubelet and volumes put there, and a few that every image has."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cluster.core import containers, network, times
from cluster.core.images import InvalidImageName
from cluster.core.images.shell import FileChange
from cluster.core.kinds import Object
from cluster.core.shell import variables
from cluster.core.tokens import token

if TYPE_CHECKING:
    from cluster.core.shell.machine import Machine

Files = dict[str, str]
"""Absolute path -> contents. A directory without files has a path that ends with `/`."""
DIRECTORIES = (
    "bin", "boot", "dev", "etc", "home", "lib", "media", "mnt", "opt", "proc", "root", "run", "sbin", "srv", "sys",
    "tmp", "usr", "var",
)  # fmt: skip


def of_container(machine: "Machine") -> Files:
    """All files that can be read."""
    found: Files = {f"/{name}/": "" for name in DIRECTORIES}
    found |= _etc(machine) | _of_image(machine)
    for change in _made(machine):
        if change.present:
            found[change.path] = ""
        else:
            found.pop(change.path, None)
    for mount in machine.container.get("volumeMounts") or ():
        found |= _mounted(machine, mount)
    return found


def _made(machine: "Machine") -> Iterable[FileChange]:
    """What the container's own command has made by now."""
    note = ((machine.pod.get("simulation") or {}).get("containers") or {}).get(machine.container["name"]) or {}
    if note.get("is") != "running":
        return ()
    try:
        changes = containers.program_of(machine.state, machine.container).files
    except InvalidImageName:
        return ()
    return [change for change in changes if note["at"] + change.at <= machine.now]


def _etc(machine: "Machine") -> Files:
    namespace = machine.pod["metadata"].get("namespace", "")
    search = f"{namespace}.svc.{network.DOMAIN} svc.{network.DOMAIN} {network.DOMAIN}"
    hosts = [
        "# Kubernetes-managed hosts file.", "127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback",
        "fe00::0\tip6-localnet", "fe00::0\tip6-mcastprefix", "fe00::1\tip6-allnodes", "fe00::2\tip6-allrouters",
        f"{machine.address}\t{machine.hostname}",
    ]  # fmt: skip
    aliases = machine.pod["spec"].get("hostAliases") or ()
    if aliases:
        hosts += ["", "# Entries added by HostAliases."]
        hosts += [f"{alias['ip']}\t" + "\t".join(alias.get("hostnames") or ()) for alias in aliases]
    return {
        "/etc/hostname": f"{machine.hostname}\n",
        "/etc/hosts": "\n".join(hosts) + "\n",
        "/etc/resolv.conf": f"search {search}\nnameserver {network.DNS_IP}\noptions ndots:5\n",
        "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
        "/etc/os-release": _release(machine),
        "/proc/version": "Linux version 6.8.0\n",
        "/dev/null": "",
    }


def _release(machine: "Machine") -> str:
    if machine.family.base == "busybox":
        return 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.0\nPRETTY_NAME="Alpine Linux v3.22"\n'
    return 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n'


def _of_image(machine: "Machine") -> Files:
    if machine.family.name in {"nginx", "nginx-slim"}:
        return {
            "/etc/nginx/nginx.conf": "worker_processes auto;\nhttp { include /etc/nginx/conf.d/*.conf; }\n",
            "/etc/nginx/conf.d/default.conf": "server { listen 80; root /usr/share/nginx/html; }\n",
            "/usr/share/nginx/html/index.html": "<h1>Welcome to nginx!</h1>\n",
        }
    if machine.family.name == "httpd":
        return {"/usr/local/apache2/htdocs/index.html": "<html><body><h1>It works!</h1></body></html>\n"}
    return {}


def _mounted(machine: "Machine", mount: dict[str, Any]) -> Files:
    """The files of one mount; `subPath` takes a single one."""
    volume = next((v for v in machine.pod["spec"].get("volumes") or () if v["name"] == mount["name"]), None)
    if volume is None:
        return {}
    contents, base, sub = dict(_contents(machine, volume)), mount["mountPath"].rstrip("/"), mount.get("subPath")
    if sub:
        return {base: contents[sub]} if sub in contents else {f"{base}/": ""}
    return {f"{base}/": "", **{f"{base}/{path}": text for path, text in contents.items()}}


def _contents(machine: "Machine", volume: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "configMap" in volume:
        yield from _items(_data(machine, "ConfigMap", volume["configMap"]["name"]), volume["configMap"])
    elif "secret" in volume:
        yield from _items(_data(machine, "Secret", volume["secret"].get("secretName") or ""), volume["secret"])
    elif "downwardAPI" in volume:
        yield from _fields(machine.pod, volume["downwardAPI"])
    for source in (volume.get("projected") or {}).get("sources") or ():
        if "configMap" in source:
            yield from _items(_data(machine, "ConfigMap", source["configMap"]["name"]), source["configMap"])
        elif "secret" in source:
            yield from _items(_data(machine, "Secret", source["secret"]["name"]), source["secret"])
        elif "downwardAPI" in source:
            yield from _fields(machine.pod, source["downwardAPI"])
        elif "serviceAccountToken" in source:
            yield source["serviceAccountToken"]["path"], _token(machine)


def _token(machine: "Machine") -> str:
    spec, namespace = machine.pod["spec"], machine.pod["metadata"].get("namespace", "")
    issued = times.to_ms(machine.pod["metadata"]["creationTimestamp"]) + machine.shift * times.SECOND
    return token(machine.state.seed, namespace, spec.get("serviceAccountName") or "default", issued, 3607)


def _data(machine: "Machine", kind: str, name: str) -> Files:
    return variables.data_of(machine.state.get(kind, machine.pod["metadata"].get("namespace", ""), name))


def _items(data: Files, source: dict[str, Any]) -> Iterator[tuple[str, str]]:
    items = source.get("items")
    if items is None:
        yield from sorted(data.items())
    for item in items or ():
        if item["key"] in data:
            yield item["path"], data[item["key"]]


def _fields(pod: Object, source: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for item in source.get("items") or ():
        if item.get("fieldRef"):
            yield item["path"], variables.field_of(pod, item["fieldRef"]["fieldPath"])


def is_directory(files: Files, path: str) -> bool:
    """Whether a path is a directory."""
    base = path.rstrip("/") + "/"
    return any(name.startswith(base) for name in files)


def listed(files: Files, path: str) -> list[str]:
    """The names in a directory, sorted."""
    base = path.rstrip("/") + "/"
    return sorted(
        {name[len(base) :].split("/")[0] for name in files if name.startswith(base) and len(name) > len(base)}
    )
