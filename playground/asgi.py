"""The ASGI application: pages over HTTP, feeds and terminals over WebSocket, work over a channel."""

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
# First of all, for consumers import models, and models need Django's apps to be loaded.
django_application: Any = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ChannelNameRouter, ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import re_path  # noqa: E402

from cluster.api import urls as api  # noqa: E402
from cluster.worker import Embedded, channel_names  # noqa: E402
from playground.routing import websocket_urlpatterns  # noqa: E402

# Programs that speak to the API bring a secret and no origin; pages bring cookies, so their origin matters.
pages = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
# Where no worker elsewhere could reach the sockets of this process, one runs inside it.
application = Embedded(
    ProtocolTypeRouter(
        {
            "http": URLRouter([*api.http_urlpatterns, re_path(r"", django_application)]),
            "websocket": URLRouter([*api.websocket_urlpatterns, re_path(r"", pages)]),
            "channel": ChannelNameRouter(channel_names),
        }
    )
)
