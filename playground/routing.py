"""All sockets of the site."""

from playground.sandbox import routing as sandbox

websocket_urlpatterns = [*sandbox.websocket_urlpatterns]
