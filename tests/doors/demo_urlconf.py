"""The addresses of a demo: those of every installation, and its own."""

from django.urls import include, path

from amanah.config import urls

urlpatterns = [*urls.urlpatterns, path("demo/", include("amanah.operations.demo_urls"))]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
