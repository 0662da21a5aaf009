"""What a command is given: a cluster, files, a kubeconfig, places for text, and ways to wait."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cluster.api.vantage import Vantage
from cluster.kubectl.files import Files, MemoryFiles
from cluster.kubectl.kubeconfig import Kubeconfig

Sink = Callable[[str], None]
POLL = 0.1
"""Seconds between two looks at a cluster that nobody announces changes of."""


class NoEditor(Exception):
    """There is nobody to edit."""


class EditorFailed(Exception):
    """The editor ended with a code."""

    def __init__(self, editor: str, code: int) -> None:
        super().__init__(editor)
        self.editor, self.code = editor, code


def _no_editor(name: str, text: str) -> str:
    raise NoEditor


def _no_differ(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[int, str] | None:
    return None


@dataclass
class Session:
    """Who runs commands. Only `cluster_id`, `kubeconfig`, `out` and `err` have to be given.

    out, err      take text as it comes
    user          the name under which the API knows who asks
    stdin         gives all of the standard input, when it is asked for
    lines         gives it line by line, without line ends, as they are typed; without it stdin is split
    tty           whether input and output are a terminal
    stopped       set by Ctrl-C: streams end then, with exit code 130
    edit          (file name, text) -> the text as the user left it; raises NoEditor
    diff          ({file: text} live, {file: text} merged) -> exit code and output of KUBECTL_EXTERNAL_DIFF, or None
    news          waits at most so many seconds, returns early when the cluster may have changed
    monotonic     seconds, for timeouts
    seen_from     from where the cluster is looked at; without it, from the present
    """

    cluster_id: int
    kubeconfig: Kubeconfig
    out: Sink
    err: Sink
    files: Files = field(default_factory=MemoryFiles)
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str = "sandbox"
    stdin: Callable[[], str] = lambda: ""
    lines: Callable[[], Iterator[str]] | None = None
    tty: bool = False
    stopped: threading.Event = field(default_factory=threading.Event)
    edit: Callable[[str, str], str] = _no_editor
    diff: Callable[[Mapping[str, str], Mapping[str, str]], tuple[int, str] | None] = _no_differ
    news: Callable[[float], None] | None = None
    monotonic: Callable[[], float] = time.monotonic
    seen_from: Vantage | None = None

    @cached_property
    def vantage(self) -> Vantage:
        """From where the cluster is looked at."""
        return self.seen_from or Vantage(self.cluster_id)

    def typed(self) -> Iterator[str]:
        """The lines of the standard input, as they come."""
        return self.lines() if self.lines is not None else iter(self.stdin().splitlines())

    def wait(self, seconds: float) -> None:
        """Wait for news of the cluster, at most so long; ends early when the command is stopped."""
        if self.news is not None:
            self.news(seconds)
        else:
            self.stopped.wait(min(seconds, POLL))
