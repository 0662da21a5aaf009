"""The addresses of a sandbox's pages."""

from django.urls import path

from playground.sandbox import carrying, keeping, own_kubectl, panel, views
from playground.sandbox.places import views as places

app_name = "sandbox"
urlpatterns = [
    path("sandboxes/", keeping.create, name="create"),
    path("s/<slug:name>/", views.workspace, name="workspace"),
    path("s/<slug:name>/stage", views.stage, name="stage"),
    path("s/<slug:name>/apply", views.apply, name="apply"),
    path("s/<slug:name>/act", views.act, name="act"),
    path("s/<slug:name>/clock", views.clock, name="clock"),
    path("s/<slug:name>/example", views.example, name="example"),
    path("s/<slug:name>/reset", keeping.reset, name="reset"),
    path("s/<slug:name>/delete", keeping.delete, name="delete"),
    path("sandboxes/import", carrying.take_in, name="import"),
    path("s/<slug:name>/duplicate", carrying.duplicate, name="duplicate"),
    path("s/<slug:name>/export", carrying.export, name="export"),
    path("s/<slug:name>/rename", keeping.rename, name="rename"),
    path("s/<slug:name>/restore", keeping.restore, name="restore"),
    path("s/<slug:name>/claim", own_kubectl.take, name="claim"),
    path("s/<slug:name>/kubeconfig", own_kubectl.download, name="kubeconfig"),
    path("s/<slug:name>/kubeconfig/revoke", own_kubectl.revoke, name="revoke"),
    path("s/<slug:name>/object/<str:kind>/<str:namespace>/<str:object_name>", panel.show, name="object"),
    path("s/<slug:name>/object/Pod/<str:namespace>/<str:object_name>/why", places.show, name="why"),
]
