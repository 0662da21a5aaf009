"""What is inside images besides their program: which shell and tools, which variables, where they start."""

import re
from functools import lru_cache
from typing import NamedTuple

from cluster.core.images import InvalidImageName, behaviour, parse

SHELL_LESS = frozenset({
    "pause", "http-echo", "hello-world", "hello-app", "whoami", "coredns", "kube-apiserver", "node-hello-static",
})  # fmt: skip
"""Images made of a program alone."""
BUSYBOX = frozenset({"busybox", "alpine", "agnhost", "curl", "go-demo-2", "kicbase", "echo-server", "http-echo"})
"""Images whose tools are busybox's whatever the tag says."""
PROGRAMS = {
    "nginx": ("nginx -g daemon off;", "nginx: worker process"),
    "nginx-slim": ("nginx -g daemon off;", "nginx: worker process"),
    "httpd": ("httpd -DFOREGROUND", "httpd -DFOREGROUND"),
    "postgres": ("postgres", "postgres: checkpointer", "postgres: background writer", "postgres: walwriter"),
    "mongo": ("mongod --bind_ip_all",),
    "redis": ("redis-server *:6379",),
    "mysql": ("mysqld",),
    "mariadb": ("mariadbd",),
    "go-demo-2": ("go-demo",),
    "hpa-example": ("apache2 -DFOREGROUND",),
    "busybox": ("sh",),
    "alpine": ("/bin/sh",),
    "ubuntu": ("/bin/bash",),
    "debian": ("bash",),
    "agnhost": ("/agnhost pause",),
    "curl": ("/entrypoint.sh",),
}
"""The processes of images that are started without a command."""
CLIENTS = {
    "postgres": frozenset({"psql", "pg_isready", "postgres", "pg_dump"}),
    "redis": frozenset({"redis-cli", "redis-server"}),
    "mongo": frozenset({"mongo", "mongosh", "mongod"}),
    "mysql": frozenset({"mysql", "mysqladmin"}),
    "mariadb": frozenset({"mariadb", "mysql"}),
    "nginx": frozenset({"nginx"}),
    "httpd": frozenset({"httpd"}),
}
VARIABLES = {
    "nginx": "NGINX_VERSION",
    "postgres": "PG_MAJOR",
    "redis": "REDIS_VERSION",
    "mongo": "MONGO_VERSION",
    "mysql": "MYSQL_MAJOR",
    "httpd": "HTTPD_VERSION",
    "python": "PYTHON_VERSION",
    "node": "NODE_VERSION",
}
WORKDIRS = {"redis": "/data", "httpd": "/usr/local/apache2", "kubernetes-bootcamp": "/usr/src/app"}


class Family(NamedTuple):
    """`base`: `busybox` (its tools, no bash, no curl), `debian`, or `none` (no shell at all)."""

    base: str
    name: str = ""
    version: str = ""
    workdir: str = "/"

    @property
    def processes(self) -> tuple[str, ...]:
        """What runs without a command of the pod."""
        return PROGRAMS.get(self.name, (f"/{self.name or 'app'}",))

    @property
    def clients(self) -> frozenset[str]:
        """The image's own tools that are simulated."""
        return CLIENTS.get(self.name, frozenset())


@lru_cache(maxsize=1024)
def family_of(image: str) -> Family:
    """What is inside an image."""
    try:
        reference, version = parse(image), behaviour(image).version
    except InvalidImageName:
        return Family("none")
    name = reference.repository.rsplit("/", 1)[-1]
    if name in SHELL_LESS:
        base = "none"
    elif name in BUSYBOX or "alpine" in reference.tag:
        base = "busybox"
    else:
        base = "debian"
    number = re.match(r"v?(\d+(?:\.\d+)*)", version)
    return Family(base, name, number.group(1) if number else "", WORKDIRS.get(name, "/"))
