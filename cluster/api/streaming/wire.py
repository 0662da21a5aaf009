"""What a simulated program says on a connection: HTTP of all, and the greetings of a few others."""

from cluster.api.resource import Call
from cluster.core import http_answers
from cluster.core.http_answers import Answer, Request
from cluster.core.network import Place

LARGEST_HEAD = 64 * 1024
REDIS = {b"PING": b"+PONG\r\n", b"QUIT": b"+OK\r\n", b"COMMAND": b"*0\r\n", b"HELLO": b"-ERR unknown command\r\n"}


class Wire:
    """One connection to a port of a pod: bytes in, bytes out; `closed` when the program hangs up."""

    def __init__(self, call: Call, place: Place) -> None:
        self.call, self.place = call, place
        self.closed = False
        self._pending = b""

    def refusal(self) -> str:
        """Why nobody takes the connection; '' when somebody does."""
        return http_answers.is_open(self.call.state, self.place, self.call.now)

    def feed(self, data: bytes) -> bytes:
        """The answer to what has come."""
        self._pending += data
        if self.place.port == 6379:
            return self._redis()
        answers = b""
        while b"\r\n\r\n" in self._pending and not self.closed:
            head, _, rest = self._pending.partition(b"\r\n\r\n")
            length = _length(head)
            if len(rest) < length:
                break
            self._pending = rest[length:]
            answers += self._http(head)
        if len(self._pending) > LARGEST_HEAD:
            self.closed = True
        return answers

    def _http(self, head: bytes) -> bytes:
        first, *lines = head.decode("latin1").split("\r\n")
        method, _, rest = first.partition(" ")
        path, _, version = rest.partition(" ")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if not version.startswith("HTTP/"):
            self.closed = True
            return b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
        asked = Request(method, path, headers.get("host", ""))
        answer = http_answers.ask(self.call.state, self.place, asked, self.call.now)
        if answer.failure:
            self.closed = True
            return b""
        self.closed = headers.get("connection", "").lower() == "close" or version == "HTTP/1.0"
        return _response(answer, method == "HEAD", self.closed)

    def _redis(self) -> bytes:
        words = self._pending.replace(b"\r\n", b" ").split()
        self._pending = b""
        known = next((word.upper() for word in words if word.upper() in REDIS), b"")
        self.closed = known == b"QUIT"
        return REDIS.get(known, b"+OK\r\n")


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return min(int(value), LARGEST_HEAD)
    return 0


def _response(answer: Answer, head: bool, close: bool) -> bytes:
    body = answer.body.encode()
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
    lines += [f"Server: {answer.server}"] if answer.server else []
    lines += [f"Content-Type: {answer.content_type}", f"Content-Length: {len(body)}"]
    lines += ["Connection: close"] if close else []
    return "\r\n".join([*lines, "", ""]).encode() + (b"" if head else body)
