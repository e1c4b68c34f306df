"""Pages for when something is not there, not allowed, or broken."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for what does not exist and for what is not yours to know."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    return render(request, "500.html", status=500)
