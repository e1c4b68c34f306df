"""The addresses of the house, and a form that only somebody signed in may send."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path

from amanah.config.urls import urlpatterns as ours


@login_required
def echo(request):
    return HttpResponse(request.POST["about"])


urlpatterns = [*ours, path("kept/", echo)]
