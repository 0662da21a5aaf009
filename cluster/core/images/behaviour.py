"""What an image does when it is pulled, run, asked and told to stop: data instead of containers."""

from dataclasses import dataclass

from cluster.core.images.shell import FileChange

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered to requests for `path`. `needs_host`: only while the program's host can be reached, else 500."""

    path: str
    body: str
    status: int = 200
    needs_host: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """A host that the program asks for some of its pages: the variable that names it, its default, its port."""

    variable: str
    default: str
    port: int


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What one image does, or one container if a command changes it. All times in milliseconds.

    pull_error  empty: the image exists
    start_ms    from the kubelet's first look at the pod until its first container runs, besides the pull
    boot_ms     from then on until the program listens
    ports       empty: it listens on those that the pod declares, or on any if it declares none; `serves` false: on none
    pages       empty: every path is answered with `body`; otherwise unknown paths get 404
    fails       every answer is HTTP 500
    exits_ms    None: it runs until it is stopped
    stop_ms     from SIGTERM until it has stopped; None: it ignores SIGTERM
    needs_env   one of these variables must be set, or it exits at once with 1
    memory      bytes that it comes to need, half a second after its start
    files       which files come and go while it runs
    """

    version: str = "latest"
    pull_error: str = ""
    pull_ms: int = 1000
    size_bytes: int = 48 * MEBIBYTE
    start_ms: int = 1000
    boot_ms: int = 0
    answer_ms: int = 5
    serves: bool = True
    ports: tuple[int, ...] = ()
    port_flags: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    body: str = ""
    fails: bool = False
    exits_ms: int | None = None
    exit_code: int = 0
    stop_ms: int | None = 1000
    stop_code: int = 0
    needs_env: tuple[str, ...] = ()
    needs_host: Host | None = None
    memory: int = 0
    files: tuple[FileChange, ...] = ()
