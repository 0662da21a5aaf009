"""Programs that ask over HTTP: curl, wget."""

import re
from typing import NamedTuple

from cluster.core import http_answers, network
from cluster.core.http_answers import Answer, Request
from cluster.core.shell import sums
from cluster.core.shell.process import Command, Process
from cluster.core.shell.redirections import write

PATIENCE_MS = 130_000
"""After so long Linux gives up a connection that nobody answers."""
ANSWER_MS = 5
_URL = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:[^/@?#]*@)?([A-Za-z0-9_.-]+)(?::(\d{1,5}))?([/?#].*)?")


class Url(NamedTuple):
    """`https` needs TLS, which no simulated application speaks."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and, unless it is the usual one, port."""
        usual = {"http": 80, "https": 443}.get(self.scheme)
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def url_of(text: str) -> Url | None:
    """A URL taken apart, http by default; None when it is none."""
    match = _URL.fullmatch(text)
    if match is None:
        return None
    scheme, host, port, path = match.groups()
    scheme = (scheme or "http").lower()
    number = int(port) if port else {"http": 80, "https": 443}.get(scheme, 0)
    if scheme not in {"http", "https"} or not 0 < number < 65536:
        return None
    path = (path or "/").partition("#")[0]
    return Url(scheme, host.lower(), number, path if path.startswith("/") else f"/{path}")


class Reached(NamedTuple):
    """`address` '' when the name is unknown; else what came back."""

    address: str
    answer: Answer


def request(process: Process, url: Url, method: str, patience: int) -> Reached:
    """Ask, and let the time pass that it takes."""
    machine = process.machine
    addresses = network.resolve(machine.state, machine.pod, url.host)
    if not addresses:
        return Reached("", Answer(failure="unreachable"))
    place = place_of(process, addresses[0], url.port)
    answer = http_answers.ask(machine.state, place, Request(method, url.path, url.authority), process.now)
    if place.api and url.scheme == "http":
        answer = Answer(400, "Client sent an HTTP request to an HTTPS server.\n")
    process.shell.spend(patience if answer.failure in {"timeout", "unreachable"} else ANSWER_MS)
    return Reached(addresses[0], answer)


def place_of(process: Process, address: str, port: int) -> network.Place:
    """Where a connection from the container to an address goes."""
    shell = process.shell
    luck = f"{shell.machine.state.seed}/{shell.machine.state.revision}/{process.now}/{shell.steps}"
    return network.route(shell.machine.state, shell.machine.pod, address, port, luck)


def curl(process: Process) -> int:
    """The answer's body; `-i`, `-I`, `-s`, `-o`, `-w`, `-f`, `-m` as usual."""
    options, urls = process.flags("oXHdmwuAeTb")
    if "version" in options or "V" in options:
        return process.say("curl 8.14.1 (x86_64-pc-linux-gnu)")
    if not urls:
        process.err.append("curl: try 'curl --help' or 'curl --manual' for more information\n")
        return 2
    code = 0
    for text in urls:
        code = _curl(process, options, text)
    return code


def _curl(process: Process, options: dict[str, str], text: str) -> int:
    url = url_of(text)
    if url is None:
        return _curl_fails(process, options, 3, "URL rejected: Malformed input to a URL function")
    limit = options.get("m") or options.get("max-time") or options.get("connect-timeout") or ""
    patience = sums.milliseconds(limit) or PATIENCE_MS
    head = {"I", "head"} & set(options)
    address, answer = request(process, url, "HEAD" if head else options.get("X") or "GET", patience)
    if not address:
        return _curl_fails(process, options, 6, f"Could not resolve host: {url.host}")
    if answer.failure == "refused":
        why = f"Failed to connect to {url.host} port {url.port} after 0 ms: Couldn't connect to server"
        return _curl_fails(process, options, 7, why)
    if answer.failure:
        why = (
            f"Connection timed out after {patience} milliseconds"
            if limit
            else (f"Failed to connect to {url.host} port {url.port} after {patience} ms: Couldn't connect to server")
        )
        return _curl_fails(process, options, 28, why)
    if url.scheme == "https" and answer.content_type != http_answers.JSON:
        return _curl_fails(process, options, 35, "TLS connect error: wrong version number")
    if answer.status >= 400 and {"f", "fail"} & set(options):
        return _curl_fails(process, options, 22, f"The requested URL returned error: {answer.status}")
    _curl_output(process, options, answer, bool(head))
    return 0


def _curl_fails(process: Process, options: dict[str, str], code: int, why: str) -> int:
    if not {"s", "silent"} & set(options) or {"S", "show-error"} & set(options):
        process.err.append(f"curl: ({code}) {why}\n")
    return code


def _curl_output(process: Process, options: dict[str, str], answer: Answer, head: bool) -> None:
    size = len(answer.body.encode())
    if not {"s", "silent", "I", "head"} & set(options):
        process.err.append(
            "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
            "                                 Dload  Upload   Total   Spent    Left  Speed\n"
            f"100 {size:5}  100 {size:5}    0     0   100k      0 --:--:-- --:--:-- --:--:--  100k\n"
        )
    headers = _headers(answer) if head or {"i", "include"} & set(options) else ""
    body = "" if head else answer.body
    target = options.get("o") or options.get("output")
    if target:
        write(process.machine, target, headers + body, append=False)
    else:
        process.out.append(headers + body)
    form = options.get("w")
    if form:
        told = form.replace("%{http_code}", str(answer.status)).replace("%{response_code}", str(answer.status))
        process.out.append(told.replace("\\n", "\n").replace("%{time_total}", "0.005"))


def _headers(answer: Answer) -> str:
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
    lines += [f"Server: {answer.server}"] if answer.server else []
    lines += [f"Content-Type: {answer.content_type}", f"Content-Length: {len(answer.body.encode())}"]
    return "\r\n".join([*lines, "", ""])


def wget(process: Process) -> int:
    """The answer into a file, or with `-O-` to the output."""
    options, urls = process.flags("OTtPU")
    url = url_of(urls[0]) if urls else None
    if url is None:
        return process.fail("missing URL" if not urls else f"bad address '{urls[0]}'")
    quiet = {"q", "quiet"} & set(options)
    limit = options.get("T") or options.get("timeout") or ""
    address, answer = request(process, url, "GET", sums.milliseconds(limit) or PATIENCE_MS)
    if not address:
        return process.fail(f"bad address '{url.authority}'")
    if not quiet:
        process.err.append(f"Connecting to {url.authority} ({address}:{url.port})\n")
    if answer.failure == "refused":
        return process.fail(f"can't connect to remote host ({address}): Connection refused")
    if answer.failure:
        why = "download timed out" if limit else f"can't connect to remote host ({address}): Operation timed out"
        return process.fail(why)
    if answer.status >= 400:
        return process.fail(f"server returned error: HTTP/1.1 {answer.status} {answer.reason}")
    if "spider" in options:
        process.err.append("" if quiet else "remote file exists\n")
        return 0
    return _save(process, options.get("O") or options.get("output-document") or "", url, answer, bool(quiet))


def _save(process: Process, target: str, url: Url, answer: Answer, quiet: bool) -> int:
    if target == "-":
        if not quiet:
            process.err.append("writing to stdout\n")
        process.out.append(answer.body)
        return 0
    name = target or url.path.partition("?")[0].rsplit("/", 1)[-1] or "index.html"
    write(process.machine, name, answer.body, append=False)
    if not quiet:
        process.err.append(f"saving to '{name}'\n'{name}' saved\n")
    return 0


COMMANDS: dict[str, Command] = {"curl": curl, "wget": wget}
