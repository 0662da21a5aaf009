"""What the programs of images write: when they start, when they are asked, when they stop or fail."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from cluster.core import containers, stopping_times
from cluster.core.images import Behaviour, InvalidImageName
from cluster.core.kinds import Object
from cluster.core.logs.runs import Run
from cluster.core.shell.images import family_of
from cluster.core.state import State


class Line(NamedTuple):
    """`at`: when it was written, in simulated milliseconds."""

    at: int
    text: str


class Writer:
    """A program that writes: knows its version and port, and writes moments as it does."""

    def __init__(self, container: Object, program: Behaviour, shift: int) -> None:
        family = family_of(container["image"])
        self.name, self.version, self.shift = family.name, family.version or program.version, shift
        declared = [port["containerPort"] for port in container.get("ports") or ()]
        self.port = (program.ports or tuple(declared) or (8080,))[0]
        self.boot = program.boot_ms
        self.words = (*(container.get("command") or ()), *(container.get("args") or ()))

    def time(self, at: int, form: str) -> str:
        """A moment in a form of `strftime`; `%f` are milliseconds."""
        moment = datetime.fromtimestamp(at // 1000 + self.shift, UTC)
        return moment.strftime(form.replace("%f", f"{at % 1000:03d}"))


def written(state: State, pod: Object, container: Object, run: Run, end: int, shift: int) -> Iterator[Line]:
    """The lines of an image's own program from its start on."""
    try:
        program = containers.program_of(state, container)
    except InvalidImageName:
        return
    writer = Writer(container, program, shift)
    told = STARTS.get(writer.name, _any)
    for offset, text in told(writer, run.began):
        at = run.began + offset
        if at <= end:
            yield Line(at, text)
    if run.ended is not None and run.code and run.reason == "Error" and run.ended <= end:
        yield from (Line(run.ended, text) for text in failure(program, writer, run))
    stop = stopping_times.of_pod(pod, container, program)
    if stop is not None and run.ended is None and stop.term <= end and writer.name in STOPS:
        yield Line(stop.term, STOPS[writer.name].format(time=writer.time(stop.term, TIMES.get(writer.name, "%Y"))))


def failure(program: Behaviour, writer: Writer, run: Run) -> list[str]:
    """The last words of a program that ends with an error by itself."""
    if run.code == stopping_times.KILLED:
        return []
    if program.needs_env:
        names = "\n".join(f"    - {name}" for name in program.needs_env)
        told = "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified"
        return [
            f"{writer.time(run.began, '%Y-%m-%d %H:%M:%S')}+00:00 {told}",
            "    You need to specify one of the following as an environment variable:",
            *names.split("\n"),
        ]
    if writer.name.startswith("nginx"):
        moment = writer.time(run.ended or run.began, TIMES["nginx"])
        return [f'{moment} [emerg] 1#1: host not found in upstream "backend" in /etc/nginx/conf.d/default.conf:2']
    if program.exits_ms is not None:
        return [
            f"{writer.time(run.ended or run.began, TIMES['go-demo-2'])} fatal: {writer.name} cannot start, giving up"
        ]
    return []


Told = Iterator[tuple[int, str]]
TIMES = {
    "nginx": "%Y/%m/%d %H:%M:%S",
    "go-demo-2": "%Y/%m/%d %H:%M:%S",
    "postgres": "%Y-%m-%d %H:%M:%S.%f UTC",
    "redis": "1:M %d %b %Y %H:%M:%S.%f",
    "httpd": "%a %b %d %H:%M:%S.%f000 %Y",
    "mongo": "%Y-%m-%dT%H:%M:%S.%f+00:00",
}
STOPS = {
    "nginx": "{time} [notice] 1#1: signal 3 (SIGQUIT) received, shutting down",
    "postgres": "{time} [1] LOG:  received fast shutdown request",
    "redis": "{time} # Received SIGTERM scheduling shutdown...",
    "httpd": "[{time}] [mpm_event:notice] [pid 1:tid 1] AH00492: caught SIGWINCH, shutting down gracefully",
}


def _nginx(writer: Writer, began: int) -> Told:
    entry = "/docker-entrypoint.sh:"
    yield 0, f"{entry} /docker-entrypoint.d/ is not empty, will attempt to perform configuration"
    yield 0, f"{entry} Looking for shell scripts in /docker-entrypoint.d/"
    yield 10, f"{entry} Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh"
    yield 20, "10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf"
    yield 30, f"{entry} Launching /docker-entrypoint.d/20-envsubst-on-templates.sh"
    yield 40, f"{entry} Launching /docker-entrypoint.d/30-tune-worker-processes.sh"
    yield 50, f"{entry} Configuration complete; ready for start up"
    moment = writer.time(began + 60, TIMES["nginx"])
    version = writer.version + ".0" * (2 - writer.version.count(".")) if writer.version[:1].isdigit() else "1.29.0"
    for text in ('using the "epoll" event method', f"nginx/{version}", "OS: Linux 6.8.0", "start worker processes"):
        yield 60, f"{moment} [notice] 1#1: {text}"
    yield 61, f"{moment} [notice] 1#1: start worker process 29"


def _postgres(writer: Writer, began: int) -> Told:
    def log(offset: int, text: str) -> tuple[int, str]:
        return offset, f"{writer.time(began + offset, TIMES['postgres'])} [1] LOG:  {text}"

    yield 0, 'The files belonging to this database system will be owned by user "postgres".'
    yield writer.boot * 2 // 3, "PostgreSQL init process complete; ready for start up."
    yield log(writer.boot - 60, f"starting PostgreSQL {writer.version} on x86_64-pc-linux-gnu, 64-bit")
    yield log(writer.boot - 50, 'listening on IPv4 address "0.0.0.0", port 5432')
    yield log(writer.boot - 40, 'listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"')
    yield log(writer.boot, "database system is ready to accept connections")


