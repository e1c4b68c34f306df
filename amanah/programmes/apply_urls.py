"""A member's own pages about programmes."""

from django.urls import path

from amanah.programmes.views import applying, cohort_letters

app_name = "applications"
urlpatterns = [
    path("", applying.programmes, name="programmes"),
    path("cohorts/<uuid:pk>/apply/", applying.apply, name="apply"),
    path("applications/<uuid:pk>/", applying.application, name="application"),
    path("applications/<uuid:pk>/more/", applying.more, name="more"),
    path("applications/<uuid:pk>/found/", applying.be_found, name="be_found"),
    path("applications/<uuid:pk>/here/", applying.be_here, name="be_here"),
    path("files/<uuid:pk>/", applying.file, name="file"),
    path("applications/<uuid:pk>/withdraw/", applying.withdraw, name="withdraw"),
    path("letters/<uuid:pk>/", cohort_letters.read, name="letter"),
]
