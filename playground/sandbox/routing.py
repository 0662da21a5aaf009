"""The sockets of a sandbox."""

from django.urls import path

from playground.sandbox.consumers import FeedConsumer

websocket_urlpatterns = [path("ws/s/<slug:name>/", FeedConsumer.as_asgi())]
