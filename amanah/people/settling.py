"""Answering in a person's own language and time."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

Answer = Callable[[HttpRequest], HttpResponse]


def settle(answer: Answer) -> Answer:
    """Middleware: days and hours are the reader's, and so is the language.

    A language chosen on this device (a cookie) goes before the one kept with the person.
    """

    def answer_settled(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return answer(request)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(ZoneInfo(person.time_zone)):
            return answer(request)

    return answer_settled
