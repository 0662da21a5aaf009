"""The catalogue's entries: repositories that people use when they learn, and the tags that their registries have.

Sizes are rounded; a pull takes about as long as on a fast line. Simplification: postgres starts without
POSTGRES_PASSWORD, as its images did before February 2020, whatever the tag.
"""

from dataclasses import dataclass, replace

from cluster.core.images.behaviour import MEBIBYTE, Behaviour, Host, Page
from cluster.core.images.versions import Tags, tags


@dataclass(frozen=True, slots=True)
class Entry:
    """One repository. `tags` None: it has any tag."""

    behaviour: Behaviour
    tags: Tags | None = None

    def has(self, tag: str) -> bool:
        """Whether the repository has the tag."""
        return self.tags is None or self.tags.has(tag)


def _server(port: int, mebibytes: int, pull_ms: int, boot_ms: int = 0, *pages: Page) -> Behaviour:
    return Behaviour(ports=(port,), pages=pages, size_bytes=mebibytes * MEBIBYTE, pull_ms=pull_ms, boot_ms=boot_ms)


def _command_line(mebibytes: int) -> Behaviour:
    """Nothing but a shell: without a terminal it ends at once, and well."""
    return Behaviour(serves=False, exits_ms=0, size_bytes=mebibytes * MEBIBYTE, pull_ms=600 + 10 * mebibytes)


def _picture(name: str) -> Behaviour:
    """The update demo's server (`test/images/nautilus`): it says which picture it shows."""
    told = Page("/data.json", f'{{"image": "{name}.jpg"}}')
    return _server(80, 6, 700, 0, told, Page("/", f"<img src='{name}.jpg'>"))


def _builds(*versions: str) -> Tags:
    """Tags of the images for Kubernetes' own tests: a version and the number of the build."""
    return tags(words=" ".join(f"{version}-{build}" for version in versions for build in range(1, 5)))


