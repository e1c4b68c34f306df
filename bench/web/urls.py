from django.urls import path

from amanah.config import urls
from bench.web import views

urlpatterns = [
    path("bench/bare/", views.bare),
    path("bench/naive/<slug:slug>/", views.naive),
    path("bench/write/<slug:slug>/", views.write),
    path("bench/invite/<slug:slug>/", views.invite),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
