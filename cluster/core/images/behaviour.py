"""What an image does when it is pulled, run, asked and told to stop: data instead of containers."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Page:
    """What is answered to requests for a path and all below it. `needs_host`: only while that host can be reached."""

    path: str
    body: str
    status: int = 200
    needs_host: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """A host that the program connects to when it starts: the variable that names it, its default and its port.

    It tries for `patience_ms`, then it gives up with `exit_code`.
    """

    variable: str
    default: str
    port: int
    patience_ms: int = 10_000
    exit_code: int = 2


@dataclass(frozen=True, slots=True)
class Behaviour:
    """All times in milliseconds.

    `pull_error` empty: the image exists. `start_ms` passes until the container runs, `boot_ms` more until the program
    listens. `ports` empty: it listens on whatever ports the pod declares, or on any if it declares none; `serves` false:
    it listens on none. `pages` empty: every path is answered with `body`. `exits_ms` None: it runs until it is stopped.
    `stop_ms` None: it ignores SIGTERM. `memory` is what it comes to need.
    """

    version: str = "latest"
    pull_error: str = ""
    pull_ms: int = 1000
    size_bytes: int = 48 * MEBIBYTE
    start_ms: int = 1000
    boot_ms: int = 0
    serves: bool = True
    ports: tuple[int, ...] = ()
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
