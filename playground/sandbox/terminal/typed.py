"""What was typed into a terminal and waits to be read."""

import threading
from collections import deque

from cluster.terminal import Input, Stop
from cluster.terminal.streams import POLL

MOST_TYPED = 1 << 20


class Typed(Input):
    """What was typed and not read yet: by a command that reads its input, or else by the shell as its next line."""

    def __init__(self) -> None:
        self.rest = ""
        self.lines_: deque[str] = deque()
        self.size = 0
        self.stop = Stop()
        self.changed = threading.Condition()

    def put(self, line: str) -> None:
        """A line with its end; '' for Ctrl-D. What is too much falls under the table."""
        with self.changed:
            if self.size + len(line) <= MOST_TYPED:
                self.lines_.append(line)
                self.size += len(line)
                self.changed.notify_all()

    @property
    def waits(self) -> bool:
        """Whether there is a next line."""
        return bool(self.rest or self.lines_)

    def take(self) -> str | None:
        """The next line if there is one."""
        with self.changed:
            if self.rest:
                line, end, self.rest = self.rest.partition("\n")
                return line + end
            return self._pop() if self.lines_ else None

    def chunk(self) -> str:
        with self.changed:
            while not self.lines_:
                self.changed.wait(POLL)
                self.stop.check()
            return self._pop()

    def clear(self) -> None:
        """Forget it all."""
        with self.changed:
            self.lines_.clear()
            self.size, self.rest = 0, ""

    def _pop(self) -> str:
        line = self.lines_.popleft()
        self.size -= len(line)
        return line