NGINX = _server(80, 69, 1800, 0, Page("/", "Welcome to nginx!"), Page("/index.html", "Welcome to nginx!"))
HTTPD = _server(80, 58, 1700, 0, Page("/", "It works!"), Page("/index.html", "It works!"))
REDIS = _server(6379, 45, 1500)
GO_DEMO = replace(
    _server(
        8080,
        25,
        1200,
        0,
        Page("/demo/hello", "hello, world!"),
        Page("/demo/person", "[]", needs_host=True),
        Page("/demo/random-error", "Everything is still OK"),
    ),
    needs_host=Host("DB", "localhost", 27017),
    stop_code=2,
)
HELLO_APP = _server(8080, 11, 900)
FRONTEND = replace(
    _server(
        80,
        160,
        2600,
        0,
        Page("/", "Guestbook"),
        Page("/index.html", "Guestbook"),
        Page("/guestbook.php", '{"data": ""}', needs_host=True),
    ),
    needs_host=Host("REDIS_SLAVE_SERVICE_HOST", "redis-follower", 6379),
)
PAUSE = Behaviour(serves=False, size_bytes=MEBIBYTE // 3, pull_ms=400, stop_ms=100)
AGNHOST = replace(HELLO_APP, size_bytes=53 * MEBIBYTE, pull_ms=1600, port_flags=("--http-port", "--port"), serves=False)
"""Without arguments it pauses; what it can do else, its first argument says."""
MYSQL_ENV = ("MYSQL_ROOT_PASSWORD", "MYSQL_ALLOW_EMPTY_PASSWORD", "MYSQL_RANDOM_ROOT_PASSWORD")
MARIADB_ENV = tuple(name.replace("MYSQL", "MARIADB") for name in MYSQL_ENV)

_OFFICIAL = {
    "nginx": Entry(NGINX, tags(("1", 7, 29, 15), words="stable mainline alpine perl otel")),
    "httpd": Entry(HTTPD, tags(("2", 2, 4, 66), words="alpine")),
    "postgres": Entry(
        replace(_server(5432, 150, 2400, 1500), stop_ms=800),
        tags(
            ("9", 0, 6, 24),
            ("10", 0, 23),
            ("11", 0, 22),
            ("12", 0, 22),
            ("13", 0, 23),
            ("14", 0, 20),
            ("15", 0, 15),
            ("16", 0, 11),
            ("17", 0, 7),
            ("18", 0, 1),
            words="alpine",
        ),
    ),
    "mongo": Entry(
        _server(27017, 240, 2800, 1000),
        tags(
            ("2", 2, 6, 12),
            ("3", 0, 7, 23),
            ("4", 0, 4, 29),
            ("5", 0, 3, 31),
            ("6", 0, 3, 26),
            ("7", 0, 3, 28),
            ("8", 0, 2, 15),
        ),
    ),
    "redis": Entry(
        REDIS,
        tags(
            ("2", 6, 8, 23),
            ("3", 0, 2, 13),
            ("4", 0, 0, 14),
            ("5", 0, 0, 14),
            ("6", 0, 2, 20),
            ("7", 0, 4, 15),
            ("8", 0, 4, 5),
            words="alpine",
        ),
    ),
    "mysql": Entry(
        replace(_server(3306, 230, 2800, 4000), needs_env=MYSQL_ENV),
        tags(("5", 5, 7, 62), ("8", 0, 4, 45), ("9", 0, 5, 2), words="lts innovation oracle"),
    ),
    "mariadb": Entry(
        replace(_server(3306, 120, 2200, 3000), needs_env=MARIADB_ENV + MYSQL_ENV),
        tags(("5", 5, 5, 64), ("10", 0, 11, 50), ("11", 0, 8, 8), ("12", 0, 1, 2), words="lts"),
    ),
    "memcached": Entry(_server(11211, 32, 1200), tags(("1", 4, 6, 40), words="alpine")),
    "rabbitmq": Entry(
        _server(5672, 100, 2000, 5000), tags(("3", 5, 13, 30), ("4", 0, 2, 9), words="management alpine")
    ),
    "busybox": Entry(_command_line(2), tags(("1", 21, 37, 2), words="stable musl glibc uclibc unstable")),
    "alpine": Entry(_command_line(4), tags(("2", 6, 7), ("3", 1, 22, 12), words="edge")),
    "ubuntu": Entry(_command_line(29), None),
    "debian": Entry(_command_line(48), None),
    "python": Entry(_command_line(390), None),
    "node": Entry(_command_line(380), None),
    "perl": Entry(_command_line(340), None),
    "hello-world": Entry(_command_line(1), None),
}

WELL_KNOWN: dict[str, Entry] = {
    **{f"docker.io/library/{name}": entry for name, entry in _OFFICIAL.items()},
    "docker.io/vfarcic/go-demo-2": Entry(GO_DEMO, tags(*((str(major), 0, 99) for major in range(1, 6)))),
    "docker.io/hashicorp/http-echo": Entry(
        replace(_server(5678, 5, 700), port_flags=("-listen",)), tags(("0", 1, 2, 3), ("1", 0, 0, 0), words="alpine")
    ),
    "docker.io/curlimages/curl": Entry(_command_line(10), None),
    "docker.io/kicbase/echo-server": Entry(HELLO_APP, tags(("1", 0, 0))),
    "docker.io/nginxdemos/hello": Entry(NGINX, tags(("0", 1, 4), words="plain-text")),
    "quay.io/redis/redis": Entry(REDIS, None),
    "registry.k8s.io/pause": Entry(PAUSE, tags(("2", 0, 0), ("3", 0, 10, 1), words="1.0 go")),
    "registry.k8s.io/busybox": Entry(_command_line(2), tags(("1", 24, 27, 2))),
    "registry.k8s.io/nginx-slim": Entry(NGINX, tags(("0", 1, 27))),
    "registry.k8s.io/liveness": Entry(HELLO_APP, None),
    "registry.k8s.io/echoserver": Entry(HELLO_APP, tags(("1", 0, 10))),
    "registry.k8s.io/hpa-example": Entry(_server(80, 160, 2400), None),
    "registry.k8s.io/redis": Entry(REDIS, tags(words="e2e")),
    "registry.k8s.io/guestbook": Entry(replace(HELLO_APP, ports=(3000,)), tags(words="v1 v2 v3")),
    "registry.k8s.io/e2e-test-images/agnhost": Entry(AGNHOST, tags(("2", 0, 59))),
    "registry.k8s.io/e2e-test-images/nginx": Entry(NGINX, _builds("1.14", "1.15")),
    "registry.k8s.io/e2e-test-images/httpd": Entry(HTTPD, _builds("2.4.38", "2.4.39")),
    "registry.k8s.io/e2e-test-images/kitten": Entry(_picture("kitten"), tags(("1", 0, 7))),
    "registry.k8s.io/e2e-test-images/nautilus": Entry(_picture("nautilus"), tags(("1", 0, 7))),
    "registry.k8s.io/e2e-test-images/busybox": Entry(_command_line(2), _builds("1.29", "1.36.1", "1.37.0")),
    "gcr.io/google-samples/hello-app": Entry(HELLO_APP, tags(("1", 0, 0), ("2", 0, 0))),
    "gcr.io/google-samples/node-hello": Entry(HELLO_APP, tags(("1", 0, 0))),
    "gcr.io/google-samples/kubernetes-bootcamp": Entry(HELLO_APP, tags(words="v1 v2")),
    "gcr.io/google-samples/gb-frontend": Entry(FRONTEND, tags(words="v1 v2 v3 v4 v5 v6")),
    "gcr.io/google-samples/gb-redis-follower": Entry(REDIS, tags(words="v1 v2")),
    "gcr.io/google-samples/gb-redisslave": Entry(REDIS, tags(words="v1 v2 v3")),
    "us-docker.pkg.dev/google-samples/containers/gke/gb-frontend": Entry(FRONTEND, tags(words="v5 v6")),
    "us-docker.pkg.dev/google-samples/containers/gke/gb-redis-follower": Entry(REDIS, tags(words="v2")),
    "us-docker.pkg.dev/google-samples/containers/gke/hello-app": Entry(HELLO_APP, tags(("1", 0, 0), ("2", 0, 0))),
}

ALIASES = (
    ("k8s.gcr.io/", "registry.k8s.io/"),
    ("gcr.io/google_containers/", "registry.k8s.io/"),
    ("gcr.io/google_samples/", "gcr.io/google-samples/"),
    ("gcr.io/kubernetes-e2e-test-images/", "registry.k8s.io/e2e-test-images/"),
)
"""Former names of registries that held the same images."""


def entry(name: str) -> Entry | None:
    """The entry of `registry/repository`; None: not in the catalogue."""
    for former, present in ALIASES:
        if name.startswith(former):
            name = present + name.removeprefix(former)
    return WELL_KNOWN.get(name)
