"""The socket of a terminal: lines and keys come in as JSON, what is to be shown goes out.

In:   {"type": "line", "text"}, "stop" (Ctrl-C), "eof" (Ctrl-D), {"type": "complete", "text", "id"},
      {"type": "hints", "on"}, {"type": "edited", "text"} (null: given up)
      {"type": "typed", "text"}: a button of the page did what this command does
      {"type": "at", "revision"}: the page looks at a moment of the past (null: at the present)
Out:  {"type": "out", "text"}, {"type": "prompt", "cwd", "status", "more", "past"}, "edit-end", "exit",
      {"type": "completions", "id", "start", "words"}, {"type": "edit", "name", "text"},
      "present": something was changed in the past, so that a new branch began, which is the present now
"""

import asyncio
import json
import threading
from functools import partial
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from cluster import store
from playground import access
from playground.sandbox.consumers import STRANGER, TOO_MANY
from playground.sandbox.crowds import Crowd
from playground.sandbox.models import Sandbox
from playground.sandbox.terminal.session import TerminalSession

MOST_OPEN = 10
"""Terminals of one sandbox in this process."""
FRAME = 1 << 16
LARGEST_MESSAGE = (1 << 20) + 4096
GATHER = 0.01
"""Seconds in which output is gathered into one message."""
terminals = Crowd(lambda: MOST_OPEN)
in_own_thread = partial(database_sync_to_async, thread_sensitive=False)
"""For what may take a while: other sockets share one thread."""


class TerminalConsumer(AsyncWebsocketConsumer):
    """One terminal. Closes with 4404 for a sandbox that is not the visitor's, with 4429 for one too many."""

    session: TerminalSession | None = None
    joined: Sandbox | None = None

    async def connect(self) -> None:
        """A shell for the sandbox's owner."""
        sandbox = await self._own_sandbox()
        await self.accept()
        if sandbox is None or not terminals.join(sandbox.pk):
            await self.close(code=STRANGER if sandbox is None else TOO_MANY)
            return
        self.joined = sandbox
        self.loop, self.lock, self.outbox = asyncio.get_running_loop(), threading.Lock(), list[dict[str, Any]]()
        self.sending = asyncio.Lock()
        await self.channel_layer.group_add(store.group(sandbox.cluster_id), self.channel_name)
        self.session = await database_sync_to_async(TerminalSession)(sandbox, self.tell)
        self.session.prompt()

    async def disconnect(self, code: int) -> None:
        """What runs is ended."""
        if self.session is not None:
            self.session.close()
        if self.joined is not None:
            terminals.leave(self.joined.pk)
            await self.channel_layer.group_discard(store.group(self.joined.cluster_id), self.channel_name)

    async def cluster_reached(self, _message: dict[str, Any]) -> None:
        """Something is new: commands that wait look."""
        if self.session is not None:
            self.session.news.set()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """One message of the page; what is none is passed over."""
        if self.session is None or text_data is None or len(text_data) > LARGEST_MESSAGE:
            return
        try:
            message = json.loads(text_data)
        except (ValueError, RecursionError):
            return
        if isinstance(message, dict):
            await self._obey(self.session, message)

    async def _obey(self, session: TerminalSession, message: dict[str, Any]) -> None:
        text = _written(message.get("text"))
        match message.get("type"):
            case "line" if isinstance(text, str):
                if await database_sync_to_async(access.is_open)(session.sandbox):
                    session.line(text)
                else:
                    session.close()
                    await self.close(code=STRANGER)
            case "typed" if isinstance(text, str):
                session.remember(text)
            case "stop":
                session.interrupt()
            case "eof":
                session.end_of_file()
            case "hints":
                session.hints = bool(message.get("on"))
            case "edited" if text is None or isinstance(text, str):
                session.commands.edited.append(text)
            case "at" if message.get("revision") is None or isinstance(message["revision"], int):
                await in_own_thread(session.look)(message.get("revision"))
            case "complete" if isinstance(text, str) and len(text) < FRAME:
                start, words = await in_own_thread(session.complete)(text)
                self.tell({"type": "completions", "id": message.get("id"), "start": start, "words": words[:500]})

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message, from any thread; output that comes quickly is sent together, with the prompt after it."""
        is_output = message["type"] == "out"
        with self.lock:
            last = self.outbox[-1] if self.outbox else None
            if last and last["type"] == "out" and is_output and len(last["text"]) < FRAME:
                last["text"] += message["text"]
                return
            self.outbox.append(message)
        self.loop.call_soon_threadsafe(lambda: self.loop.create_task(self._flush(GATHER if is_output else 0)))

    async def _flush(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        async with self.sending:
            with self.lock:
                messages, self.outbox = self.outbox, []
            # Nobody listens to what a command still says while it ends.
            for message in [] if self.session is not None and self.session.closed else messages:
                await self.send(text_data=json.dumps(message))

    @database_sync_to_async
    def _own_sandbox(self) -> Sandbox | None:
        return access.own_sandbox(self.scope["session"], self.scope["url_route"]["kwargs"]["name"])


def _written(text: Any) -> Any:
    """A text as files and databases can hold it: JSON can carry lone surrogates, which are none."""
    return text.encode(errors="replace").decode() if isinstance(text, str) else text
