"""All sockets of the site."""

from channels.generic.websocket import AsyncWebsocketConsumer
from django.urls import re_path

from playground.sandbox import routing as sandbox
from playground.sandbox.consumers import STRANGER


class NothingHere(AsyncWebsocketConsumer):
    """Whoever comes to an address without a socket is told so, as one is who comes to another's."""

    async def connect(self) -> None:
        """Close with 4404."""
        await self.accept()
        await self.close(code=STRANGER)


websocket_urlpatterns = [*sandbox.websocket_urlpatterns, re_path(r"", NothingHere.as_asgi())]
