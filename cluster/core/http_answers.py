"""What a simulated application answers to an HTTP request: asked by proxies, by `curl` in containers, by people.

    ask(state, place, request, now) -> Answer or how the connection failed

`containers` says whether somebody listens and which status a path has; here the words are added that the real image
would send, made of the image, its arguments and the pod.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any, NamedTuple

from cluster.core import containers, guestbook
from cluster.core.images import InvalidImageName, parse
from cluster.core.kinds import Object
from cluster.core.network import Failure, Place
from cluster.core.objects import name_of
from cluster.core.state import State

Container = dict[str, Any]
HTML, PLAIN, JSON = "text/html", "text/plain; charset=utf-8", "application/json"
REASONS = {200: "OK", 403: "Forbidden", 404: "Not Found", 500: "Internal Server Error"}


class Request(NamedTuple):
    """`host` is what the client asked for, with its port if it is not the usual one."""

    method: str = "GET"
    path: str = "/"
    host: str = ""


class Answer(NamedTuple):
    """`failure`: nobody answered, and how that looks; else status, body, type and the name of the program."""

    status: int = 0
    body: str = ""
    content_type: str = PLAIN
    server: str = ""
    failure: Failure = ""
    kept: guestbook.Reply | None = None
    """What the program remembers from now on, if somebody writes it down."""

    @property
    def reason(self) -> str:
        """`OK`."""
        return REASONS.get(self.status, "Unknown")


class Asked(NamedTuple):
    """A request on its way into a container that listens; `found` is what `containers` says of status and body."""

    state: State
    pod: Object
    container: Container
    port: int
    request: Request
    found: containers.Answer
    now: int = 0

    @property
    def words(self) -> list[str]:
        """Command and arguments."""
        return [*(self.container.get("command") or ()), *(self.container.get("args") or ())]

    @property
    def hostname(self) -> str:
        """The pod's host name."""
        return str(self.pod["spec"].get("hostname") or name_of(self.pod))


def ask(state: State, place: Place, request: Request, now: int) -> Answer:
    """The answer to a request that `network.route` has brought to its place."""
    if place.api:
        text = 'forbidden: User \\"system:anonymous\\" cannot get path \\"/\\"'
        return Answer(403, f'{{"kind": "Status", "status": "Failure", "message": "{text}", "code": 403}}\n', JSON)
    if place.failure or place.pod is None:
        return Answer(failure=place.failure or "timeout")
    failure: Failure = "refused"
    for container in running(place.pod):
        found = containers.answers(state, place.pod, container, place.port, request.path, now)
        if found.outcome == "answered":
            return _words(Asked(state, place.pod, container, place.port, request, found, now))
        failure = found.outcome
    return Answer(failure=failure)


def running(pod: Object) -> Iterator[Container]:
    """The containers that may listen: the pod's own and its sidecars."""
    yield from pod["spec"]["containers"]
    yield from (c for c in pod["spec"].get("initContainers") or () if c.get("restartPolicy") == "Always")


def is_open(state: State, place: Place, now: int) -> Failure:
    """'' when a connection to the place is accepted, else how it fails."""
    if place.api or place.failure or place.pod is None:
        return place.failure
    outcomes = [containers.answers(state, place.pod, c, place.port, "/", now).outcome for c in running(place.pod)]
    return "" if "answered" in outcomes else "timeout" if "timeout" in outcomes else "refused"


def _words(asked: Asked) -> Answer:
    name = program(asked.container["image"])
    speak = SPEAKERS.get(name)
    if speak is None or asked.found.status != 200:
        return _plain(asked, name)
    return speak(asked)


def program(image: str) -> str:
    """The last part of an image's repository: `nginx`."""
    try:
        return parse(image).repository.rsplit("/", 1)[-1]
    except InvalidImageName:
        return ""


def _plain(asked: Asked, name: str) -> Answer:
    status, server = asked.found.status, _server(asked, name)
    if status != 200 and name in {"nginx", "nginx-slim"}:
        title = f"{status} {REASONS.get(status, 'Error')}"
        body = (
            f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
            f"<hr><center>{server}</center>\r\n</body>\r\n</html>\r\n"
        )
        return Answer(status, body, HTML, server)
    body = asked.found.body
    return Answer(status, body if body.endswith("\n") else f"{body}\n", PLAIN, server)


