"""`exec` and `attach`: a command or a shell in a container, whatever the protocol of the connection.

Upstream: `kubelet/pkg/cri/streaming/remotecommand`. Output comes when it would: a `sleep 5` takes 5 s of the cluster's
time, divided by its speed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal, NamedTuple, Protocol

from cluster import store
from cluster.api.resource import Call
from cluster.api.streaming.statuses import exited, failed, success
from cluster.api.streaming.terminal import Terminal
from cluster.api.streaming.typing_in import type_in
from cluster.api.subresources.answers import container_of, pod_of
from cluster.core import logs, shell
from cluster.core.kinds import Object
from cluster.core.shell import Command, Session

InThread = Callable[[Callable[[], Any]], Awaitable[Any]]
SHELLS = frozenset({"sh", "bash", "ash", "dash"})
READERS = frozenset({"cat", "tee", "wc", "grep", "sort", "psql", "redis-cli", "tr", "sed", "xargs", "mysql", "mongosh"})
"""Commands that read their input to its end when they are given no file."""
PATIENCE = 1.0
"""Seconds that other commands wait for input before they start."""
LONGEST_WAIT = 60.0
Name = Literal["stdin", "closed", "resize"]


class Received(NamedTuple):
    """What the client sent: input, the end of its input, or its new size."""

    name: Name
    data: bytes = b""


class Streams(Protocol):
    """The connection, taken apart into streams."""

    async def receive(self) -> Received | None:
        """The next thing from the client; None when it has gone."""

    async def send(self, name: str, data: bytes) -> None:
        """Output: `stdout` or `stderr`."""

    async def end(self, status: Object) -> None:
        """How it ended; nothing is sent afterwards."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the client wants to run, and which streams it wants."""

    container: str
    command: list[str]
    stdin: bool
    tty: bool


def wish_of(call: Call) -> Wish:
    """The options of the query. Raises NotFound or BadRequest."""
    ask = call.request
    name = container_of(pod_of(call), ask.param("container"))
    return Wish(name, ask.params("command"), ask.param("stdin") in {"true", "1"}, ask.param("tty") in {"true", "1"})


def why_not(call: Call, wish: Wish) -> str:
    """Why nothing can be run in the container, in the kubelet's words; '' when it runs."""
    run = logs.run_of(pod_of(call), wish.container)
    return f'container not found ("{wish.container}")' if run is None or run.ended is not None else ""


