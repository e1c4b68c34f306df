from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from amanah.base.access import anyone_signed_in, guard, open_to_all
from amanah.shell.pages import show


@open_to_all
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home:today")
    return show(request, "home/welcome.html")


@guard(allow=anyone_signed_in)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    return show(request, "home/today.html")
