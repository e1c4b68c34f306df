"""The addresses of the house, and a form that only somebody signed in may send,
and a view with a defect."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path

from amanah.config.urls import urlpatterns as ours


@login_required
def echo(request):
    return HttpResponse(request.POST["about"])


def breaks(request):
    raise ValueError("Khadija-Kanarie wrote something we had not thought of")


handler500 = "amanah.shell.errors.broken"
urlpatterns = [*ours, path("kept/", echo), path("breaks/", breaks, name="breaks")]
