"""The sockets of a sandbox."""

from django.urls import path

from playground.sandbox.consumers import FeedConsumer
from playground.sandbox.terminal import TerminalConsumer

websocket_urlpatterns = [
    path("ws/s/<slug:name>/", FeedConsumer.as_asgi()),
    path("ws/s/<slug:name>/terminal/", TerminalConsumer.as_asgi()),
]
