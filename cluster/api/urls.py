"""Each cluster's API under its name; and, for requests that leave the name out, at the root.

`kubectl get --raw /livez` asks the server for exactly that path, whatever path the server's own address has
(`client-go/rest/request.go`, RequestURI). The secret that comes along says which cluster is meant.
"""

from typing import Any

from django.urls import re_path

from cluster.api import http
from cluster.api.streaming import sockets

# Django's stubs know only views that answer HTTP.
_application: Any = http.application
_sockets: Any = sockets.application

http_urlpatterns = [
    re_path(r"^k8s/(?P<name>[^/]+)(?:/(?P<path>(?s:.*)))?$", _application),
    re_path(r"^(?P<path>(?:api|apis|healthz|livez|openapi|readyz|version)(?:/(?s:.*))?)$", _application),
]
websocket_urlpatterns = [
    re_path(r"^k8s/(?P<name>[^/]+)/(?P<path>api/.*)$", _sockets),
    re_path(r"^(?P<path>api/.*)$", _sockets),
]
"""Connections that are upgraded: `exec`, `attach`, `port-forward`. Programs open them, so no page is their origin."""
