"""Each cluster's API under its name; and, for requests that leave the name out, at the root.

`kubectl get --raw /livez` asks the server for exactly that path, whatever path the server's own address has
(`client-go/rest/request.go`, RequestURI). The secret that comes along says which cluster is meant.
"""

from django.urls import path, re_path

from cluster.api.views import serve, serve_own

urlpatterns = [
    path("k8s/<str:name>", serve),
    path("k8s/<str:name>/", serve),
    path("k8s/<str:name>/<path:path>", serve),
    re_path(r"^(?P<path>(?:api|apis|healthz|livez|openapi|readyz|version)(?:/.*)?)$", serve_own),
]
