"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from playground.sandbox.views import home

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", home, name="home"),
    path("", include("playground.sandbox.urls")),
]

handler400 = "playground.refusals.bad_request"