def _redis(writer: Writer, began: int) -> Told:
    moment = writer.time(began, TIMES["redis"])
    yield 0, f"{moment.replace('1:M', '1:C')} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo"
    yield 0, f"{moment.replace('1:M', '1:C')} * Redis version={writer.version}, bits=64, pid=1, just started"
    yield 5, f"{moment} * Running mode=standalone, port=6379."
    yield 10, f"{moment} * Server initialized"
    yield 10, f"{moment} * Ready to accept connections tcp"


def _mongo(writer: Writer, began: int) -> Told:
    def log(offset: int, component: str, text: str, more: str) -> tuple[int, str]:
        moment = writer.time(began + offset, TIMES["mongo"])
        head = f'{{"t":{{"$date":"{moment}"}},"s":"I","c":"{component}","ctx":"initandlisten"'
        return offset, f'{head},"msg":"{text}","attr":{{{more}}}}}'

    yield log(0, "CONTROL", "MongoDB starting", '"pid":1,"port":27017,"dbPath":"/data/db"')
    yield log(50, "CONTROL", "Build Info", f'"buildInfo":{{"version":"{writer.version}"}}')
    yield log(writer.boot, "NETWORK", "Listening on", '"address":"0.0.0.0"')
    yield log(writer.boot, "NETWORK", "Waiting for connections", '"port":27017,"ssl":"off"')


def _go_demo(writer: Writer, began: int) -> Told:
    yield 0, f"{writer.time(began, TIMES['go-demo-2'])} Starting the application"
    yield 20, f"{writer.time(began + 20, TIMES['go-demo-2'])} Configured the database, listening on :8080"


def _httpd(writer: Writer, began: int) -> Told:
    head = f"[{writer.time(began, TIMES['httpd'])}]"
    ready = f"AH00489: Apache/{writer.version} (Unix) configured -- resuming normal operations"
    yield 20, f"{head} [mpm_event:notice] [pid 1:tid 1] {ready}"
    yield 20, f"{head} [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'"


def _hello_app(writer: Writer, began: int) -> Told:
    yield 5, f"{writer.time(began + 5, TIMES['go-demo-2'])} Server listening on port {writer.port}"


def _http_echo(writer: Writer, began: int) -> Told:
    yield 5, f"{writer.time(began + 5, TIMES['go-demo-2'])} [INFO] server is listening on :{writer.port}"


KLOG = "I%m%d %H:%M:%S.%f000"


def _agnhost(writer: Writer, began: int) -> Told:
    if containers.GENERATOR in writer.words:
        yield from _generated(writer, began)
    elif "pause" in writer.words or not writer.words:
        yield 5, "Paused"
    else:
        yield 5, f"{writer.time(began + 5, KLOG)}       1 log.go:245] Started HTTP server on port {writer.port}"


def _generated(writer: Writer, began: int) -> Told:
    """`agnhost logs-generator`: requests that nobody made, evenly over the time."""
    lines, lasts = containers.generated(writer.words)
    for number in range(lines):
        at = number * lasts // lines
        method, space = ("GET", "PUT", "POST")[number % 3], ("kube-system", "default", "ns")[number * 7 % 3]
        told = f"{method} /api/v1/namespaces/{space}/pods/{number * 7919 % 46656:03x} {200 + number * 37 % 400}"
        yield at, f"{writer.time(began + at, KLOG)}       1 logs_generator.go:76] {number} {told}"


def _mysql(writer: Writer, began: int) -> Told:
    begun = writer.time(began, "%Y-%m-%d %H:%M:%S")
    yield 0, f"{begun}+00:00 [Note] [Entrypoint]: Entrypoint script for {writer.name} started."
    ready = writer.time(began + writer.boot, "%Y-%m-%dT%H:%M:%S.%f000Z")
    yield writer.boot, f"{ready} 0 [System] [Server] ready for connections. Version: '{writer.version}'  port: 3306"


def _bootcamp(writer: Writer, began: int) -> Told:
    yield 5, f"Kubernetes Bootcamp App Started At: {writer.time(began, '%Y-%m-%dT%H:%M:%S.%fZ')} | Running On:  the pod"


def _nothing(writer: Writer, began: int) -> Told:
    del writer, began
    return iter(())


def _any(writer: Writer, began: int) -> Told:
    """A program that nobody described says what it is, and when it listens."""
    form = TIMES["go-demo-2"]
    yield 0, f"{writer.time(began, form)} {writer.name} {writer.version} is starting"
    yield writer.boot + 5, f"{writer.time(began + writer.boot + 5, form)} listening on port {writer.port}"


SILENT = ("pause", "busybox", "alpine", "ubuntu", "debian", "python", "node", "perl", "hello-world")
STARTS: dict[str, Callable[[Writer, int], Told]] = {
    "nginx": _nginx, "nginx-slim": _nginx, "postgres": _postgres, "redis": _redis, "mongo": _mongo,
    "go-demo-2": _go_demo, "httpd": _httpd, "hello-app": _hello_app, "http-echo": _http_echo, "agnhost": _agnhost,
    "mysql": _mysql, "mariadb": _mysql, "kubernetes-bootcamp": _bootcamp, "hpa-example": _httpd,
    **dict.fromkeys(SILENT, _nothing),
}  # fmt: skip
