"""An address at which something breaks."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from amanah.config.urls import handler400, handler403, handler404, handler500
from amanah.config.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def broken(request):
    raise RuntimeError("a defect")


def forbidden(request):
    raise PermissionDenied


def suspicious(request):
    raise SuspiciousOperation("too clever")


urlpatterns = [
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
    *ours,
]
