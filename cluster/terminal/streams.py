"""Input, output, and what ends a command: Ctrl-C, a reader that has gone, too much output."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

Sink = Callable[[str], None]
POLL = 0.05
"""Seconds between two looks at whether somebody pressed Ctrl-C."""
ROOM = 1 << 16
"""Characters that a pipe holds before its writer waits, as Linux has it."""
MOST_PIPED = 1 << 23
"""Characters that go through a pipe at most, for some readers keep them all."""


class Stopped(BaseException):
    """Ctrl-C. No Exception, so that nobody takes it for an error of their own."""


class Closed(BaseException):
    """Nobody reads what is written (SIGPIPE)."""


class Stop:
    """Ctrl-C: set once, seen by a command and all that it started."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.children: list[Stop] = []

    def child(self) -> "Stop":
        """One that is set with this one, but may be set alone."""
        made = Stop()
        self.children.append(made)
        if self.event.is_set():
            made.set()
        return made

    def set(self) -> None:
        """End it."""
        self.event.set()
        for child in self.children:
            child.set()

    def check(self) -> None:
        """Raises Stopped when it is time."""
        if self.event.is_set():
            raise Stopped

    def wait(self, seconds: float) -> None:
        """Let time pass. Raises Stopped."""
        if self.event.wait(seconds):
            raise Stopped


class Input:
    """What a command reads; this one is empty."""

    rest = ""

    def chunk(self) -> str:
        """The next piece, '' at the end."""
        return ""

    def close(self) -> None:
        """Nobody reads any more."""

    def line(self) -> str | None:
        """The next line with its end; None at the end."""
        while "\n" not in self.rest:
            more = self.chunk()
            if not more:
                line, self.rest = self.rest, ""
                return line or None
            self.rest += more
        line, end, self.rest = self.rest.partition("\n")
        return line + end

    def lines(self) -> Iterator[str]:
        """The lines, without their ends, as they come."""
        while True:
            # What has come in one piece is split at once: line by line, a long text would be copied for each.
            whole, end, self.rest = self.rest.rpartition("\n")
            yield from whole.split("\n") if end else ()
            more = self.chunk()
            if not more:
                break
            self.rest += more
        if self.rest:
            line, self.rest = self.rest, ""
            yield line

    def read(self) -> str:
        """All that is left."""
        parts, self.rest = [self.rest], ""
        while more := self.chunk():
            parts.append(more)
        return "".join(parts)


class TextInput(Input):
    """A text that is there already."""

    def __init__(self, text: str) -> None:
        self.rest = text


class Pipe(Input):
    """Text from one thread to another; the writer waits while it is full."""

    def __init__(self, stop: Stop) -> None:
        self.stop, self.rest, self.left = stop, "", MOST_PIPED
        self.parts: deque[str] = deque()
        self.size = 0
        self.ended = self.abandoned = False
        self.changed = threading.Condition()

    def write(self, text: str) -> None:
        """Put text in. Raises Closed when the reader has gone, Stopped."""
        self.stop.check()
        with self.changed:
            while self.size > ROOM and not self.abandoned:
                self.changed.wait(POLL)
                self.stop.check()
            self.left -= len(text)
            if self.abandoned or self.left < 0:
                raise Closed
            if text:
                self.parts.append(text)
                self.size += len(text)
                self.changed.notify_all()

    def end(self) -> None:
        """No more will come."""
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def chunk(self) -> str:
        with self.changed:
            while not self.parts and not self.ended:
                self.changed.wait(POLL)
                self.stop.check()
            self.stop.check()
            text = "".join(self.parts)
            self.parts.clear()
            self.size = 0
            self.changed.notify_all()
            return text

    def close(self) -> None:
        with self.changed:
            self.abandoned = True
            self.parts.clear()
            self.changed.notify_all()


@dataclass(frozen=True)
class Io:
    """What a command is given: `out` and `err` take text as it comes; `tty`: whether `out` is the screen."""

    stdin: Input
    out: Sink
    err: Sink
    stop: Stop
    tty: bool = False

    def to(self, **fields: object) -> "Io":
        """The same with other ends."""
        return replace(self, **fields)  # type: ignore[arg-type]  # fields of this very class


class Limited:
    """A sink that takes so many characters, says that it cuts, and ends the command."""

    def __init__(self, sink: Sink, stop: Stop, most: int) -> None:
        self.sink, self.stop, self.left = sink, stop, most
        self.cut = False
        self.lock = threading.Lock()

    def __call__(self, text: str) -> None:
        self.stop.check()
        if not text:
            return
        with self.lock:
            if self.cut:
                raise Stopped
            self.left -= len(text)
            self.cut = self.left < 0
            self.sink(text[: self.left] if self.cut else text)
        if self.cut:
            self.sink("\n[output cut: a command may print 1 MB]\n")
            self.stop.set()
            raise Stopped


class Deadline:
    """Seconds of real time that a line may take where it repeats itself."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def has_passed(self) -> bool:
        """Whether it has."""
        return time.monotonic() > self.end
