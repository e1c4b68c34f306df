"""The few doors of the frame itself: how it looks, which language, whether one is signed in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from amanah.base.access import open_to_all
from amanah.shell import curtain, hooks, samples, themes
from amanah.shell.pages import show


@open_to_all
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Which language: kept in a cookie, and with the person who is signed in."""
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        _tell(request, language=wanted)
    return set_language(request)


@open_to_all
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device has it."""
    wanted = request.POST.get("theme", "")
    if wanted in themes.THEMES:
        _tell(request, theme=wanted)
    response = redirect(_back(request))
    themes.remember(response, wanted, is_https=settings.IS_HTTPS)
    return response


@open_to_all
@require_POST
def screen_curtain(request: HttpRequest) -> HttpResponse:
    """Hide what is private while somebody else looks at the screen, or show it again."""
    response = redirect(_back(request))
    curtain.draw(response, request.POST.get("curtain") == "1", is_https=settings.IS_HTTPS)
    return response


@open_to_all
@require_GET
def session(request: HttpRequest) -> HttpResponse:
    """Whether one is still signed in, as whom, and a token that will still do. Writes nothing."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"person": str(request.user.pk), "token": get_token(request)})


@open_to_all
def style(request: HttpRequest) -> HttpResponse:
    """Every component in every state. In the demo only."""
    form = samples.SampleForm(request.POST if request.method == "POST" else None)
    context = {
        "form": form,
        "is_sent": form.is_valid(),
        "wrong": samples.wrong_form(),
        "help_contact": samples.help_contact(),
        "help_emergency": "1122",
        **samples.figures(),
    }
    return show(
        request,
        "shell/style.html",
        context,
        fragment="shell/style/_form.html",
        status=422 if form.errors else 200,
    )


def _tell(request: HttpRequest, **choice: str) -> None:
    if request.user.is_authenticated:
        for hear in hooks.chosen:
            hear(request.user, **choice)


def _back(request: HttpRequest) -> str:
    """The page that asked, where it is one of ours; else the first page."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours and not urlsplit(wanted).netloc else "/"