class Remote:
    """One connection's command."""

    def __init__(self, call: Call, wish: Wish, streams: Streams, in_thread: InThread) -> None:
        self.call, self.wish, self.streams, self.in_thread = call, wish, streams, in_thread

    async def execute(self) -> None:
        """`exec`."""
        name = self.wish.command[0].rsplit("/", 1)[-1] if self.wish.command else ""
        if name in SHELLS and self.wish.tty and not any(arg.startswith("-c") for arg in self.wish.command[1:]):
            await self._shell(name, "")
        else:
            await self._command(self.wish.command, await self._input(name))

    async def attach(self) -> None:
        """`attach`: a shell if one runs there and listens, else the log from now on."""
        container = logs.runs.container_of(pod_of(self.call), self.wish.container) or {}
        words = [*(container.get("command") or ()), *(container.get("args") or ())]
        family = shell.enter(self.call.state, pod_of(self.call), container, self.call.now).family
        name = (words or list(family.processes))[0].split(" ")[0].rsplit("/", 1)[-1]
        if container.get("stdin") and self.wish.tty and name in SHELLS and len(words) < 2:
            await self._shell(name, "If you don't see a command prompt, try pressing enter.\r\n")
            return
        await self._follow(type_in(self, container) if self.wish.stdin and container.get("stdin") else self._gone())

    async def _follow(self, meanwhile: Coroutine[Any, Any, None]) -> None:
        from cluster.api.streaming import logs as following  # noqa: PLC0415
        from cluster.api.subresources.log import LogOptions  # noqa: PLC0415

        pod = pod_of(self.call)
        wishes = LogOptions(container=self.wish.container, since=self.call.now, follow=True)

        async def told() -> None:
            async for data in following.follow(self.call, pod, self.wish.container, wishes, self.in_thread):
                await self._send(1, data.decode())

        await self._unless_gone(told(), meanwhile)
        await self.streams.end(success())

    async def _input(self, name: str) -> str:
        """The input that the command gets: all of it for those that read, else what comes at once."""
        if not self.wish.stdin or self.wish.tty:
            return ""
        reads = name in READERS or (name in SHELLS and "-c" not in self.wish.command)
        text = b""
        while True:
            try:
                received = await asyncio.wait_for(self.streams.receive(), None if reads else PATIENCE)
            except TimeoutError:
                return text.decode(errors="replace")
            if received is None or received.name == "closed":
                return text.decode(errors="replace")
            text += received.data if received.name == "stdin" else b""

    async def _command(self, argv: list[str], text: str) -> None:
        def enter() -> Command:
            call = self.call
            container = logs.runs.container_of(pod_of(call), self.wish.container) or {}
            return Command(shell.enter(call.state, pod_of(call), container, call.now, call.shift), argv, text)

        command = await self.in_thread(enter)
        if command.failure:
            await self.streams.end(failed(self._not_started(command.failure)))
            return
        await self._unless_gone(self._told(command))
        await self.streams.end(exited(command.exit) if command.exit else success())

    def _not_started(self, why: str) -> str:
        luck = f"{self.call.info.name}/{self.wish.command}/{self.call.wall}".encode()
        return f'failed to exec in container: failed to start exec "{blake2b(luck, digest_size=32).hexdigest()}": {why}'

    async def _told(self, command: Command) -> None:
        told = iter(command)
        shown = 0
        while (chunk := await self.in_thread(lambda: next(told, None))) is not None:
            shown = await self._until(shown, chunk.at)
            await self._send(chunk.stream, chunk.text)
        await self._until(shown, command.took)
        if command.endless:
            await asyncio.Event().wait()

    async def _until(self, shown: int, at: int) -> int:
        """Wait for a moment of the command's time; a clock that stands lets nobody wait."""
        clock = self.call.held.clock
        if at > shown and not clock.paused:
            await asyncio.sleep(min((at - shown) / 1000 / clock.speed, LONGEST_WAIT))
        return max(shown, at)

    async def _unless_gone(self, work: Any, meanwhile: Coroutine[Any, Any, None] | None = None) -> None:
        """Do something that may take long, but no longer than the client stays, or until it presses ^C."""
        task, gone = asyncio.ensure_future(work), asyncio.ensure_future(meanwhile or self._gone())
        try:
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
        finally:
            task.cancel()
            gone.cancel()

    async def _gone(self) -> None:
        while (received := await self.streams.receive()) is not None:
            if self.wish.tty and b"\x03" in received.data:
                return

    async def _shell(self, name: str, greeting: str) -> None:
        def enter() -> Session:
            call = self.call
            container = logs.runs.container_of(pod_of(call), self.wish.container) or {}
            return Session(call.state, pod_of(call), container, call.now, call.shift, name)

        session = await self.in_thread(enter)
        why = shell.running.not_startable(session.machine, name)
        if why:
            await self.streams.end(failed(self._not_started(why)))
            return
        terminal = Terminal()
        await self.streams.send("stdout", (greeting + session.prompt).encode())
        code = 0
        while (received := await self.streams.receive()) is not None:
            if received.name != "stdin":
                continue
            for event in terminal.type(received.data.decode(errors="replace")):
                if event.echo:
                    await self.streams.send("stdout", event.echo.encode())
                if event.line is None:
                    continue
                ended = await self._line(session, event.line)
                if ended is not None:
                    await self.streams.end(exited(ended) if ended else success())
                    return
            if terminal.ended:
                break
        await self.streams.end(exited(code) if code else success())

    async def _line(self, session: Session, line: str) -> int | None:
        """Carry out one line; the exit code if the shell has ended with it."""

        def carried_out() -> Any:
            call = self.call = self.call.renewed(store.hold(self.call.cluster_id))
            return session.feed(line, call.state, call.now)

        result = await self.in_thread(carried_out)
        await self._send(1, result.stdout)
        await self._send(2, result.stderr)
        if result.failure:
            return int(result.exit)
        await self._until(0, 0 if result.endless else result.took)
        await self.streams.send("stdout", session.prompt.encode())
        return None

    async def _send(self, stream: int, text: str) -> None:
        if text:
            text = text.replace("\n", "\r\n") if self.wish.tty else text
            await self.streams.send("stderr" if stream == 2 and not self.wish.tty else "stdout", text.encode())
