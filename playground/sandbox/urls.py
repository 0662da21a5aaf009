"""The addresses of a sandbox's pages."""

from django.urls import path

from playground.sandbox import carrying, keeping, own_kubectl, panel, views
from playground.sandbox.editing import filing, knowing, looking
from playground.sandbox.lanes import relay, timeline
from playground.sandbox.places import views as places
from playground.sandbox.time import clock, going_back, links, moments

app_name = "sandbox"
urlpatterns = [
    path("sandboxes/", keeping.create, name="create"),
    path("s/<slug:name>/", views.workspace, name="workspace"),
    path("s/<slug:name>/stage", views.stage, name="stage"),
    path("s/<slug:name>/apply", views.apply, name="apply"),
    path("s/<slug:name>/act", views.act, name="act"),
    path("s/<slug:name>/clock", clock.turn, name="clock"),
    path("s/<slug:name>/moment", moments.show, name="moment"),
    path("s/<slug:name>/steps.json", moments.steps, name="steps"),
    path("s/<slug:name>/link", links.link, name="link"),
    path("s/<slug:name>/fork", going_back.fork, name="fork"),
    path("s/<slug:name>/undo", going_back.undo, name="undo"),
    path("s/<slug:name>/begun", going_back.begun, name="begun"),
    path("s/<slug:name>/branches", going_back.branches, name="branches"),
    path("s/<slug:name>/branches/<int:branch>/return", going_back.return_to, name="return"),
    path("s/<slug:name>/branches/<int:branch>/rename", going_back.rename, name="rename-branch"),
    path("m/<str:token>/", links.follow, name="linked"),
    path("m/<str:token>/copy", links.copy, name="copy"),
    path("s/<slug:name>/files", filing.show_tree, name="files"),
    path("s/<slug:name>/files/read", filing.read, name="read"),
    path("s/<slug:name>/files/save", filing.save, name="save"),
    path("s/<slug:name>/files/make", filing.make, name="make"),
    path("s/<slug:name>/files/move", filing.move, name="move"),
    path("s/<slug:name>/files/remove", filing.remove, name="remove"),
    path("s/<slug:name>/files/example", filing.take_example, name="example"),
    path("s/<slug:name>/files/download", filing.download, name="download"),
    path("s/<slug:name>/know", knowing.know, name="know"),
    path("s/<slug:name>/diff", looking.differ, name="diff"),
    path("s/<slug:name>/foretell", looking.foretell, name="foretell"),
    path("s/<slug:name>/relay.json", relay.relay, name="relay"),
    path("s/<slug:name>/timeline.json", timeline.timeline, name="timeline"),
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
    path("s/<slug:name>/diff/change/<str:revision>", panel.diff_change, name="diff-change"),
    path("s/<slug:name>/diff/revisions/<str:namespace>/<str:object_name>", panel.diff_revisions, name="diff-revisions"),
    path(
        "s/<slug:name>/diff/applied/<str:kind>/<str:namespace>/<str:object_name>",
        panel.diff_applied,
        name="diff-applied",
    ),
    path("s/<slug:name>/object/Pod/<str:namespace>/<str:object_name>/why", places.show, name="why"),
]
