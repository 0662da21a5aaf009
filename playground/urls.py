"""All addresses of the site."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from playground.differences import differences
from playground.sandbox.keeping import home


class Icon(RedirectView):
    """Browsers ask for /favicon.ico on pages that name no icon, the admin's among them."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        return static("icon.svg")


urlpatterns = [
    path("admin/", admin.site.urls),
    path("", home, name="home"),
    path("differences/", differences, name="differences"),
    path("favicon.ico", Icon.as_view()),
    path("", include("playground.sandbox.urls")),
]

handler400 = "playground.refusals.bad_request"