def _server(asked: Asked, name: str) -> str:
    version = asked.found.version.split("-")[0]
    number = version if version[:1].isdigit() else ""
    if name in {"nginx", "nginx-slim"}:
        return f"nginx/{number}" if number.count(".") == 2 else f"nginx/{number or '1.29'}.0"
    return f"Apache/{number or '2.4.66'} (Unix)" if name == "httpd" else ""


def _nginx(asked: Asked) -> Answer:
    body = (
        "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n"
        "<h1>Welcome to nginx!</h1>\n<p>If you see this page, the nginx web server is successfully installed and\n"
        "working. Further configuration is required.</p>\n\n<p><em>Thank you for using nginx.</em></p>\n"
        "</body>\n</html>\n"
    )
    return Answer(200, body, HTML, _server(asked, "nginx"))


def _httpd(asked: Asked) -> Answer:
    return Answer(200, "<html><body><h1>It works!</h1></body></html>\n", HTML, _server(asked, "httpd"))


def _agnhost(asked: Asked) -> Answer:
    words, path = asked.words, asked.request.path.partition("?")[0]
    if "serve-hostname" in words:
        return Answer(200, asked.hostname)
    if "guestbook" in words:
        found = guestbook.reply(guestbook.Asked(asked.state, asked.pod, asked.container, asked.now), asked.request.path)
        return Answer(found.status, found.body, kept=found if found.keeper else None)
    if path == "/hostname":
        return Answer(200, asked.hostname)
    if path.startswith("/echo"):
        return Answer(200, asked.request.path.partition("msg=")[2])
    return Answer(200, f"NOW: {asked.state.now}" if path == "/" else "")


def _serve_hostname(asked: Asked) -> Answer:
    return Answer(200, asked.hostname)


def _hello_app(asked: Asked) -> Answer:
    version = asked.found.version if asked.found.version[:1].isdigit() else "1"
    number = version + ".0" * (2 - version.count("."))
    return Answer(200, f"Hello, world!\nVersion: {number}\nHostname: {asked.hostname}\n")


def _bootcamp(asked: Asked) -> Answer:
    number = asked.found.version.removeprefix("v")
    return Answer(200, f"Hello Kubernetes bootcamp! | Running on: {asked.hostname} | v={number}\n")


def _http_echo(asked: Asked) -> Answer:
    words, text = asked.words, ""
    for position, word in enumerate(words):
        flag, equals, value = word.lstrip("-").partition("=")
        if flag == "text":
            text = value if equals else "".join(words[position + 1 : position + 2])
    return Answer(200, f"{text or 'hello-world'}\n")


def _echo_server(asked: Asked) -> Answer:
    request = asked.request
    lines = [f"Hostname: {asked.hostname}", "", "Request Information:", f"\tmethod={request.method}"]
    lines += [f"\treal path={request.path}", f"\trequest_uri=http://{request.host}:{asked.port}{request.path}"]
    return Answer(200, "\n".join(lines) + "\n")


def _hello(asked: Asked) -> Answer:
    ip = (asked.pod.get("status") or {}).get("podIP", "")
    lines = [f"Server address: {ip}:{asked.port}", f"Server name: {asked.hostname}", f"URI: {asked.request.path}"]
    return Answer(200, "\n".join(lines) + "\n", PLAIN, _server(asked, "nginx"))


def _whoami(asked: Asked) -> Answer:
    ip = (asked.pod.get("status") or {}).get("podIP", "")
    lines = [f"Hostname: {asked.hostname}", "IP: 127.0.0.1", f"IP: {ip}", f"GET {asked.request.path} HTTP/1.1"]
    return Answer(200, "\n".join([*lines, f"Host: {asked.request.host}"]) + "\n")


def _hpa_example(_asked: Asked) -> Answer:
    return Answer(200, "OK!", HTML)


def _guestbook(asked: Asked) -> Answer:
    body = asked.found.body
    return Answer(200, f"<html><head><title>{escape(body)}</title></head><body>{escape(body)}</body></html>\n", HTML)


SPEAKERS: dict[str, Callable[[Asked], Answer]] = {
    "nginx": _nginx,
    "nginx-slim": _nginx,
    "httpd": _httpd,
    "agnhost": _agnhost,
    "serve_hostname": _serve_hostname,
    "hello-app": _hello_app,
    "kubernetes-bootcamp": _bootcamp,
    "http-echo": _http_echo,
    "echo-server": _echo_server,
    "echoserver": _echo_server,
    "hello": _hello,
    "whoami": _whoami,
    "hpa-example": _hpa_example,
    "gb-frontend": _guestbook,
}
"""What images say that say something of their own, by the last part of their repository."""
