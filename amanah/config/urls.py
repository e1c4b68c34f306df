"""Every address of the house."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    # Before what is named for an institution.
    path("", include("amanah.concerns.urls")),
    path("", include("amanah.home.urls")),
    path("", include("amanah.people.urls")),
    path("privacy/", include("amanah.stewardship.urls")),
    path("notices/", include("amanah.notifications.urls")),
    path("", include("amanah.conflicts.urls")),
    path("", include("amanah.sealing.urls")),
    path("programmes/", include("amanah.programmes.apply_urls")),
    path("staff/", include("amanah.programmes.urls")),
    path("", include("amanah.mentoring.urls")),
    path("", include("amanah.matching.urls")),
    path("", include("amanah.conversation.urls")),
    path("", include("amanah.help.urls")),
    path("staff/", include("amanah.institutions.urls")),
    path("", include("amanah.shell.urls")),
    path("", include("amanah.operations.urls")),
]
if settings.IS_DEMO:
    urlpatterns.append(path("demo/", include("amanah.operations.demo_urls")))

handler400 = "amanah.shell.errors.bad_request"
handler403 = "amanah.shell.errors.forbidden"
handler404 = "amanah.shell.errors.not_found"
handler500 = "amanah.shell.errors.broken"
