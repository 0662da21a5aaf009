"""Each cluster's API under its name."""

from django.urls import path

from cluster.api.views import serve

urlpatterns = [
    path("k8s/<str:name>", serve),
    path("k8s/<str:name>/", serve),
    path("k8s/<str:name>/<path:path>", serve),
]
